/** Whether a statement asks about the catalogue, and how it is put to DuckDB. Pure. */
import { isSymbol, isWord, type Token } from "../../dialect/lexer.ts";
import { kindOf } from "../../dialect/kind-of.ts";
import type { ParsedStatement } from "../../dialect/parsed.ts";
import type { Statement as Tree } from "../../dialect/syntax/statement.ts";
import { nodesWithin } from "../../dialect/syntax/walk.ts";
import { tablesOf } from "../../dialect/tables-of.ts";
import { readsLateColumns } from "../../warehouse/local/reads-late-columns.ts";
import { CATALOGUE_FUNCTIONS, CATALOGUE_RELATIONS, viewName } from "./relations.ts";

/** What the warehouse alone knows: keys, and what depends on what. */
const WAREHOUSE_ALONE: ReadonlySet<string> = new Set([
  "pg_constraint",
  "pg_depend",
  "information_schema.table_constraints",
]);
/** Those that it can join with them. */
const WAREHOUSE_RELATIONS: ReadonlySet<string> = new Set([...WAREHOUSE_ALONE, "pg_class", "pg_namespace"]);
/** Functions that the warehouse answers itself, with types and for its session's search path. */
const WAREHOUSE_FUNCTIONS: ReadonlySet<string> = new Set(
  "version current_database current_user session_user user pg_backend_pid current_schema current_schemas format_type".split(
    " ",
  ),
);

/**
 * Returns the statement in DuckDB's words, when all that it reads is the catalogue, or when it reads no table and calls
 * one of the catalogue's functions that the warehouse has not. Undefined for everything else: that is the warehouse's.
 */
export function catalogueQuestion({
  tree,
  tokens,
}: Pick<ParsedStatement, "tokens" | "tree">): string | undefined {
  if (kindOf(tree) !== "select") return undefined;
  const reads = tablesOf(tree).reads.map((name) => name.replace(/^pg_catalog\./, ""));
  const isWarehouses =
    reads.some((name) => WAREHOUSE_ALONE.has(name)) && reads.every((name) => WAREHOUSE_RELATIONS.has(name));
  if (readsLateColumns(tree)) return undefined;
  // It has none of the functions that psql and drivers ask with.
  if (isWarehouses && !callsFunction(tree)) return undefined;
  const asks =
    reads.length === 0
      ? callsFunction(tree, WAREHOUSE_FUNCTIONS)
      : reads.every((name) => CATALOGUE_RELATIONS.has(name));
  return asks ? translate(tokens) : undefined;
}

function callsFunction(tree: Tree, except: ReadonlySet<string> = new Set()): boolean {
  return nodesWithin(tree).some((node) => {
    const name = node.kind === "call" ? (node.name.parts.at(-1)?.value ?? "") : "";
    return CATALOGUE_FUNCTIONS.has(name) && !except.has(name);
  });
}

const LOOKUPS: Readonly<Record<string, string>> = { regclass: "to_regclass", regtype: "to_regtype" };

function translate(all: readonly Token[]): string {
  const tokens = withoutSchema(all);
  let sql = "";
  let previous: Token | undefined;
  const add = (token: Token, text: string): void => {
    // Blanks stay where they were: `e.oid` and `a >= b` must not fall apart or grow together.
    sql += previous !== undefined && previous.end === token.start ? text : ` ${text}`;
    previous = token;
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const next = tokens[at + 1];
    if (isWord(token, "operator") && isSymbol(next, "(") && isSymbol(tokens[at + 3], ")")) {
      // OPERATOR(pg_catalog.~) is the long way to write ~.
      add(token, ` ${(tokens[at + 2] as Token).text} `);
      at += 3;
    } else if (isWord(token, "collate") && isWord(next, "default")) {
      at += 1;
    } else if (isWord(token, "e") && next?.kind === "string" && next.start === token.end) {
      continue;
    } else if (isWord(token, "information_schema") && isSymbol(next, ".")) {
      add(token, viewName(`information_schema.${(tokens[at + 2] as Token).value}`));
      at += 2;
    } else if (token.kind === "string") {
      const type = isSymbol(next, "::") ? LOOKUPS[tokens[at + 2]?.value ?? ""] : undefined;
      add(
        token,
        type === undefined ? literal(patternOf(token, previous)) : `${type}(${literal(token.value)})`,
      );
      if (type !== undefined) at += 2;
    } else {
      add(token, token.text);
    }
  }
  return sql.trim();
}

/** Without `pg_catalog.`: the first schema that DuckDB looks into has everything. */
function withoutSchema(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(
    (token, at) =>
      !(isWord(token, "pg_catalog") && isSymbol(tokens[at + 1], ".")) &&
      !(isSymbol(token, ".") && isWord(tokens[at - 1], "pg_catalog")),
  );
}

/** DuckDB's `~` matches the whole of a text, Postgres' a part of it. */
function patternOf(token: Token, previous: Token | undefined): string {
  if (!(isSymbol(previous, "~") || isSymbol(previous, "!~") || isWord(previous, "operator")))
    return token.value;
  const before = token.value.startsWith("^") ? "" : ".*";
  const after = token.value.endsWith("$") ? "" : ".*";
  return `${before}${token.value}${after}`;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
