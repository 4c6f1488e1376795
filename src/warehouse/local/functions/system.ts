/** "System administration functions" and "System information functions" of the Database Developer Guide. */
import type { FunctionCall, FunctionTable } from "./entry.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { FORMAT_ENCODING } from "../declared-views.ts";
import { FORMAT_TYPE } from "../pg-types.ts";

/** A value that the session tells, by the function's own name. */
const ofSession = (page: string): FunctionTable[string] => ({ page, bind: sessionValue });

/** By name. */
export const SYSTEM_FUNCTIONS: FunctionTable = {
  pg_backend_pid: ofSession("PG_BACKEND_PID"),
  pg_last_copy_count: ofSession("PG_LAST_COPY_COUNT"),
  pg_last_copy_id: ofSession("PG_LAST_COPY_ID"),
  pg_last_unload_count: ofSession("PG_LAST_UNLOAD_COUNT"),
  pg_last_unload_id: ofSession("PG_LAST_UNLOAD_ID"),
  pg_last_query_id: ofSession("PG_LAST_QUERY_ID"),
  current_schema: ofSession("CURRENT_SCHEMA"),
  current_database: ofSession("CURRENT_DATABASE"),
  version: ofSession("VERSION"),
  current_schemas: { page: "CURRENT_SCHEMAS", bind: schemas },
  // On no page: PostgreSQL 8.0, "System Catalog Information Functions".
  format_type: {
    page: "System information functions",
    forms: [{ takes: ["integer", "integer"], gives: "varchar", sql: FORMAT_TYPE }],
  },
  // On no page: AWS's own view v_generate_tbl_ddl (awslabs/amazon-redshift-utils, AdminViews) calls it.
  format_encoding: {
    page: "PG_TABLE_DEF",
    forms: [{ takes: ["integer"], gives: "varchar", sql: `CAST(${FORMAT_ENCODING} AS VARCHAR)` }],
  },
};

function sessionValue({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const known = count === 0 ? binder.session(name) : undefined;
  if (known === undefined) throw binder.noSuchFunction(name, args(), span);
  return { kind: "constant", type: known.type, value: known.value };
}

/** An array in words: the system's schema first where it is asked for ("CURRENT_SCHEMAS"). */
function schemas({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const known = count === 1 ? binder.session(name) : undefined;
  const [implicit] = args();
  if (known === undefined || implicit === undefined) throw binder.noSuchFunction(name, args(), span);
  return {
    kind: "apply",
    type: known.type,
    sql: "CASE WHEN $1 THEN '{pg_catalog' || CASE WHEN $2 = '' THEN '' ELSE ',' || $2 END || '}' ELSE '{' || $2 || '}' END",
    args: [binder.convert(implicit, { name: "boolean" }, span), { kind: "constant", ...known }],
  };
}
