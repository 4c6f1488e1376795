/** Where a query looks. */
import type { Query } from "../../../dialect/syntax/query.ts";
import { LIVE_VIEWS, LOAD_LOG } from "../system-views.ts";
import { namedTables } from "./named-tables.ts";
import type { QuerySource } from "./plan.ts";

/** Returns it: a query that reads a view of this moment looks there, one that reads the load log alone looks into that. */
export function querySource(tree: Query): QuerySource {
  const names = namedTables(tree).filter(({ schema }) => schema === undefined || schema === "pg_catalog");
  if (names.some(({ name }) => LIVE_VIEWS.has(name))) return "moment";
  return names.length > 0 && namedTables(tree).every(({ name }) => LOAD_LOG.has(name))
    ? "load log"
    : "transaction";
}
