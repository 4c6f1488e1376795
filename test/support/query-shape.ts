/** A query in its parts, as far as declared keys are concerned: which tables, joined how, grouped by what. */
import { isSymbol, isWord, type Token } from "../../src/dialect/lexer.ts";
import { closingOf, isName, splitAt } from "./brackets.ts";

/** A table, a CTE or a query in brackets, by the name that it has in the query. */
export interface Source {
  readonly alias: string;
  readonly table: string | undefined;
  readonly query: Shape | undefined;
  readonly join: "first" | "inner" | "left" | "right" | "full";
  readonly on: readonly Token[];
}

/** One select; those of a set operation are `branches` of the first, with the operator before each. */
export interface Shape {
  readonly distinct: boolean;
  readonly items: readonly (readonly Token[])[];
  readonly sources: readonly Source[];
  readonly where: readonly Token[];
  readonly groups: readonly (readonly Token[])[];
  readonly having: readonly Token[];
  readonly branches: readonly { readonly operator: string; readonly shape: Shape }[];
  /** Queries in brackets anywhere within, and CTEs. */
  readonly inner: readonly { readonly before: readonly Token[]; readonly shape: Shape }[];
}

type Ctes = ReadonlyMap<string, Shape>;

const OPERATORS = ["union", "except", "intersect", "minus"];
const CLAUSES = ["select", "from", "where", "group", "having", "qualify", "order", "limit"];

/** Returns the shapes of the queries that a statement holds: its own, that of an INSERT or CREATE TABLE AS, that of a DELETE or UPDATE. */
export function shapeOf(tokens: readonly Token[], outer: Ctes = new Map()): Shape {
  const ctes = new Map(outer);
  const named: Shape["inner"][number][] = [];
  let at = 0;
  while (at < tokens.length && !isWord(tokens[at], "select", "with", "from")) at += 1;
  if (isWord(tokens[at], "with")) {
    at += isWord(tokens[at + 1], "recursive") ? 2 : 1;
    while (isName(tokens[at]) && !isWord(tokens[at], "select")) {
      const name = (tokens[at] as Token).value;
      while (!isWord(tokens[at], "as")) at += 1;
      const close = closingOf(tokens, at + 1);
      const shape = shapeOf(tokens.slice(at + 2, close), ctes);
      ctes.set(name, shape);
      named.push({ before: [], shape });
      at = close + 1;
      if (isSymbol(tokens[at], ",")) at += 1;
    }
  }
  const [first, ...others] = branchesOf(tokens.slice(at));
  const branches = others.map(({ operator, tokens: part }) => ({
    operator,
    shape: selectOf(part, ctes, []),
  }));
  return { ...selectOf(first?.tokens ?? [], ctes, named), branches };
}

function branchesOf(tokens: readonly Token[]): { operator: string; tokens: Token[] }[] {
  const branches = [{ operator: "", tokens: [] as Token[] }];
  for (const { token, depth } of levels(tokens)) {
    if (depth === 0 && isWord(token, ...OPERATORS)) branches.push({ operator: token.value, tokens: [] });
    else branches.at(-1)?.tokens.push(token);
  }
  return branches;
}

function* levels(tokens: readonly Token[]): Generator<{ token: Token; depth: number }> {
  let depth = 0;
  for (const token of tokens) {
    if (isSymbol(token, ")")) depth -= 1;
    yield { token, depth };
    if (isSymbol(token, "(")) depth += 1;
  }
}

function selectOf(tokens: readonly Token[], ctes: Ctes, named: Shape["inner"]): Shape {
  const clauses = new Map<string, Token[]>();
  let current: Token[] = [];
  for (const { token, depth } of levels(tokens)) {
    if (depth === 0 && isWord(token, ...CLAUSES)) clauses.set(token.value, (current = []));
    else current.push(token);
  }
  const list = clauses.get("select") ?? [];
  const distinct = isWord(list[0], "distinct");
  const grouped = clauses.get("group")?.slice(1) ?? [];
  return {
    distinct,
    items: splitAt(distinct ? list.slice(1) : list, ","),
    sources: sourcesOf(clauses.get("from") ?? [], ctes),
    where: clauses.get("where") ?? [],
    groups: grouped.length === 0 ? [] : splitAt(grouped, ","),
    having: clauses.get("having") ?? [],
    branches: [],
    inner: [...named, ...innerOf(tokens, ctes)],
  };
}

function innerOf(tokens: readonly Token[], ctes: Ctes): Shape["inner"] {
  return tokens.flatMap((token, at) => {
    if (!isSymbol(token, "(") || !isWord(tokens[at + 1], "select", "with")) return [];
    const shape = shapeOf(tokens.slice(at + 1, closingOf(tokens, at)), ctes);
    return [{ before: tokens.slice(Math.max(0, at - 5), at), shape }];
  });
}

function sourcesOf(tokens: readonly Token[], ctes: Ctes): readonly Source[] {
  const sources: Source[] = [];
  let join: Source["join"] = "first";
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at] as Token;
    if (isWord(token, "left", "right", "full")) join = token.value as Source["join"];
    if (isSymbol(token, ",") || isWord(token, "inner", "cross", "natural")) join = "inner";
    if (
      isSymbol(token, ",") ||
      isWord(token, "left", "right", "full", "inner", "cross", "natural", "outer", "join")
    ) {
      at += 1;
      continue;
    }
    let query: Shape | undefined;
    let table: string | undefined;
    if (isSymbol(token, "(")) {
      const close = closingOf(tokens, at);
      query = shapeOf(tokens.slice(at + 1, close), ctes);
      at = close + 1;
    } else {
      while (isSymbol(tokens[at + 1], ".")) at += 2;
      table = tokens[at]?.value ?? "";
      query = ctes.get(table);
      at += 1;
    }
    let alias = table ?? "";
    if (isWord(tokens[at], "as")) at += 1;
    if (
      isName(tokens[at]) &&
      !isWord(tokens[at], "on", "left", "right", "full", "inner", "cross", "join", "using", "natural")
    ) {
      alias = (tokens[at] as Token).value;
      at += 1;
    }
    const on: Token[] = [];
    if (isWord(tokens[at], "on")) {
      at += 1;
      while (
        at < tokens.length &&
        !isSymbol(tokens[at], ",") &&
        !isWord(tokens[at], "left", "right", "full", "inner", "cross", "join")
      ) {
        const end = isSymbol(tokens[at], "(") ? closingOf(tokens, at) + 1 : at + 1;
        on.push(...tokens.slice(at, end));
        at = end;
      }
    }
    sources.push({ alias, table: query === undefined ? table : undefined, query, join, on });
    join = "inner";
  }
  return sources;
}
