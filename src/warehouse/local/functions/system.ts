/** "System administration functions" and "System information functions" of the Database Developer Guide. */
import type { FunctionCall, FunctionTable } from "./entry.ts";
import type { BoundExpression } from "../bound/expression.ts";

/** A value that the session tells, by the function's own name. */
const ofSession = (page: string): FunctionTable[string] => ({ page, bind: sessionValue });

/** By name. */
export const SYSTEM_FUNCTIONS: FunctionTable = {
  pg_backend_pid: ofSession("PG_BACKEND_PID"),
  pg_last_copy_count: ofSession("PG_LAST_COPY_COUNT"),
  pg_last_copy_id: ofSession("PG_LAST_COPY_ID"),
  pg_last_query_id: ofSession("PG_LAST_QUERY_ID"),
  current_schema: ofSession("CURRENT_SCHEMA"),
  current_database: ofSession("CURRENT_DATABASE"),
  version: ofSession("VERSION"),
};

function sessionValue({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const known = count === 0 ? binder.session(name) : undefined;
  if (known === undefined) throw binder.noSuchFunction(name, args(), span);
  return { kind: "constant", type: known.type, value: known.value };
}
