/** What a Parquet file holds, told before there is a table for it: its columns with their types, and its first rows as text. */
import type { Store } from "../../../store/store.ts";
import { duckdb } from "../duckdb.ts";
import { duckLiteral, duckName } from "../quote.ts";
import { withParquetPath } from "./parquet-path.ts";
import type { ParquetColumn } from "./parquet-schema.ts";

/** A file, as far as it was looked at. */
export interface DescribedParquet {
  readonly columns: readonly ParquetColumn[];
  /** In the order of the columns; null is null. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Returns the columns and the first rows; undefined for what is not Parquet file. @throws UnreachableError as the store does */
export async function describeParquet(
  store: Store,
  url: string,
  most: number,
): Promise<DescribedParquet | undefined> {
  const connection = await (await duckdb.DuckDBInstance.create(":memory:")).connect();
  try {
    return await withParquetPath(url, store, async (path) => {
      const from = `read_parquet(${duckLiteral(path)})`;
      try {
        const [names = [], types = []] = (
          await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`)
        ).getColumns();
        const columns = names.map((name, at) => ({ name: String(name), type: String(types[at]) }));
        const texts = columns.map(({ name }) => `CAST(${duckName(name)} AS VARCHAR)`);
        const read = await connection.runAndReadAll(`SELECT ${texts.join(", ")} FROM ${from} LIMIT ${most}`);
        return { columns, rows: read.getRows() as (string | null)[][] };
      } catch {
        return undefined;
      }
    });
  } finally {
    connection.closeSync();
  }
}
