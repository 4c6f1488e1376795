/** Which tables a statement reads and writes. */
import { isSymbol, isWord, lex, type Token } from "./lexer.ts";
import { asOf, intoOf, namesAfter, outside, partsAt, pathAt, verbOf } from "./landmarks.ts";
import { referencesIn } from "./references.ts";
import { kindOf, type StatementKind } from "./statement-kind.ts";
import type { Statement } from "./statements.ts";
import { spellTableName } from "./table-name.ts";
import { TokenReader } from "./token-reader.ts";

/** The tables that a statement names, by what it does with them. */
export interface Tables {
  /** Names as table-name.ts spells them, each once. What a statement only writes is not among them. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Those of both that this statement itself shows to be temporary: `#name`, or made by CREATE TEMP. */
  readonly temporary: readonly string[];
}

/**
 * Says which tables a statement reads and writes. A referenced table of a foreign key counts as read, since it must be
 * there first; the target of UPDATE, DELETE and MERGE counts as written only. Nothing is thrown for broken SQL: what
 * can be made out is given.
 */
export function tablesOf(statement: Pick<Statement, "tokens">): Tables {
  const { tokens } = statement;
  const kind = kindOf(statement);
  const { reads, writes, temporary = [] } = READERS[kind]?.(tokens) ?? { reads: [], writes: [] };
  const hashed = [...reads, ...writes].filter((name) => name.startsWith("#"));
  return { reads: unique(reads), writes: unique(writes), temporary: unique([...temporary, ...hashed]) };
}

interface Found {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly temporary?: readonly string[];
}

type Reader = (tokens: readonly Token[]) => Found;

const query: Reader = (tokens) => ({ reads: referencesIn(tokens), writes: [] });

/** A list of names after some words, as in DROP TABLE IF EXISTS a, b; each in its parts. */
const partsOf = (tokens: readonly Token[], ...words: readonly string[]): readonly (readonly string[])[] => {
  const reader = new TokenReader(tokens);
  while (reader.acceptOne(...words) !== undefined);
  const names: (readonly string[])[] = [];
  do names.push(partsAt(reader));
  while (reader.acceptSymbol(","));
  return names.filter((parts) => parts.length > 0);
};

/** The same, each name as it is spelled. */
const named = (tokens: readonly Token[], ...words: readonly string[]): readonly string[] =>
  partsOf(tokens, ...words).map(spellTableName);

