/** What making, changing and dropping a table takes. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalogue } from "./catalogue.ts";

/** One session's connection, inside its transaction, and what it knows of the tables. */
export interface TableContext {
  readonly connection: DuckDBConnection;
  readonly catalogue: Catalogue;
}
