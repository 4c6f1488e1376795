/** One Redshift statement, compiled: what DuckDB is given, and what the session has to do besides. Pure. */
import { isWord, type Comment, type Token } from "../../dialect/lexer.ts";
import { parseCreateTable } from "../../dialect/create-table.ts";
import { parseMerge } from "../../dialect/merge.ts";
import type { Statement } from "../../dialect/statements.ts";
import type { TableDefinition } from "../../dialect/table-definition.ts";
import { kindOf, type StatementKind } from "../../dialect/statement-kind.ts";
import { tablesOf } from "../../dialect/tables.ts";
import { TokenReader } from "../../dialect/token-reader.ts";
import { SqlError } from "../../errors.ts";
import { compileAlter, compileDrop, type TableChange } from "./compile-change.ts";
import {
  compileCreateAs,
  compileCreateView,
  compileLike,
  compileSelectInto,
  type TableFrom,
  type ViewFrom,
} from "./compile-create.ts";
import { compileSetting, type SettingChange } from "./compile-setting.ts";
import { localSpelling } from "./default-schema.ts";
import { duckName, duckTable } from "./quote.ts";
import { LIVE_VIEWS, LOAD_LOG } from "./rewrite/keywords.ts";
import { rewrite } from "./rewrite/rewrite.ts";
import type { SessionValues } from "./rewrite/session-values.ts";

/** A statement as DuckDB and the session carry it out; every `sql` is DuckDB's. */
export type Compiled =
  /** Gives rows. */
  | { readonly kind: "query"; readonly sql: string; readonly from: QuerySource }
  /** Changes rows. */
  | { readonly kind: "change"; readonly command: string; readonly sql: string }
  | {
      readonly kind: "merge";
      /** The most rows of the source that one row of the target meets; null when none meets any. */
      readonly meetings: string;
      readonly sql: string;
      /** The same where no row meets another. */
      readonly insert: string;
    }
  /** MERGE … REMOVE DUPLICATES: the rows of the source in the place of those that they meet. */
  | {
      readonly kind: "replace";
      readonly meetings: string;
      /** How many rows of the source stand there twice. */
      readonly twins: string;
      readonly remove: string;
      readonly insert: string;
    }
  | { readonly kind: "create table"; readonly table: TableDefinition }
  | TableFrom
  /** With the names of what it reads, as table-name.ts spells them. */
  | (ViewFrom & { readonly reads: readonly string[] })
  | { readonly kind: "plain"; readonly command: string; readonly statements: readonly string[] }
  | TableChange
  | { readonly kind: "truncate"; readonly sql: string }
  /** Tables as `localSpelling` spells them. */
  | { readonly kind: "lock"; readonly tables: readonly string[] }
  | { readonly kind: "begin" | "commit" | "rollback" }
  | { readonly kind: "copy"; readonly statement: Statement }
  | SettingChange
  /** Right, and without meaning here. */
  | { readonly kind: "nothing"; readonly command: string };

/**
 * Where a query looks: into the transaction; into the load log alone, which is seen at once and not as of the transaction's start; or
 * at what is going on at this moment.
 */
export type QuerySource = "transaction" | "load log" | "moment";

/** Compiles a statement. @throws SqlError for what the local warehouse does not know. */
export function compile(statement: Statement, comments: readonly Comment[], values: SessionValues): Compiled {
  const { tokens } = statement;
  const kind = kindOf(statement);
  const change = (command: string): Compiled => ({ kind: "change", command, sql: rewrite(tokens, values) });
  switch (kind) {
    case "select":
      return { kind: "query", sql: rewrite(tokens, values), from: sourceOf(statement) };
    case "select_into":
      return compileSelectInto(tokens, values);
    case "insert":
      return change("INSERT");
    case "update":
      return change("UPDATE");
    case "delete":
      return change("DELETE");
    case "merge":
      return compileMerge(statement, values);
    case "copy":
      return { kind: "copy", statement };
    case "create_table":
      return compileLike(tokens) ?? { kind: "create table", table: parseCreateTable(statement, comments) };
    case "create_table_as":
      return compileCreateAs(tokens, values);
    case "create_view":
      return { ...compileCreateView(tokens, values), reads: tablesOf(statement).reads };
    case "create_schema":
      return { kind: "plain", command: "CREATE SCHEMA", statements: [rewriteSchema(tokens)] };
    case "drop":
      return compileDrop(tokens);
    case "alter":
      return compileAlter(tokens);
    case "truncate": {
      const reader = new TokenReader(tokens, isWord(tokens[1], "table") ? 2 : 1);
      return { kind: "truncate", sql: `DELETE FROM ${duckTable(reader.qualifiedName())}` };
    }
    case "lock":
      return { kind: "lock", tables: lockedTables(tokens) };
    case "begin":
    case "commit":
    case "rollback":
      return { kind };
    case "set":
    case "reset":
    case "show":
      return compileSetting(kind, tokens);
    case "analyze":
    case "vacuum":
    case "grant":
    case "revoke":
    case "comment":
      return { kind: "nothing", command: kind.toUpperCase() };
    default:
      throw unsupportedKind(kind, tokens[0]);
  }
}

