/** "System administration functions" and "System information functions" of the Database Developer Guide. */
import type { FunctionCall, FunctionTable } from "./entry.ts";
import { NAME, type DataType } from "../../../dialect/types.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { FORMAT_ENCODING } from "../declared-views.ts";
import { duckLiteral } from "../quote.ts";

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

/** The schemas of the search path, the system's own first where it is asked for ("CURRENT_SCHEMAS"). */
function schemas({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const [implicit] = args();
  if (implicit === undefined || count !== 1) throw binder.noSuchFunction(name, args(), span);
  const path = binder.searchPath.map(duckLiteral);
  const type: DataType = { name: "array", of: NAME };
  return {
    kind: "apply",
    type,
    sql: `CAST(CASE WHEN $1 THEN [${["'pg_catalog'", ...path].join(", ")}] WHEN NOT $1 THEN [${path.join(", ")}] END AS VARCHAR[])`,
    args: [binder.convert(implicit, { name: "boolean" }, span)],
  };
}
