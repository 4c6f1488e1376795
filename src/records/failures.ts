/** What the record keeps of the rows that checks and audits found: rows of `etl_failures`. Pure. */
import { TABLES } from "../names.ts";
import { redact } from "../redact.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { namedRows } from "../text/rows-as-objects.ts";
import { TEXT_BYTES } from "./loadable.ts";
import type { RunResult } from "./result.ts";
import { formatTimestamp } from "./stage-rows.ts";

/** Rows that are kept of a run; of a check as many as it was asked for. */
const MOST_ROWS = 1000;
/** Characters below which a value is not worth cutting. */
const LEAST_CHARACTERS = 8;

/** Whether the files of SQL have a place for failing rows. */
export function keepsFailures({ steps }: Pick<SqlFolder, "steps">): boolean {
  return steps.some(({ kind, name }) => kind === "schema" && name === TABLES.failures);
}

/** Returns the rows that checks found, those of severity `error` first, up to as many as are kept of a run. */
export function failureRows({
  runId,
  checks,
  endedAt,
}: Pick<RunResult, "runId" | "checks" | "endedAt">): readonly Record<string, string | number>[] {
  const [refused, warned] = [checks.filter(isError), checks.filter((check) => !isError(check))];
  const rows = [...refused, ...warned].flatMap((check) =>
    namedRows(check).map((row, index) => ({
      run_id: runId,
      step: check.name,
      path: check.path,
      severity: check.severity,
      row_count: check.count,
      row_number: index + 1,
      failing_row: printRow(row),
      recorded_at: formatTimestamp(endedAt),
    })),
  );
  return rows.slice(0, MOST_ROWS);
}

function isError({ severity }: RunResult["checks"][number]): boolean {
  return severity === "error";
}

/** The row as JSON that its column holds: its values are cut, the longest first, until it fits. */
function printRow(row: ReadonlyMap<string, string | null>): string {
  const room = TEXT_BYTES[TABLES.failures]?.["failing_row"] ?? 0;
  const redacted = [...row].map(([name, value]) => [name, value && redact(value)] as const);
  let text = JSON.stringify(Object.fromEntries(redacted));
  for (let most = room / 2; Buffer.byteLength(text) > room && most >= LEAST_CHARACTERS; most /= 2) {
    const cut = redacted.map(([name, value]) => [name, cutTo(value, most)]);
    text = JSON.stringify(Object.fromEntries(cut));
  }
  return text;
}

function cutTo(value: string | null, most: number): string | null {
  return value === null || value.length <= most ? value : `${value.slice(0, most)}…`;
}
