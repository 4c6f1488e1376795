/** What the record keeps of keys and columns: rows of `etl_columns`. Pure. */
import type { RunResult } from "./result.ts";

/** Returns a row for every key that no column takes, for every column that no key fills, and for every column and file of which values were changed. */
export function columnRows({
  runId,
  columns,
  changed = [],
}: Pick<RunResult, "runId" | "columns" | "changed">): readonly Record<string, string | number | null>[] {
  const changes = changed.map(({ source, kind, column, url, rows }) => ({
    run_id: runId,
    source,
    kind,
    name: column ?? "",
    required: null,
    row_count: rows,
    url: url ?? null,
    rows_looked_at: null,
    rows_loaded: null,
    table_name: null,
  }));
  const unmet = columns.flatMap(({ source, table, rows, looked, untaken, unfilled, url }) => {
    const load = { rows_looked_at: looked.rows, rows_loaded: rows, table_name: table };
    return [
      ...untaken.map(({ key, rows: having, url: first }) => ({
        run_id: runId,
        source,
        kind: "key",
        name: key,
        required: 0,
        row_count: having,
        url: first,
        ...load,
      })),
      ...unfilled.map(({ column, required }) => ({
        run_id: runId,
        source,
        kind: "column",
        name: column,
        required: required ? 1 : 0,
        row_count: 0,
        url: url ?? null,
        ...load,
      })),
    ];
  });
  return [...unmet, ...changes];
}
