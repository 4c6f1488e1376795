/** Where in a statement bare words stand, and as what: names, values, or what comes behind these. */
import { asOf, verbOf } from "./landmarks.ts";
import { isSymbol, isWord, type Token } from "./lexer.ts";
import { ownValue } from "./own-value.ts";
import { kindOf, type StatementKind } from "./statement-kind.ts";
import { placesInQuery, type NamePlace } from "./query-places.ts";
import { closingOf, isName } from "./token-reader.ts";

/**
 * Returns the bare words of a statement that may be names, by their place. Of statements that name nothing but users, settings and
 * the like, and of what stands in quotes, nothing is returned; nothing is thrown for broken SQL.
 */
export function namePlaces(tokens: readonly Token[]): readonly NamePlace[] {
  return READERS[kindOf({ tokens })]?.(tokens) ?? [];
}

type Reader = (tokens: readonly Token[]) => readonly NamePlace[];

const query: Reader = (tokens) => placesInQuery(tokens, { from: 0, state: "any" });

/** Words that stand before the name of a table. */
const BEFORE_NAME = [
  "alter",
  "analyse",
  "analyze",
  "compression",
  "copy",
  "create",
  "delete",
  "drop",
  "exists",
  "full",
  "if",
  "insert",
  "into",
  "local",
  "lock",
  "materialized",
  "merge",
  "not",
  "or",
  "reindex",
  "replace",
  "sort",
  "table",
  "temp",
  "temporary",
  "truncate",
  "update",
  "vacuum",
  "verbose",
  "view",
];

/** The table that a statement names first, and the index behind its path. */
function target(tokens: readonly Token[], from = 0): { readonly places: NamePlace[]; readonly next: number } {
  let at = from;
  while (isWord(tokens[at], ...BEFORE_NAME) && isName(tokens[at + 1])) at += 1;
  const places: NamePlace[] = [{ at, as: "name" }];
  while (isSymbol(tokens[at + 1], ".")) at += 2;
  return { places, next: at + 1 };
}

/** The names of a list in brackets, each with what follows it. */
function listed(tokens: readonly Token[], open: number): readonly NamePlace[] {
  if (!isSymbol(tokens[open], "(")) return [];
  return elementsOf(tokens, open).map((at) => ({ at, as: "name" }));
}

/** Where the elements of a list in brackets begin. */
function elementsOf(tokens: readonly Token[], open: number): readonly number[] {
  const starts = [open + 1];
  const close = closingOf(tokens, open);
  for (let at = open + 1; at < close; at += 1) {
    if (isSymbol(tokens[at], "(")) at = closingOf(tokens, at);
    else if (isSymbol(tokens[at], ",")) starts.push(at + 1);
  }
  return starts;
}

/** Lists of columns behind KEY, UNIQUE, DISTKEY and SORTKEY, and behind what REFERENCES names. */
function keyPlaces(tokens: readonly Token[]): readonly NamePlace[] {
  return tokens.flatMap((token, at) => {
    if (isSymbol(tokens[at - 1], ".")) return [];
    if (isWord(token, "key", "unique", "distkey", "sortkey")) return listed(tokens, at + 1);
    if (!isWord(token, "references")) return [];
    const { places, next } = target(tokens, at + 1);
    return [...places, ...listed(tokens, next)];
  });
}

const created: Reader = (tokens) => {
  const { places, next } = target(tokens);
  const as = asOf(tokens);
  const head = tokens.slice(0, as);
  return [
    ...places,
    ...(next < as ? listed(head, next) : []),
    ...keyPlaces(head),
    ...placesInQuery(tokens, { from: as + 1, state: "any" }),
  ];
};

/** What begins an element of CREATE TABLE that is no column, by the word that follows it. */
const CONSTRAINTS: Readonly<Record<string, readonly string[]>> = {
  primary: ["key"],
  foreign: ["key"],
  unique: ["("],
  check: ["("],
};

function isConstraint(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.value ?? "";
  const after = tokens[at + 1]?.value ?? "";
  return word === "like" || word === "constraint" || (ownValue(CONSTRAINTS, word)?.includes(after) ?? false);
}

const table: Reader = (tokens) => {
  const { places, next } = target(tokens);
  const columns = isSymbol(tokens[next], "(") ? elementsOf(tokens, next) : [];
  const like = columns.filter((at) => isWord(tokens[at], "like")).map((at) => at + 1);
  const named = [...columns.filter((at) => !isConstraint(tokens, at)), ...like];
  return [...places, ...named.map((at): NamePlace => ({ at, as: "name" })), ...keyPlaces(tokens)];
};

