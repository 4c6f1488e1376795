/** Stores what happened in a run: rows of `etl_runs`, `etl_steps`, `etl_tables`, `etl_rejects` and `etl_failures`. */
import { quoteLiteral } from "../dialect/quote.ts";
import { DwhError } from "../errors.ts";
import { TABLES } from "../names.ts";
import { redact } from "../redact.ts";
import { sayPassed, unexpected } from "../text/passed-over.ts";
import type { Store } from "../store/store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { sayUnread } from "../text/unlisted.ts";
import { columnRows } from "./column-rows.ts";
import { countRejected } from "./count-rejected.ts";
import { failureRows } from "./failures.ts";
import { sayChanged } from "./say-changed.ts";
import { sayQuarantined } from "./say-quarantined.ts";
import { formatTimestamp, stageRows } from "./stage-rows.ts";
import { sayRemedy } from "./remedy.ts";
import { loadableRows } from "./loadable.ts";
import type { RunResult } from "./result.ts";
import { executeTogether } from "../warehouse/together.ts";
import { messageOf } from "../text/message-of.ts";

/** What a column of the record tables is given. A moment is UTC: in a log and in JSON it says so, and a column has no zone. */
type Value = string | number | Date | null;

/** Where the record is made ready. */
interface RecordWork {
  readonly prefix: string;
  readonly copyRole: string;
  /** Whether there is a table for failing rows: a folder of SQL that was made for an earlier version has none. */
  readonly keepsFailures?: boolean;
}

/** One row of `etl_runs` by column name; also the last line of the log. */
export function summarizeRun(result: RunResult): Record<string, Value> {
  const sum = (pick: (source: RunResult["sources"][number]) => number): number =>
    result.sources.reduce((total, source) => total + pick(source), 0);
  const unread = result.unreadLog && redact(sayUnread(result.unreadLog));
  const passed = result.sources.map(({ name, passedFor }) =>
    // Hidden objects alone are not worth a remark; where there are others, the number is that of the summary.
    unexpected(passedFor).length === 0 ? "" : redact(sayPassed(name, passedFor)),
  );
  const changed = sayChanged(result.changed ?? []).map(redact);
  const leftOut = redact(sayQuarantined(result.quarantined) ?? "");
  const staged = sum(({ rowsStaged }) => rowsStaged);
  const rejected = countRejected(result).rows;
  const failing = result.checks.filter(({ count }) => count > 0);
  return {
    run_id: result.runId,
    status: result.status,
    exit_code: result.exitCode,
    started_at: result.startedAt,
    ended_at: result.endedAt,
    duration_ms: result.endedAt.getTime() - result.startedAt.getTime(),
    files: sum(({ files }) => files),
    bytes: sum(({ bytes }) => bytes),
    // Of a COPY that failed, as many as are known to be bad were read too.
    rows_read: staged + rejected,
    rows_staged: staged,
    rows_rejected: rejected,
    rows_added: rowsAdded(result),
    checks_failed: failing.filter(({ severity }) => severity === "error").length,
    checks_warned: failing.filter(({ severity }) => severity === "warn").length,
    retries: result.retries,
    version: result.version,
    error:
      [describe(result.error), result.inDoubt, unread, result.unstored, leftOut, ...passed, ...changed]
        .filter(Boolean)
        .join("; ") || null,
  };
}

/**
 * Writes the record in one transaction, of its own, so that a failed run leaves one too and none is there half; in one round trip, or in
 * more where there are rejected rows or failing ones: their COPYs have a message each (Database Developer Guide, "SVL_MULTI_STATEMENT_VIOLATIONS").
 * These rows are left out of one that says why they are not stored.
 * @throws what the store or the session does; a transaction may be open then
 */
export async function writeRecord(
  session: Session,
  store: Store,
  result: RunResult,
  { keepsFailures = true, ...work }: RecordWork,
): Promise<void> {
  const statements = [
    "begin",
    ...insertSql(TABLES.tables, tableRows(result)),
    ...insertSql(TABLES.columns, columnRows(result)),
    ...insertSql(TABLES.runs, [summarizeRun(result)]),
    ...insertSql(TABLES.steps, stepRows(result)),
  ];
  const copies: string[] = [];
  for (const [table, rows] of longRows(result, keepsFailures)) {
    if (rows.length === 0 || result.unstored !== undefined) continue;
    copies.push(await stageRows(store, table, loadableRows(table, rows), work));
  }
  if (copies.length === 0) {
    await executeTogether(session, [...statements, "commit"]);
    return;
  }
  await executeTogether(session, statements);
  for (const copy of copies) await session.execute(copy);
  await session.execute("commit");
}

/** What may be many rows, by table. */
function longRows(
  result: RunResult,
  keepsFailures: boolean,
): readonly (readonly [table: string, rows: readonly Record<string, string | number | null>[]])[] {
  return [
    [TABLES.rejects, rejectRows(result)],
    [TABLES.failures, keepsFailures ? failureRows(result) : []],
  ];
}

/** Null where the run did not get as far as counting. */
function rowsAdded({ tables }: RunResult): number | null {
  return tables.length === 0 ? null : tables.reduce((sum, { before, after }) => sum + after - before, 0);
}

function tableRows({ runId, tables }: RunResult): readonly Record<string, Value>[] {
  return tables.map(({ name, countedAt, before, after }) => ({
    run_id: runId,
    table_name: name,
    counted_at: countedAt,
    rows_before: before,
    rows_after: after,
  }));
}

/** Without notes where there are none: the table of a folder of SQL that was made for an earlier version has no place for them. */
function stepRows({ runId, steps }: RunResult): readonly Record<string, Value>[] {
  const hasNotes = steps.some(({ note }) => note !== undefined);
  return steps.map((step) => ({
    run_id: runId,
    position: step.position,
    step: step.name,
    kind: step.kind,
    status: step.status,
    started_at: step.startedAt ?? null,
    duration_ms: step.durationMs,
    row_count: step.rows,
    ...(hasNotes && { note: step.note ?? null }),
  }));
}

function rejectRows({
  runId,
  rejects,
  endedAt,
}: RunResult): readonly Record<string, string | number | null>[] {
  return rejects.map((reject) => ({
    run_id: runId,
    source: reject.source,
    url: reject.url,
    line_number: reject.line,
    column_name: reject.column ?? null,
    column_type: reject.columnType ?? null,
    value: reject.value ?? null,
    error_code: reject.code,
    reason: reject.reason,
    recorded_at: formatTimestamp(endedAt),
    remedy: sayRemedy(reject),
  }));
}

/** One INSERT of all rows; none for no rows. */
function insertSql(table: string, rows: readonly Record<string, Value>[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const values = loadableRows(table, rows).map((row) => `(${Object.values(row).map(literal).join(", ")})`);
  return [`insert into ${table} (${Object.keys(first).join(", ")}) values ${values.join(", ")}`];
}

function literal(value: Value): string {
  if (value === null) return "null";
  if (value instanceof Date) return quoteLiteral(formatTimestamp(value));
  return typeof value === "number" ? String(value) : quoteLiteral(value);
}

function describe(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  if (!(error instanceof DwhError)) return redact(messageOf(error));
  const parts = [error.message, error.where && `at ${error.where}`, error.next && `next: ${error.next}`];
  return parts.filter(Boolean).join("; ");
}
