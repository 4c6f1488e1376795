/** One statement, from its tree to what DuckDB and the session do. Pure: the tables that it names were gathered before. */
import { declareTable } from "../../../dialect/declare/table.ts";
import { intoOf } from "../../../dialect/kind-of.ts";
import type { Comment } from "../../../dialect/lexer.ts";
import type { ParsedStatement } from "../../../dialect/parsed.ts";
import type { Explain } from "../../../dialect/syntax/session.ts";
import type { Query } from "../../../dialect/syntax/query.ts";
import type { Copy } from "../../../dialect/syntax/transfer.ts";
import { renderDataType, type DataType } from "../../../dialect/types.ts";
import { castColumns } from "../bind/cast-columns.ts";
import { fault, type Context } from "../bind/context.ts";
import { makeContext, type Surroundings } from "../bind/make-context.ts";
import { relationNameOf, schemaNamed } from "../bind/named-relation.ts";
import { emptyScope } from "../bind/scope.ts";
import type { BoundQuery } from "../bound/query.ts";
import { TEXT } from "../bound/type.ts";
import { readCopy } from "../copy/options.ts";
import { localSpelling } from "../default-schema.ts";
import { KNOWN_STATEMENTS, statementName } from "../known/statements.ts";
import { duckName } from "../quote.ts";
import { isObject } from "../types/common-type.ts";
import { writeQuery } from "../write/query.ts";
import { planAlter, planDrop } from "./alter.ts";
import { planDelete, planUpdate } from "./change.ts";
import { planCreateAs, planCreateTable, planLike, planSelectInto } from "./create.ts";
import { inSomeOrder } from "./hold-rows.ts";
import { planInsert } from "./insert.ts";
import { planMerge } from "./merge.ts";
import { refuseLeaderOnly } from "./leader-only.ts";
import { mustExist } from "./must-exist.ts";
import type { Plan } from "./plan.ts";
import { querySource } from "./query-source.ts";
import { planSetting } from "./setting.ts";
import { planShow } from "./show.ts";
import { newName, targetOf } from "./target.ts";
import { planUnload } from "./unload.ts";
import { planCreateView, planMaterializedView, planRefresh } from "./view.ts";

/** What compute nodes answer where it names tables. */
const ANSWERED: ReadonlySet<string> = new Set([
  "query",
  "insert",
  "update",
  "delete",
  "merge",
  "create_table_as",
]);

/** A statement with the comments of its text. */
export interface ReadStatement {
  readonly statement: ParsedStatement;
  readonly comments: readonly Comment[];
}

/** Returns what the statement comes to. @throws SqlError for what Redshift refuses, and for what the local warehouse does not know. */
export function planStatement({ statement, comments }: ReadStatement, surroundings: Surroundings): Plan {
  const context = makeContext(surroundings);
  const { tree } = statement;
  if (ANSWERED.has(tree.kind)) refuseLeaderOnly(tree, context);
  switch (tree.kind) {
    case "query":
      return intoOf(tree) === undefined ? planQuery(tree, context) : planInto(tree, context);
    case "insert":
      return planInsert(tree, context);
    case "update":
      return planUpdate(tree, context);
    case "delete":
      return planDelete(tree, context);
    case "merge":
      return planMerge(tree, context);
    case "copy":
      return planCopy(tree, statement, context);
    case "unload":
      return planUnload(tree, statement, surroundings.source, context);
    case "truncate":
      return { kind: "truncate", sql: `DELETE FROM ${targetOf(tree.table, context).relation.sql}` };
    case "create_table":
      return (
        planLike(tree, context) ?? planCreateTable(tree, declareTable(tree, statement, comments), context)
      );
    case "create_table_as":
      return planCreateAs(tree, context);
    case "create_view":
      return planCreateView(tree, surroundings.source, context);
    case "create_materialized_view":
      return planMaterializedView(tree, surroundings.source, context);
    case "refresh_materialized_view":
      return planRefresh(tree, context);
    case "create_schema": {
      const name =
        tree.name === undefined ? (tree.authorization?.value ?? "") : schemaNamed(tree.name, context);
      const sql = `CREATE SCHEMA ${tree.ifNotExists ? "IF NOT EXISTS " : ""}${duckName(name)}`;
      return { kind: "plain", command: "CREATE SCHEMA", statements: [sql] };
    }
    case "alter_table":
      return planAlter(tree, statement, context);
    case "drop":
      return planDrop(tree, context);
    case "lock":
      return {
        kind: "lock",
        tables: tree.tables.map((table) => localSpelling(newName(table, false, context))),
      };
    case "begin":
    case "commit":
    case "rollback":
      return { kind: tree.kind };
    case "set":
    case "reset":
    case "show":
      return planSetting(tree, context);
    case "explain":
      return planExplain(tree, { statement, comments }, surroundings, context);
    case "command":
      return planShow(tree, context) ?? withoutMeaning(statement, context);
    default:
      return withoutMeaning(statement, context);
  }
}

