/** What makes a table or a view out of a query or of another table, compiled. */
import { outside, intoOf } from "../../dialect/landmarks.ts";
import { isSymbol, isWord, type Token } from "../../dialect/lexer.ts";
import type { QualifiedName } from "../../dialect/table-name.ts";
import { closingOf, TokenReader } from "../../dialect/token-reader.ts";
import { SqlError } from "../../errors.ts";
import { duckName, duckTable } from "./quote.ts";
import { rewrite } from "./rewrite/rewrite.ts";
import type { SessionValues } from "./rewrite/session-values.ts";

/** A table that is made of something else than its own columns. */
export type TableFrom =
  /** CREATE TABLE AS and SELECT INTO. */
  | {
      readonly kind: "create as";
      readonly table: QualifiedName;
      readonly temporary: boolean;
      /** The names of the columns, where the statement gives them. */
      readonly columns: readonly string[] | undefined;
      readonly query: string;
    }
  | {
      readonly kind: "like";
      readonly table: QualifiedName;
      readonly temporary: boolean;
      readonly ifNotExists: boolean;
      readonly source: QualifiedName;
      /** INCLUDING DEFAULTS. */
      readonly defaults: boolean;
    };

/**
 * Compiles SELECT … INTO [TEMP] [TABLE] name … to a table and its query.
 * @throws SqlError for what the local warehouse does not know.
 */
export function compileSelectInto(tokens: readonly Token[], values: SessionValues): TableFrom {
  const into = intoOf(tokens) ?? 0;
  const reader = new TokenReader(tokens, into + 1);
  const temporary = reader.acceptOne("temp", "temporary") !== undefined;
  reader.accept("table");
  const table = reader.qualifiedName();
  const query = rewrite([...tokens.slice(0, into), ...tokens.slice(reader.at)], values);
  return { kind: "create as", table, temporary: isTemporary(temporary, table), columns: undefined, query };
}

/**
 * Compiles CREATE [TEMP] TABLE name [(columns)] [attributes] AS query; the attributes, which are about distribution,
 * have no effect here.
 * @throws SqlError for what the local warehouse does not know.
 */
export function compileCreateAs(tokens: readonly Token[], values: SessionValues): TableFrom {
  const { reader, temporary } = openCreate(tokens);
  if (isWord(reader.peek(), "if") && isWord(reader.peek(1), "not"))
    throw reader.error("CREATE TABLE AS has no IF NOT EXISTS");
  const table = reader.qualifiedName();
  const columns = isSymbol(reader.peek(), "(") ? reader.nameList() : undefined;
  let query = tokens.slice((outside(tokens, "as") ?? tokens.length) + 1);
  if (isSymbol(query[0], "(") && closingOf(query, 0) === query.length - 1) query = query.slice(1, -1);
  return {
    kind: "create as",
    table,
    temporary: isTemporary(temporary, table),
    columns,
    query: rewrite(query, values),
  };
}

/**
 * Compiles CREATE TABLE [IF NOT EXISTS] name (LIKE other [INCLUDING | EXCLUDING DEFAULTS]); undefined for any other
 * CREATE TABLE.
 */
export function compileLike(tokens: readonly Token[]): TableFrom | undefined {
  const open = tokens.findIndex((token) => isSymbol(token, "("));
  if (!isWord(tokens[open + 1], "like") || closingOf(tokens, open) === open + 2) return undefined;
  const { reader, temporary } = openCreate(tokens);
  const ifNotExists = reader.accept("if", "not", "exists");
  const table = reader.qualifiedName();
  reader.expectSymbol("(");
  reader.expect("like");
  const source = reader.qualifiedName();
  const defaults = reader.acceptOne("including", "excluding");
  if (defaults !== undefined) reader.expect("defaults");
  reader.expectSymbol(")");
  return {
    kind: "like",
    table,
    source,
    temporary: isTemporary(temporary, table),
    ifNotExists,
    defaults: defaults === "including",
  };
}

/** CREATE VIEW. */
export interface ViewFrom {
  readonly kind: "create view";
  readonly view: QualifiedName;
  readonly sql: string;
  /** WITH NO SCHEMA BINDING: it depends on nothing (Developer Guide, "CREATE VIEW"). */
  readonly late: boolean;
}

/**
 * Compiles CREATE [OR REPLACE] VIEW name [(columns)] AS query [WITH NO SCHEMA BINDING].
 * @throws SqlError 0A000 for a materialized one.
 */
export function compileCreateView(tokens: readonly Token[], values: SessionValues): ViewFrom {
  const materialized = tokens.find((token) => isWord(token, "materialized", "view"));
  if (isWord(materialized, "materialized")) {
    throw new SqlError("materialized views are not supported on the local warehouse", materialized as Token, {
      sqlState: "0A000",
      next: "create a view, or a table with CREATE TABLE AS",
    });
  }
  const as = outside(tokens, "as") ?? tokens.length;
  const at = tokens.findIndex((token) => isWord(token, "view"));
  const reader = new TokenReader(tokens, at + 1);
  const view = reader.qualifiedName();
  const columns = isSymbol(reader.peek(), "(") ? ` (${reader.nameList().map(duckName).join(", ")})` : "";
  const binding = tokens.length - 4;
  const late = isWord(tokens[binding], "with") && isWord(tokens[binding + 1], "no");
  const query = rewrite(tokens.slice(as + 1, late ? binding : undefined), values);
  const sql = `CREATE ${isWord(tokens[1], "or") ? "OR REPLACE " : ""}VIEW ${duckTable(view)}${columns} AS ${query}`;
  return { kind: "create view", view, sql, late };
}

/** A reader behind CREATE [LOCAL] [TEMP] TABLE. */
function openCreate(tokens: readonly Token[]): { readonly reader: TokenReader; readonly temporary: boolean } {
  const at = tokens.findIndex((token) => isWord(token, "table"));
  const temporary = tokens.slice(0, at).some((token) => isWord(token, "temp", "temporary"));
  return { reader: new TokenReader(tokens, at + 1), temporary };
}

function isTemporary(said: boolean, { name }: QualifiedName): boolean {
  return said || name.startsWith("#");
}
