/** The tables that a query names: in FROM and JOIN, at any depth; names of CTEs are none. */
import { isSymbol, isWord, type Token } from "./lexer.ts";
import { ownValue } from "./own-value.ts";
import { spellTableName } from "./table-name.ts";
import { closingOf, isName } from "./token-reader.ts";

interface Scope {
  readonly outer: Scope | undefined;
  readonly ctes: Set<string>;
  /** What a table is called here, and the reference that it stands for. */
  readonly aliases: Map<string, Reference | undefined>;
}

interface Reference {
  readonly parts: readonly string[];
  readonly scope: Scope;
}

/** Words between the branches of a query, in lower case. */
export const SET_OPERATORS = ["union", "intersect", "except", "minus"];

const LIST_ENDS = [
  ...SET_OPERATORS,
  "where",
  "group",
  "having",
  "qualify",
  "order",
  "limit",
  "offset",
  "fetch",
  "select",
  "window",
];

/** Words that end a list only together with the next one, since alone they may be names. */
const LIST_ENDS_OF_TWO: Readonly<Record<string, readonly string[]>> = {
  when: ["matched", "not"],
  start: ["with"],
  connect: ["by"],
  for: ["update", "share", "no"],
};

const JOIN_WORDS = ["join", "inner", "left", "right", "full", "outer", "cross", "natural"];

const NO_ALIAS = new Set([
  ...LIST_ENDS,
  ...JOIN_WORDS,
  "on",
  "using",
  "when",
  "start",
  "connect",
  "for",
  "with",
  "pivot",
  "unpivot",
  "tablesample",
  "asof",
  "positional",
  "semi",
  "anti",
  "lateral",
  "set",
]);

/**
 * Returns the tables' names as they are spelled, each once, in order. A path into a SUPER column
 * (`from orders as o, o.items`) is no table. Tokens that are no query give what stands after their FROM all the same.
 */