/** DuckDB is asked for the plan of a query, and of what changes rows ("EXPLAIN"); CREATE TABLE AS has the plan of its query. */
function planExplain(
  { statement: tree }: Explain,
  { statement, comments }: ReadStatement,
  surroundings: Surroundings,
  context: Context,
): Plan {
  const asked = tree.kind === "create_table_as" ? tree.query : tree;
  if (asked.kind === "query" && intoOf(asked) === undefined)
    return { kind: "explain", sql: planQuery(asked, context).sql };
  const plan = planStatement({ statement: { ...statement, tree: asked }, comments }, surroundings);
  if (plan.kind === "change" || plan.kind === "merge") return { kind: "explain", sql: plan.sql };
  if (plan.kind === "replace") return { kind: "explain", sql: plan.insert };
  throw fault(context, `EXPLAIN of ${statementName(tree)} is not supported`, tree.span, {
    sqlState: "0A000",
    next: "explain a SELECT, INSERT, UPDATE, DELETE or CREATE TABLE AS",
  });
}

/** The file format is read first: what is wrong with the text is told before what is wrong with the table. */
function planCopy(tree: Copy, statement: ParsedStatement, context: Context): Plan {
  const { schema, name } = relationNameOf(tree.table, context);
  const command = readCopy(tree, { schema, table: name }, statement);
  const { relation, table } = targetOf(tree.table, context);
  return { kind: "copy", command, table, sql: relation.sql };
}

/** What changes nothing that the local warehouse keeps. @throws SqlError 0A000 for everything else. */
function withoutMeaning({ tree }: ParsedStatement, context: Context): Plan {
  const name = statementName(tree);
  const known = KNOWN_STATEMENTS[name];
  if (known?.idle === true) {
    mustExist(tree, context);
    return { kind: "nothing", command: name };
  }
  throw fault(context, `${name} is not supported on the local warehouse`, tree.span, {
    sqlState: "0A000",
    next: known?.refused ?? "docs/dialect.md lists what is supported",
  });
}

function planQuery(tree: Query, context: Context): Extract<Plan, { readonly kind: "query" }> {
  const query = context.query(tree, emptyScope(), context);
  const columns = query.columns.map(({ name, type }) => ({ name, type: renderDataType(type as DataType) }));
  const sql = writeQuery(shown(context.relations.inPieces ? inSomeOrder(query) : query, context));
  return { kind: "query", command: "SELECT", sql, columns, from: querySource(tree) };
}

/** The query with names in the place of the numbers of objects that are shown as such. */
function shown(query: BoundQuery, context: Context): BoundQuery {
  const types = query.columns.map(({ type }) => (isObject(type) && type.name !== "oid" ? TEXT : type));
  return castColumns(query, types, context, false);
}

function planInto(tree: Query, context: Context): Plan {
  const plan = planSelectInto(tree, context);
  if (plan !== undefined) return plan;
  throw fault(context, "INTO is allowed only in a plain SELECT on the local warehouse", tree.span, {
    sqlState: "0A000",
    next: "write create table … as",
  });
}