function sourceOf(statement: Statement): QuerySource {
  const reads = tablesOf(statement).reads.map((name) => name.replace(/^pg_catalog\./, ""));
  if (reads.some((name) => LIVE_VIEWS.has(name))) return "moment";
  return reads.length > 0 && reads.every((name) => LOAD_LOG.has(name)) ? "load log" : "transaction";
}

function unsupportedKind(kind: StatementKind, token: Token | undefined): SqlError {
  const word = token?.text.toUpperCase() ?? "";
  const what =
    kind === "unknown"
      ? `syntax error at or near "${token?.text ?? ""}"`
      : `${word} is not supported on the local warehouse`;
  return new SqlError(what, token ?? { line: 1, column: 1 }, {
    sqlState: kind === "unknown" ? "42601" : "0A000",
    next: "docs/local-differences.md lists what is there",
  });
}

function compileMerge(statement: Statement, values: SessionValues): Compiled {
  const merge = parseMerge(statement);
  const target = duckTable(merge.target);
  const source = `${duckTable(merge.source)}${merge.sourceAlias === undefined ? "" : ` AS ${duckName(merge.sourceAlias)}`}`;
  const on = rewrite(merge.on, values);
  const meetings = `SELECT max(meetings) FROM (SELECT count(*) AS meetings FROM ${target} JOIN ${source} ON ${on} GROUP BY ${target}.rowid)`;
  if (merge.kind === "remove duplicates") {
    return {
      kind: "replace",
      meetings,
      twins: `SELECT (SELECT count(*) FROM ${source}) - (SELECT count(*) FROM (SELECT DISTINCT * FROM ${source}))`,
      remove: `DELETE FROM ${target} USING ${source} WHERE ${on}`,
      insert: `INSERT INTO ${target} SELECT * FROM ${source}`,
    };
  }
  const matched =
    merge.update === "delete"
      ? "DELETE"
      : `UPDATE SET ${merge.update.map(({ column, value }) => `${duckName(column)} = ${rewrite(value, values)}`).join(", ")}`;
  const columns =
    merge.insert.columns.length === 0 ? "" : ` (${merge.insert.columns.map(duckName).join(", ")})`;
  const inserted = merge.insert.values.map((value) => rewrite(value, values)).join(", ");
  return {
    kind: "merge",
    meetings,
    sql: `MERGE INTO ${target} USING ${source} ON ${on} WHEN MATCHED THEN ${matched} WHEN NOT MATCHED THEN INSERT${columns} VALUES (${inserted})`,
    insert: `INSERT INTO ${target}${columns} SELECT ${inserted} FROM ${source}`,
  };
}

function rewriteSchema(tokens: readonly Token[]): string {
  const reader = new TokenReader(tokens, 2);
  const ifNotExists = isWord(reader.peek(), "if");
  if (ifNotExists) reader.expect("if", "not", "exists");
  return `CREATE SCHEMA ${ifNotExists ? "IF NOT EXISTS " : ""}${duckName(reader.name())}`;
}

function lockedTables(tokens: readonly Token[]): string[] {
  const reader = new TokenReader(tokens, isWord(tokens[1], "table") ? 2 : 1);
  const names = [reader.qualifiedName()];
  while (reader.acceptSymbol(",")) names.push(reader.qualifiedName());
  return names.map(localSpelling);
}
