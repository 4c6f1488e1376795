/**
 * A table of text that takes converted rows on their way into the target. A row is one text, a JSON list of its values:
 * handing DuckDB one text a row costs a tenth of handing it eighteen.
 */
import { DuckDBDataChunk, VARCHAR, type DuckDBAppender, type DuckDBConnection } from "@duckdb/node-api";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { duckType } from "../rewrite/data-type.ts";
import { duckName } from "../rewrite/quote.ts";

/** Rows that are given to DuckDB at once; its own vectors are as long. */
const CHUNK = 2048;
/** Rows that wait in the table of text before they move on. */
const BATCH = 50 * CHUNK;

/** Characters that JSON writes as escapes. */
// oxlint-disable-next-line no-control-regex
const ESCAPED = /["\\\0-\x1f]/;

export interface Staging {
  /** Takes a row whose values DuckDB casts exactly. */
  add(values: readonly (string | null)[]): void;
  /** Whether enough rows wait to be moved. */
  readonly full: boolean;
  /** Moves the rows that wait into the target. */
  move(): Promise<void>;
}

/** Opens it for rows of these columns of the target, which is a quoted name in DuckDB. */
export function openStaging(
  connection: DuckDBConnection,
  target: string,
  columns: readonly ColumnDefinition[],
  queryId: number,
): Staging {
  const table = `copy_${queryId}`;
  const insert = moveSql(target, columns, table);
  let rows: string[] = [];
  let chunks: DuckDBDataChunk[] = [];
  const cut = (): void => {
    const chunk = DuckDBDataChunk.create([VARCHAR], rows.length);
    chunk.setColumnValues(0, rows);
    chunks.push(chunk);
    rows = [];
  };
  return {
    add(values) {
      let row = "[";
      for (const [index, value] of values.entries()) {
        if (index > 0) row += ",";
        if (value === null) row += "null";
        else row += ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
      }
      rows.push(`${row}]`);
      if (rows.length === CHUNK) cut();
    },
    get full() {
      return chunks.length * CHUNK >= BATCH;
    },
    async move() {
      if (rows.length > 0) cut();
      if (chunks.length === 0) return;
      await connection.run(`CREATE TEMP TABLE ${table} (line VARCHAR)`);
      const appender: DuckDBAppender = await connection.createAppender(table, "main", "temp");
      for (const chunk of chunks) appender.appendDataChunk(chunk);
      appender.closeSync();
      chunks = [];
      await connection.run(insert);
      await connection.run(`DROP TABLE temp.${table}`);
    },
  };
}

function moveSql(target: string, columns: readonly ColumnDefinition[], table: string): string {
  const names = columns.map(({ name }) => duckName(name));
  // DuckDB counts the elements of a list from 1.
  const casts = columns.map(({ type }, index) => `CAST(row_values[${index + 1}] AS ${duckType(type)})`);
  return (
    `INSERT INTO ${target} (${names.join(", ")}) SELECT ${casts.join(", ")} ` +
    `FROM (SELECT json_transform(line, '["VARCHAR"]') AS row_values FROM temp.${table})`
  );
}
