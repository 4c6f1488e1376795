/** Asks DuckDB for the columns of a query that is not run. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Column } from "../warehouse.ts";
import { describeColumns } from "./values.ts";

/** Returns the columns, with Redshift's names of their types. @throws DuckDB's error for a query that it does not take. */
export async function describeQuery(connection: DuckDBConnection, sql: string): Promise<readonly Column[]> {
  const prepared = await connection.prepare(sql);
  const indexes = Array.from({ length: prepared.columnCount }, (_, index) => index);
  const columns = describeColumns(
    indexes.map((index) => prepared.columnName(index)),
    indexes.map((index) => prepared.columnType(index)),
  );
  prepared.destroySync();
  return columns;
}
