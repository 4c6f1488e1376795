/**
 * Converted rows on their way into the target. They travel as one JSON text, which DuckDB takes apart: handing it value by
 * value takes ten times as long, and a table between would be kept until the transaction ends.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { duckType } from "../types/duck-type.ts";
import { duckName } from "../quote.ts";

/** Characters that travel together. */
const BATCH = 4 * 1024 * 1024;

/** Characters that JSON writes as escapes. */
// oxlint-disable-next-line no-control-regex
const ESCAPED = /["\\\0-\x1f]/;

/** Takes a row whose values DuckDB casts exactly. */
export type TakeRow = (values: readonly (string | null)[]) => void;

/** Rows on their way. */
export interface Staging {
  readonly add: TakeRow;
  /** Moves on what has come together, if it is much; to be called now and then. @throws the signal's reason once it is aborted. */
  drain(): Promise<void>;
  /** Moves every row that waits into the target. */
  move(): Promise<void>;
}

/** Returns a staging for rows of these columns of the target, whose name is given as DuckDB takes it. */
export function openStaging(
  connection: DuckDBConnection,
  target: string,
  columns: readonly ColumnDefinition[],
  signal: AbortSignal,
): Staging {
  const insert = moveSql(target, columns);
  let rows: string[] = [];
  let characters = 0;
  const move = async (): Promise<void> => {
    if (rows.length === 0) return;
    const text = `[${rows.join(",")}]`;
    rows = [];
    characters = 0;
    await connection.run(insert, [text]);
  };
  return {
    add(values) {
      const parts = values.map((value) => {
        if (value === null) return "null";
        return ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
      });
      // Joined and not added up: a text of many small ones keeps them all in memory.
      const row = `[${parts.join(",")}]`;
      rows.push(row);
      characters += row.length;
    },
    async drain() {
      signal.throwIfAborted();
      if (characters >= BATCH) await move();
    },
    move,
  };
}

function moveSql(target: string, columns: readonly ColumnDefinition[]): string {
  const names = columns.map(({ name }) => duckName(name));
  // DuckDB counts the elements of a list from 1.
  const casts = columns.map(({ type }, index) => `CAST(row_values[${index + 1}] AS ${duckType(type)})`);
  return (
    `INSERT INTO ${target} (${names.join(", ")}) SELECT ${casts.join(", ")} ` +
    `FROM (SELECT unnest(json_transform($1, '[["VARCHAR"]]')) AS row_values)`
  );
}
