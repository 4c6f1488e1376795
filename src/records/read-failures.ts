/** Reads the rows that checks and audits found in a run, as they are on record. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { CheckFailure } from "../report/data.ts";
import type { NamedRow } from "../text/rows-as-objects.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { queryFirstRow, queryRows } from "../warehouse/query-rows.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** What checks found in one run. */
export interface FailuresOfRun {
  readonly runId: string;
  /** One at least. */
  readonly failures: readonly CheckFailure[];
}

/** Reads them of one run, check by check, those that refused it first. */
export async function readFailures(session: Session, runId: string): Promise<readonly CheckFailure[]> {
  const rows = await queryRows(
    session,
    // A record whose answer was lost may be written twice.
    `select distinct severity, step, path, row_count, row_number, failing_row from ${TABLES.failures} ` +
      `where run_id = ${quoteLiteral(runId)} order by severity, path, row_number`,
  );
  const found = new Map<string, CheckFailure>();
  for (const row of rows) {
    const path = row["path"] ?? "";
    const values = parseRow(row["failing_row"] ?? "");
    const one = found.get(path) ?? {
      name: row["step"] ?? "",
      path,
      severity: row["severity"] === "warn" ? "warn" : "error",
      count: Number(row["row_count"]),
      offending: { columns: Object.keys(values).map((name) => ({ name, type: "text" })), rows: [] },
    };
    const { columns, rows: before } = one.offending;
    const next = columns.map(({ name }) => values[name] ?? null);
    found.set(path, { ...one, offending: { columns, rows: [...before, next] } });
  }
  return [...found.values()];
}

/** Reads those of the run that is named, or of the newest with any; undefined where none has, or no run of this version has made the table yet. */
export async function readFailuresOf(
  session: Session,
  run: string | undefined,
): Promise<FailuresOfRun | undefined> {
  try {
    const runId = run ?? (await newestWithFailures(session));
    if (runId === undefined) return undefined;
    const failures = await readFailures(session, runId);
    return failures.length === 0 ? undefined : { runId, failures };
  } catch (error) {
    if (isMissingTable(error)) return undefined;
    throw error;
  }
}

async function newestWithFailures(session: Session): Promise<string | undefined> {
  const newest = await queryFirstRow(
    session,
    `select run_id from ${TABLES.failures} order by recorded_at desc, run_id desc limit 1`,
  );
  return newest["run_id"] ?? undefined;
}

/** A row that was too long to be cut as JSON is shown as it is. */
function parseRow(text: string): NamedRow {
  try {
    return JSON.parse(text) as NamedRow;
  } catch {
    return { failing_row: text };
  }
}
