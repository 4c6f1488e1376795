/** What Redshift refuses though DuckDB or Postgres take it: every problem with the way out. */
import { SqlError, type Position } from "../errors.ts";
import { isSymbol, isWord, type Token } from "./lexer.ts";
import { parseMerge } from "./merge.ts";
import { ownValue } from "./own-value.ts";
import { REFUSED_CLAUSES, type RefusedClause } from "./refused-clauses.ts";
import { LEADER_ONLY, REFUSED_FUNCTIONS, REFUSED_TYPES } from "./refused-names.ts";
import { reservedNames } from "./reserved-names.ts";
import { kindOf, type StatementKind } from "./statement-kind.ts";
import type { Statement } from "./statements.ts";
import { parseTableName } from "./table-name.ts";
import { tablesOf } from "./tables.ts";
import { closingOf, isName } from "./token-reader.ts";

interface Refusal extends Position {
  readonly message: string;
  readonly sqlState: string;
  readonly next: string | undefined;
}

/**
 * Does nothing for a statement that may be sent.
 * @throws SqlError with Redshift's SQLSTATE for the first thing in it that Redshift refuses.
 */
export function refuse(statement: Statement): void {
  const first = find(statement)[0];
  if (first === undefined) return;
  const { message, sqlState, next, line, column } = first;
  throw new SqlError(message, { line, column }, { sqlState, next });
}

function find(statement: Statement): readonly Refusal[] {
  const kind = kindOf(statement);
  const found = [
    ...clauses(statement, kind),
    ...functions(statement, kind),
    ...types(statement, kind),
    ...(kind === "merge" ? merge(statement) : []),
    ...broken(statement, kind),
  ];
  // Of a clause that Redshift does not have nobody can tell which of its words are names.
  const all = found.length > 0 ? found : reserved(statement);
  const first = all.toSorted((one, other) => one.line - other.line || one.column - other.column);
  // One place, one problem: the most telling comes first in the tables.
  return first.filter((one, at) => one.line !== first[at - 1]?.line || one.column !== first[at - 1]?.column);
}

function reserved({ tokens }: Statement): readonly Refusal[] {
  return reservedNames(tokens).map(({ token, message, next }) => ({
    message,
    sqlState: "42601",
    next,
    line: token.line,
    column: token.column,
  }));
}

/** What is no statement at all: no first word of one, or brackets without their other half. */
function broken({ tokens }: Statement, kind: StatementKind): readonly Refusal[] {
  const open: Token[] = [];
  const wrong = tokens.filter((token, at) => {
    if (at === 0 && kind === "unknown") return true;
    if (isSymbol(token, "(")) open.push(token);
    return isSymbol(token, ")") && open.pop() === undefined;
  });
  const syntax =
    (next: string) =>
    (at: Token): Refusal => ({
      message: `syntax error at or near "${at.text}"`,
      sqlState: "42601",
      next,
      line: at.line,
      column: at.column,
    });
  return [
    ...wrong.map(syntax("check the spelling; a bracket needs its other half")),
    ...open.map(syntax("close the bracket")),
  ];
}

interface Pattern {
  readonly clause: RefusedClause;
  readonly anchored: boolean;
  /** The alternatives at each place. */
  readonly places: readonly (readonly string[])[];
  readonly marked: number;
}

const PATTERNS: readonly Pattern[] = REFUSED_CLAUSES.map((clause) => {
  const words = clause.at.split(" ");
  const anchored = words[0] === "^";
  const places = words.slice(anchored ? 1 : 0);
  return {
    clause,
    anchored,
    places: places.map((place) => place.replace(/^!(?=.)/, "").split("|")),
    marked: Math.max(
      0,
      places.findIndex((place) => /^!./.test(place)),
    ),
  };
});

/** Patterns by what may stand first in them, so that a long statement is walked through once. */
const BY_FIRST = new Map<string, Pattern[]>();
for (const pattern of PATTERNS) {
  for (const first of pattern.places[0] ?? []) {
    BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), pattern]);
  }
}

function clauses({ tokens, text }: Statement, kind: StatementKind): readonly Refusal[] {
  return tokens.flatMap((token, at) => {
    const candidates = BY_FIRST.get(token.kind === "word" ? token.value : token.text) ?? [];
    return candidates
      .filter((pattern) => matches(pattern, tokens, at, kind))
      .map((pattern) => refusal(pattern.clause, tokens[at + pattern.marked] as Token, text));
  });
}

function matches(
  { clause, anchored, places }: Pattern,
  tokens: readonly Token[],
  at: number,
  kind: StatementKind,
): boolean {
  if (anchored && at !== 0) return false;
  if (clause.in !== undefined && !clause.in.includes(kind)) return false;
  // What follows a point is a column, and what follows AS is its new name.
  const named =
    tokens[at]?.kind === "word" && (isSymbol(tokens[at - 1], ".") || isWord(tokens[at - 1], "as"));
  return !named && places.every((place, ahead) => place.some((wanted) => isOne(tokens[at + ahead], wanted)));
}

function isOne(token: Token | undefined, wanted: string): boolean {
  if (wanted === "NAME") return isName(token);
  return isWord(token, wanted) || isSymbol(token, wanted);
}