export function referencesIn(tokens: readonly Token[]): readonly string[] {
  const found: Reference[] = [];

  const readQuery = (from: number, to: number, outer: Scope | undefined): void => {
    const scope: Scope = { outer, ctes: new Set(), aliases: new Map() };
    readBody(from, to, scope);
  };

  const readBody = (from: number, to: number, given: Scope): void => {
    let scope = given;
    let at = from;
    while (at < to) {
      const token = tokens[at];
      if (isSymbol(token, "(")) at = readGroup(at, to, scope);
      else if (isWord(token, "with")) at = readCtes(at + 1, to, scope);
      else if (isWord(token, "from") && startsList(at)) at = readList(at + 1, to, scope);
      else {
        // The next branch has tables of its own, and the same CTEs.
        if (isWord(token, ...SET_OPERATORS)) scope = { ...scope, aliases: new Map() };
        at += 1;
      }
    }
  };

  /** Not the FROM of `is distinct from`, and not a column called so. */
  const startsList = (at: number): boolean =>
    !isSymbol(tokens[at - 1], ".") &&
    !(isWord(tokens[at - 1], "distinct") && isWord(tokens[at - 2], "is", "not"));

  const readGroup = (open: number, to: number, scope: Scope): number => {
    const close = Math.min(closingOf(tokens, open), to);
    if (holdsQuery(tokens, open + 1)) readQuery(open + 1, close, scope);
    else readExpression(open + 1, close, scope);
    return close + 1;
  };

  /** The FROM in `extract(day from x)` and `trim(both from x)` names no table. */
  const readExpression = (from: number, to: number, scope: Scope): void => {
    let at = from;
    while (at < to) at = isSymbol(tokens[at], "(") ? readGroup(at, to, scope) : at + 1;
  };

  const readCtes = (from: number, to: number, scope: Scope): number => {
    const recursive = isWord(tokens[from], "recursive");
    let at = recursive ? from + 1 : from;
    while (at < to && isName(tokens[at])) {
      const name = (tokens[at] as Token).value;
      if (recursive) scope.ctes.add(name);
      at += 1;
      if (isSymbol(tokens[at], "(")) at = closingOf(tokens, at) + 1;
      while (isWord(tokens[at], "as", "not", "materialized")) at += 1;
      if (!isSymbol(tokens[at], "(")) break;
      const close = Math.min(closingOf(tokens, at), to);
      readQuery(at + 1, close, { outer: scope.outer, ctes: scope.ctes, aliases: new Map() });
      scope.ctes.add(name);
      at = close + 1;
      if (!isSymbol(tokens[at], ",")) break;
      at += 1;
    }
    return at;
  };

  const readList = (from: number, to: number, scope: Scope): number => {
    let expecting = true;
    let at = from;
    while (at < to) {
      const token = tokens[at];
      if (isSymbol(token, "(")) {
        const nested = expecting && !holdsQuery(tokens, at + 1);
        const close = Math.min(closingOf(tokens, at), to);
        if (nested) readList(at + 1, close, scope);
        else readGroup(at, to, scope);
        at = expecting ? readAlias(close + 1, to, scope, undefined) : close + 1;
        expecting = false;
      } else if (expecting && isWord(token, "lateral", "only")) {
        at += 1;
      } else if (expecting && isName(token)) {
        at = readTable(at, to, scope);
        expecting = false;
      } else if (isSymbol(token, ",") || isWord(token, "join")) {
        expecting = true;
        at += 1;
      } else if (endsList(at)) {
        return at;
      } else {
        at += 1;
      }
    }
    return at;
  };

  const endsList = (at: number): boolean => {
    const token = tokens[at];
    if (isSymbol(tokens[at - 1], ".") || token?.kind !== "word") return false;
    const second = ownValue(LIST_ENDS_OF_TWO, token.value);
    return LIST_ENDS.includes(token.value) || (second !== undefined && isWord(tokens[at + 1], ...second));
  };

  const readTable = (from: number, to: number, scope: Scope): number => {
    const parts = [(tokens[from] as Token).value];
    let at = from + 1;
    while (isSymbol(tokens[at], ".") && isName(tokens[at + 1])) {
      parts.push((tokens[at + 1] as Token).value);
      at += 2;
    }
    if (isSymbol(tokens[at], "(")) {
      // A function that returns rows.
      return readAlias(readGroup(at, to, scope), to, scope, undefined);
    }
    const reference: Reference = { parts, scope };
    if (parts.length > 1 || !isCte(parts[0] as string, scope)) found.push(reference);
    scope.aliases.set(parts.at(-1) as string, reference);
    return readAlias(at, to, scope, reference);
  };

  const readAlias = (from: number, to: number, scope: Scope, reference: Reference | undefined): number => {
    const at = isWord(tokens[from], "as") ? from + 1 : from;
    const token = tokens[at];
    if (at >= to || !isName(token)) return at;
    if (at === from && token.kind === "word" && NO_ALIAS.has(token.value)) return at;
    scope.aliases.set(token.value, reference);
    return at + 1;
  };

  readQuery(0, tokens.length, undefined);
  const names = found.filter((reference) => !isPath(reference)).map(({ parts }) => spellTableName(parts));
  return [...new Set(names)];
}

function holdsQuery(tokens: readonly Token[], from: number): boolean {
  let at = from;
  while (isSymbol(tokens[at], "(")) at += 1;
  return isWord(tokens[at], "select", "with", "from", "values");
}

function isCte(name: string, scope: Scope | undefined): boolean {
  for (let one = scope; one !== undefined; one = one.outer) if (one.ctes.has(name)) return true;
  return false;
}

/** Whether the first part is what another table is called here: then this is a path into a column of it. */
function isPath(reference: Reference): boolean {
  const [head] = reference.parts;
  if (head === undefined || reference.parts.length < 2) return false;
  for (let scope: Scope | undefined = reference.scope; scope !== undefined; scope = scope.outer) {
    if (scope.aliases.has(head) && scope.aliases.get(head) !== reference) return true;
  }
  return false;
}
