/** Statements, clauses and signs that others have and Redshift has not ("Unsupported PostgreSQL features"), with what to write in their place. */
import { ParseError } from "../parse-error.ts";
import type { Cursor } from "./cursor.ts";

const UPSERT = "use MERGE, or DELETE … USING and INSERT in one transaction";
const SAMPLE = "order by random() and limit, or filter by a hash of the key";
const LOCKS = "LOCK the table as the first statement of the transaction";

/** Clauses by their first words, what Redshift has not, and the way out. */
export const FOREIGN_CLAUSES: readonly (readonly [words: string, no: string, next: string])[] = [
  ["on conflict", "ON CONFLICT", UPSERT],
  ["on duplicate", "ON DUPLICATE KEY", UPSERT],
  ["returning", "RETURNING", "read the rows with a SELECT in the same transaction"],
  ["fetch first", "FETCH FIRST", "write LIMIT n"],
  // FETCH itself may be the alias of the table before it.
  ["first", "FETCH FIRST", "write LIMIT n"],
  ["using sample", "USING SAMPLE", SAMPLE],
  ["for update", "SELECT … FOR UPDATE", LOCKS],
  ["for share", "SELECT … FOR SHARE", LOCKS],
  ["for no", "SELECT … FOR NO KEY UPDATE", LOCKS],
  ["window", "named windows", "write the window itself: over (partition by … order by …)"],
  ["partition by", "partitions", "use a SORTKEY on the column"],
  ["inherits", "INHERITS", "write the columns out, or LIKE"],
  ["on commit", "ON COMMIT", "drop the table at the end"],
  ["on delete", "actions of foreign keys, since keys are not enforced", "leave the action out"],
  ["on update", "actions of foreign keys, since keys are not enforced", "leave the action out"],
  ["deferrable", "DEFERRABLE, since keys are not enforced", "leave it out"],
  ["not deferrable", "DEFERRABLE, since keys are not enforced", "leave it out"],
  ["by name", "INSERT … BY NAME", "name the columns: insert into t (a, b) …"],
  ["by position", "INSERT … BY POSITION", "name the columns: insert into t (a, b) …"],
];

/** The same for words that are taken for an alias or a name before what stands here. */
const TAKEN: readonly (readonly [word: string, no: string, next: string])[] = [
  ["tablesample", "TABLESAMPLE", SAMPLE],
  ["qualify", "QUALIFY behind a table without an alias", "give the table an alias: from t as t qualify …"],
];

/** Signs that only others have. */
export const FOREIGN_SIGNS: Readonly<Record<string, string>> = {
  "->": "for JSON use json_extract_path_text(…), or a SUPER column and a.b[0]",
  "->>": "for JSON use json_extract_path_text(…), or a SUPER column and a.b[0]",
  "@>": "unnest the SUPER column by naming it in FROM",
  "<@": "unnest the SUPER column by naming it in FROM",
  "==": "write =",
  "//": "write /, which divides whole numbers without a remainder",
  "**": "write power(a, b)",
};

const ARRAYS = {
  why: "Redshift has no arrays",
  next: "keep a list as SUPER, which declares a column and is made with array(1, 2, 3), or a row for each element",
};

/** Returns what Redshift has not, where a clause or a sign of others stands here, and the way out. */
export function foreignClause(cursor: Cursor): { readonly why: string; readonly next: string } | undefined {
  const sign = cursor.symbol();
  if (sign === "[") return ARRAYS;
  if (Object.hasOwn(FOREIGN_SIGNS, sign))
    return { why: `Redshift has no operator ${sign}`, next: FOREIGN_SIGNS[sign] ?? "" };
  const found = FOREIGN_CLAUSES.find(([words]) => cursor.isWords(...words.split(" ")));
  const [, no, next] = found ?? TAKEN.find(([word]) => cursor.word(-1) === word) ?? [];
  return no === undefined || next === undefined ? undefined : { why: `Redshift has no ${no}`, next };
}

/** A statement of others. */
export interface ForeignStatement {
  /** First words. */
  readonly words: string;
  /** What Redshift has not; without it the command is told as one that is not supported. */
  readonly no?: string;
  /** What it is not supported on, where Redshift says that. */
  readonly on?: string;
  readonly next: string;
}

const LEFT_OUT = "leave it out";
const KEYS = "choose a DISTKEY and a SORTKEY for the table; uniqueness is for a check";
const ENDS = "leave it out; a failed statement ends the transaction";
const IDENTITY = "declare the column as bigint identity (1, 1)";