/** Which tables a statement of each kind names; kinds that name none are left out. */
const READERS: Readonly<Partial<Record<StatementKind, Reader>>> = {
  select: query,
  declare: query,
  select_into: (tokens) => {
    const reader = new TokenReader(tokens, (intoOf(tokens) ?? 0) + 1);
    const temporary = reader.acceptOne("temp", "temporary") !== undefined;
    reader.accept("table");
    return made(pathAt(reader), referencesIn(tokens), temporary);
  },
  insert: (tokens) => changed(tokens, ["insert", "into"]),
  update: (tokens) => changed(tokens, ["update", "only"]),
  delete: (tokens) => changed(tokens, ["delete", "from", "only"]),
  merge: (tokens) => changed(tokens, ["merge", "into"]),
  copy: (tokens) => ({ reads: [], writes: named(tokens, "copy") }),
  unload: (tokens) => {
    const text = tokens.find((token) => token.kind === "string")?.value ?? "";
    return query(isSymbol(tokens[1], "(") && tokens[2]?.kind === "string" ? lex(text).tokens : tokens);
  },
  create_table: (tokens) => {
    const { name, temporary } = created(tokens);
    return made(name, [...namesAfter(tokens, "references"), ...namesAfter(tokens, "like")], temporary);
  },
  create_table_as: (tokens) => {
    const { name, temporary } = created(tokens);
    return made(name, referencesIn(tokens.slice(asOf(tokens) + 1)), temporary);
  },
  create_view: (tokens) => made(created(tokens).name, referencesIn(tokens.slice(asOf(tokens) + 1)), false),
  drop: (tokens) => {
    const rows = isWord(tokens[1], "table", "view") || isWord(tokens[1], "materialized");
    return {
      reads: [],
      writes: rows ? named(tokens, "drop", "table", "materialized", "view", "if", "exists") : [],
    };
  },
  truncate: (tokens) => ({ reads: [], writes: named(tokens, "truncate", "table") }),
  refresh: (tokens) => ({ reads: [], writes: named(tokens, "refresh", "materialized", "view") }),
  alter: (tokens) => {
    if (!isWord(tokens[1], "table")) return { reads: [], writes: [] };
    const [target = []] = partsOf(tokens, "alter", "table");
    const emptied = namesAfter(tokens, "append");
    const names = target.length === 0 ? [] : [spellTableName(target)];
    return { reads: emptied, writes: [...names, ...emptied, ...renamed(tokens, target)] };
  },
  lock: (tokens) => ({ reads: named(tokens, "lock", "table"), writes: [] }),
  analyze: (tokens) => ({
    reads: named(tokens, "analyze", "analyse", "verbose", "compression"),
    writes: [],
  }),
  vacuum: (tokens) => ({
    reads: named(tokens, "vacuum", "full", "sort", "delete", "only", "reindex", "recluster"),
    writes: [],
  }),
  comment: (tokens) => {
    const names = partsOf(tokens, "comment", "on", "table", "view", "column");
    const column = isWord(tokens[2], "column");
    if (!column && !isWord(tokens[2], "table", "view")) return { reads: [], writes: [] };
    const ofTables = column ? names.map((parts) => parts.slice(0, -1)) : names;
    return { reads: ofTables.filter((parts) => parts.length > 0).map(spellTableName), writes: [] };
  },
  explain: (tokens) => {
    const { reads, writes } = tablesOf({ tokens: tokens.slice(isWord(tokens[1], "verbose") ? 2 : 1) });
    return { reads: [...reads, ...writes], writes: [] };
  },
};

/** INSERT, UPDATE, DELETE and MERGE: a target, then what is read; a USING lists tables as a FROM does. */
function changed(tokens: readonly Token[], words: readonly string[]): Found {
  const verb = verbOf(tokens);
  const reader = new TokenReader(tokens, verb);
  while (reader.acceptOne(...words) !== undefined);
  const writes = pathAt(reader);
  const rest = tokens.slice(reader.at);
  const using = isWord(tokens[verb], "delete", "merge")
    ? rest.findIndex((token) => isWord(token, "using"))
    : -1;
  const from = rest.map((token, at) => (at === using ? { ...token, text: "from", value: "from" } : token));
  return { writes, reads: referencesIn([...tokens.slice(0, verb), ...from]) };
}

function made(names: readonly string[], reads: readonly string[], temporary: boolean): Found {
  return {
    writes: names,
    reads: reads.filter((name) => !names.includes(name)),
    temporary: temporary ? names : [],
  };
}

function created(tokens: readonly Token[]): {
  readonly name: readonly string[];
  readonly temporary: boolean;
} {
  const reader = new TokenReader(tokens, 1);
  let temporary = false;
  for (;;) {
    const word = reader.acceptOne(
      "or",
      "replace",
      "local",
      "temp",
      "temporary",
      "materialized",
      "table",
      "view",
    );
    if (word === undefined) break;
    temporary ||= word.startsWith("temp");
  }
  reader.accept("if", "not", "exists");
  return { name: pathAt(reader), temporary };
}

/** The new name of a table that is renamed: it stays in its schema. */
function renamed(tokens: readonly Token[], target: readonly string[]): readonly string[] {
  const at = outside(tokens, "rename");
  if (at === undefined || !isWord(tokens[at + 1], "to")) return [];
  const name = partsAt(new TokenReader(tokens, at + 2));
  return name.length === 0 ? [] : [spellTableName([...target.slice(0, -1), ...name])];
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
