/** The system tables and views, put together of one another where they are read, so that a warehouse has none of them to make. */
import { CLIENT_VIEWS } from "./client-views.ts";
import { PG_VIEWS, SESSION_VIEWS, SVV_VIEWS } from "./catalogue-views.ts";
import { DECLARED_VIEWS } from "./declared-views.ts";
import { EMPTY_VIEWS } from "./empty-views.ts";
import { LIVE_QUERIES } from "./live-queries.ts";
import { duckName, duckTable } from "./quote.ts";
import { SHOW_VIEWS } from "./show-views.ts";
import { TABLE_INFO_VIEWS } from "./table-info-views.ts";

const QUERIES: ReadonlyMap<string, string> = new Map([
  ...SESSION_VIEWS,
  ...DECLARED_VIEWS,
  ...PG_VIEWS,
  ...CLIENT_VIEWS,
  ...SVV_VIEWS,
  ...TABLE_INFO_VIEWS,
  ...SHOW_VIEWS,
  ...EMPTY_VIEWS,
  ...LIVE_QUERIES,
]);

/** Returns how DuckDB is told of a system table or view: a query in brackets, or the name of what is stored. */
export function systemSql(name: string): string {
  if (!QUERIES.has(name)) return duckTable({ schema: "_redshift", name });
  const parts = new Map<string, string>();
  add(name, parts);
  const all = [...parts].map(([part, query]) => `${duckName(part)} AS (${query})`);
  return `(WITH ${all.join(", ")} SELECT * FROM ${duckName(name)})`;
}

const REFERENCE = /_redshift\.(\w+)/g;

/** Adds what a query reads, and then the query. */
function add(name: string, parts: Map<string, string>): void {
  const query = QUERIES.get(name) ?? "";
  for (const [, read = ""] of query.matchAll(REFERENCE))
    if (QUERIES.has(read) && !parts.has(read)) add(read, parts);
  parts.set(
    name,
    query.replaceAll(REFERENCE, (reference, read: string) =>
      QUERIES.has(read) ? duckName(read) : reference,
    ),
  );
}