/** Statements of others by their first words. */
export const FOREIGN_STATEMENTS: readonly ForeignStatement[] = [
  { words: "insert or", no: "INSERT OR REPLACE", next: UPSERT },
  { words: "replace into", no: "REPLACE INTO", next: UPSERT },
  { words: "values", no: "VALUES as a statement", next: "write SELECT … UNION ALL SELECT …" },
  { words: "table", no: "TABLE as a statement", next: "write SELECT * FROM …" },
  { words: "from", no: "FROM before SELECT", next: "write SELECT * FROM …" },
  { words: "pivot", no: "PIVOT as a statement", next: "write SELECT … FROM t PIVOT (…)" },
  { words: "unpivot", no: "UNPIVOT as a statement", next: "write SELECT … FROM t UNPIVOT (…)" },
  { words: "create index", on: " on Redshift tables", next: KEYS },
  { words: "create unique index", on: " on Redshift tables", next: KEYS },
  { words: "create sequence", next: IDENTITY },
  { words: "create temp sequence", next: IDENTITY },
  { words: "create temporary sequence", next: IDENTITY },
  { words: "create type", next: "use varchar, and a check for the values" },
  { words: "create domain", next: "use varchar, and a check for the values" },
  ...["trigger", "rule", "extension", "operator", "tablespace"].map((what) => ({
    words: `create ${what}`,
    next: "leave it out; its work belongs in a step",
  })),
  { words: "create macro", no: "macros", next: "write the expression where it is used" },
  { words: "create secret", no: "secrets", next: "give COPY an IAM role" },
  ...["", "temp ", "temporary "].map((temporary) => ({
    words: `create or replace ${temporary}table`,
    no: "CREATE OR REPLACE TABLE",
    next: "DROP TABLE IF EXISTS, then CREATE TABLE",
  })),
  ...["temp", "temporary"].map((temporary) => ({
    words: `create ${temporary} view`,
    no: "temporary views",
    next: "write CREATE TEMP TABLE … AS, or a CTE",
  })),
  { words: "create unlogged", no: "UNLOGGED", next: "write CREATE TEMP TABLE for what need not last" },
  ...["savepoint", "release", "rollback to"].map((words) => ({ words, next: ENDS })),
  ...["listen", "notify", "unlisten", "reindex", "cluster", "do", "discard"].map((words) => ({
    words,
    no: words.toUpperCase(),
    next: LEFT_OUT,
  })),
  ...`pragma attach detach install load export import checkpoint summarize describe force`
    .split(" ")
    .map((words) => ({
      words,
      no: `statement ${words.toUpperCase()}`,
      next: LEFT_OUT,
    })),
];

/** The same with their words apart, by the first of these. */
const BY_FIRST_WORD = new Map<string, (ForeignStatement & { readonly all: readonly string[] })[]>();
for (const one of FOREIGN_STATEMENTS) {
  const all = one.words.split(" ");
  const [first = ""] = all;
  BY_FIRST_WORD.set(first, [...(BY_FIRST_WORD.get(first) ?? []), { ...one, all }]);
}

/** Returns why Redshift does not take the statement that begins here; undefined where it has one that begins so. */
export function refusedStatement(cursor: Cursor): ParseError | undefined {
  const refused = BY_FIRST_WORD.get(cursor.word())?.find(
    ({ all }) => cursor.isWords(...all) && !isOwn(cursor),
  );
  const token = cursor.peek();
  if (refused === undefined || token === undefined) return undefined;
  const { no, on = "", next } = refused;
  if (no !== undefined) return cursor.errorAt(cursor.at, next, `Redshift has no ${no}`);
  const message = `SQL command "${shown(cursor)}" not supported${on}.`;
  return new ParseError(message, token, { sqlState: "0A000", next });
}

/** How much of a statement is told. */
const SHOWN = 60;

/** The beginning of the statement, as Redshift tells it. */
function shown({ tokens }: Cursor): string {
  const text = tokens
    .map((token, at) => (token.start > (tokens[at - 1]?.end ?? token.start) ? ` ${token.text}` : token.text))
    .join("");
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** ATTACH and DETACH of a policy are Redshift's own. */
function isOwn(cursor: Cursor): boolean {
  return ["rls", "masking"].includes(cursor.word(1)) && cursor.word(2) === "policy";
}