const altered: Reader = (tokens) => {
  if (!isWord(tokens[1], "table")) return [];
  const { places, next } = target(tokens);
  const names = tokens.flatMap((token, at): readonly NamePlace[] => {
    if (at < next || isSymbol(tokens[at - 1], ".")) return [];
    const column = isWord(token, "column") && isWord(tokens[at - 1], "add", "drop", "rename", "alter");
    const added = at === next && isWord(token, "add", "drop") && !isWord(tokens[at + 1], "column");
    const renamed = isWord(token, "to") && isWord(tokens[next], "rename");
    const appended = isWord(token, "from") && isWord(tokens[at - 1], "append");
    if (added && (isWord(tokens[at + 1], "constraint") || isConstraint(tokens, at + 1))) return [];
    return column || added || renamed || appended ? [{ at: at + 1, as: "name" }] : [];
  });
  return [...places, ...names, ...keyPlaces(tokens)];
};

/** What follows a table that a statement changes: its columns, or an alias; then the rest. */
const changed: Reader = (tokens) => {
  const verb = verbOf(tokens);
  const ctes = placesInQuery(tokens.slice(0, verb), { from: 0, state: "any" });
  if (isWord(tokens[verb], "delete") && isWord(tokens[verb + 1], "from")) {
    return [...ctes, ...placesInQuery(tokens, { from: verb + 1, state: "any" })];
  }
  const { places, next } = target(tokens, verb);
  if (!isWord(tokens[verb], "insert")) {
    return [...ctes, ...places, ...placesInQuery(tokens, { from: next, state: "alias" })];
  }
  const columns = isSymbol(tokens[next], "(") && !isWord(tokens[next + 1], "select", "with");
  const rest = columns ? closingOf(tokens, next) + 1 : next;
  return [
    ...ctes,
    ...places,
    ...(columns ? listed(tokens, next) : []),
    ...placesInQuery(tokens, { from: rest, state: "any" }),
  ];
};

const named: Reader = (tokens) => target(tokens).places;

/** Options of VACUUM and ANALYZE before the table, and what follows where none is named. */
const UPKEEP = ["compression", "delete", "full", "only", "recluster", "reindex", "sort", "verbose"];
const BEHIND_TABLE = ["all", "predicate", "to"];

const keptUp: Reader = (tokens) => {
  let at = 1;
  while (isWord(tokens[at], ...UPKEEP)) at += 1;
  if (!isName(tokens[at]) || isWord(tokens[at], ...BEHIND_TABLE)) return [];
  const { next } = target(tokens, at);
  return [{ at, as: "name" }, ...listed(tokens, next)];
};

/** What rights of GRANT and REVOKE are on where it is no table, or not one that is named. */
const NO_TABLE = "all database schema function procedure language datashare model table".split(" ");

/** The tables of ON, up to TO or FROM. */
const granted: Reader = (tokens) => {
  const on = tokens.findIndex((token) => isWord(token, "on"));
  const start = isWord(tokens[on + 1], "table") ? on + 2 : on + 1;
  if (on === -1 || isWord(tokens[start], ...NO_TABLE)) return [];
  const places: NamePlace[] = [];
  for (let at = start; at < tokens.length;) {
    const { next } = target(tokens, at);
    places.push({ at, as: "name" });
    if (!isSymbol(tokens[next], ",")) break;
    at = next + 1;
  }
  return places;
};

/** By kind; of the kinds that are left out no word is judged. */
const READERS: Readonly<Partial<Record<StatementKind, Reader>>> = {
  select: query,
  select_into: query,
  insert: changed,
  update: changed,
  delete: changed,
  merge: changed,
  create_table: table,
  create_table_as: created,
  create_view: created,
  alter: altered,
  copy: (tokens) => {
    const { places, next } = target(tokens);
    return [...places, ...listed(tokens, next)];
  },
  drop: (tokens) => (isWord(tokens[1], "table", "view", "materialized") ? named(tokens) : []),
  truncate: named,
  lock: named,
  analyze: keptUp,
  vacuum: keptUp,
  grant: granted,
  revoke: granted,
  create_schema: (tokens) => (isWord(tokens[2], "authorization") ? [] : target(tokens, 2).places),
  comment: (tokens) => (isWord(tokens[2], "column", "table", "view") ? target(tokens, 3).places : []),
  declare: (tokens) => {
    const start = tokens.findIndex((token) => isWord(token, "for"));
    return start === -1 ? [] : placesInQuery(tokens, { from: start + 1, state: "any" });
  },
  explain: (tokens) => {
    const start = isWord(tokens[1], "verbose") ? 2 : 1;
    return namePlaces(tokens.slice(start)).map(({ at, as }) => ({ at: at + start, as }));
  },
};