function refusal({ no, says, sqlState, next }: RefusedClause, at: Token, text: string): Refusal {
  const place = { line: at.line, column: at.column };
  if (says === undefined) {
    const message = `syntax error at or near "${at.text}": Redshift has no ${String(no)}`;
    return { message, sqlState: sqlState ?? "42601", next, ...place };
  }
  const shown = text.replaceAll(/\s+/g, " ");
  const command = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  return { message: says.replace("%", () => command), sqlState: sqlState ?? "0A000", next, ...place };
}

const ON_TABLES = "Specified types or functions (one per INFO message) not supported on Redshift tables.";

/** Words after which a name with a bracket is a table with its columns. */
const BEFORE_TABLES = ["into", "table", "view", "exists", "references", "copy", "as", "with", "recursive"];

function functions(statement: Statement, kind: StatementKind): readonly Refusal[] {
  const { tokens } = statement;
  const { reads, writes } = tablesOf(statement);
  const catalogue = reads.every((name) => /^(pg_|information_schema\.)/.test(name));
  const touches = kind !== "create_table" && (!catalogue || ["update", "delete", "merge"].includes(kind));
  return tokens.flatMap((token, at) => {
    if (token.kind !== "word" || !isSymbol(tokens[at + 1], "(")) return [];
    const before = tokens[at - 1];
    if (isSymbol(before, ".") || isWord(before, ...BEFORE_TABLES) || isCte(tokens, at)) return [];
    const place = { line: token.line, column: token.column };
    const next = ownValue(REFUSED_FUNCTIONS, token.value);
    if (next !== undefined) {
      return [{ message: `function ${token.value} does not exist`, sqlState: "42883", next, ...place }];
    }
    const leader = ownValue(LEADER_ONLY, token.value);
    const harmful = touches || (token.value === "generate_series" && writes.length > 0);
    if (leader === undefined || !harmful) return [];
    const message = leader.says ?? `${ON_TABLES} Function "${token.value}" runs on the leader node only`;
    return [{ message, sqlState: "0A000", next: leader.next, ...place }];
  });
}

/** Whether this is the head of a CTE with its columns: `name (a, b) as (`. */
function isCte(tokens: readonly Token[], at: number): boolean {
  const close = closingOf(tokens, at + 1);
  return isWord(tokens[close + 1], "as") && isSymbol(tokens[close + 2], "(");
}

function types({ tokens }: Statement, kind: StatementKind): readonly Refusal[] {
  return typePlaces(tokens, kind).flatMap(({ at, column }) => {
    const token = tokens[at];
    if (token?.kind !== "word") return [];
    const double = token.value === "double" && !isWord(tokens[at + 1], "precision");
    const next = double ? "write double precision" : ownValue(REFUSED_TYPES, token.value);
    if (next === undefined) return [];
    const place = { line: token.line, column: token.column, next };
    return column === undefined
      ? [{ message: `type "${token.value}" does not exist`, sqlState: "42704", ...place }]
      : [
          {
            message: `Column "${column}" has unsupported type "${token.value}".`,
            sqlState: "0A000",
            ...place,
          },
        ];
  });
}

interface TypePlace {
  readonly at: number;
  /** The column that is declared to be of the type, with its table. */
  readonly column?: string;
}

/** Where types stand: behind `::`, in CAST (… AS, and behind the columns that CREATE TABLE and ADD COLUMN declare. */
function typePlaces(tokens: readonly Token[], kind: StatementKind): readonly TypePlace[] {
  const [spelled] = kind === "create_table" || kind === "alter" ? tablesOf({ tokens }).writes : [];
  const { schema = "", name = "" } = spelled === undefined ? {} : parseTableName(spelled);
  const table = schema === "" ? name : `${schema}.${name}`;
  let depth = 0;
  return tokens.flatMap((token, at): TypePlace[] => {
    if (isSymbol(token, "(")) depth += 1;
    if (isSymbol(token, ")")) depth -= 1;
    if (isSymbol(token, "::")) return [{ at: at + 1 }];
    if (isWord(token, "cast", "try_cast") && isSymbol(tokens[at + 1], "("))
      return [{ at: castType(tokens, at + 1) }];
    const begins = kind === "create_table" && depth === 1 && (isSymbol(token, "(") || isSymbol(token, ","));
    const adds = kind === "alter" && depth === 0 && (isWord(token, "column") || isWord(token, "add"));
    const column = tokens[at + 1];
    return (begins || adds) && isName(column) ? [{ at: at + 2, column: `${table}.${column.value}` }] : [];
  });
}

function castType(tokens: readonly Token[], open: number): number {
  const close = closingOf(tokens, open);
  let depth = 0;
  for (let at = open; at < close; at += 1) {
    if (isSymbol(tokens[at], "(")) depth += 1;
    if (isSymbol(tokens[at], ")")) depth -= 1;
    if (depth === 1 && isWord(tokens[at], "as")) return at + 1;
  }
  return tokens.length;
}

function merge(statement: Statement): readonly Refusal[] {
  try {
    parseMerge(statement);
    return [];
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const { message, sqlState, next, position } = error;
    return [{ message, sqlState, next, line: position.line, column: position.column }];
  }
}
