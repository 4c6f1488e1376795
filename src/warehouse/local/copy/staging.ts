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

/** Takes a row whose values DuckDB casts exactly. */
export type TakeRow = (values: readonly (string | null)[]) => void;

export interface Staging {
  readonly add: TakeRow;
  /** Hands over what has come together; to be called now and then, so that memory stays small. */
  drain(): Promise<void>;
  /** Moves every row that waits into the target. */
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
  const chunk = DuckDBDataChunk.create([VARCHAR]);
  let rows: string[] = [];
  let appender: DuckDBAppender | undefined;
  let handedOver = 0;
  const handOver = async (count: number): Promise<void> => {
    if (appender === undefined) {
      await connection.run(`CREATE TEMP TABLE ${table} (line VARCHAR)`);
      appender = await connection.createAppender(table, "main", "temp");
    }
    for (let at = 0; at < count; at += CHUNK) {
      const some = rows.slice(at, Math.min(at + CHUNK, count));
      chunk.reset();
      chunk.rowCount = some.length;
      chunk.setColumnValues(0, some);
      appender.appendDataChunk(chunk);
    }
    rows = rows.slice(count);
    handedOver += count;
  };
  const move = async (): Promise<void> => {
    if (rows.length > 0) await handOver(rows.length);
    if (appender === undefined) return;
    appender.closeSync();
    appender = undefined;
    handedOver = 0;
    await connection.run(insert);
    await connection.run(`DROP TABLE temp.${table}`);
  };
  return {
    add(values) {
      const parts = values.map((value) => {
        if (value === null) return "null";
        return ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
      });
      // Joined and not added up: a text of many small ones keeps them all in memory.
      rows.push(`[${parts.join(",")}]`);
    },
    async drain() {
      if (rows.length >= CHUNK) await handOver(rows.length - (rows.length % CHUNK));
      if (handedOver >= BATCH) await move();
    },
    move,
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
