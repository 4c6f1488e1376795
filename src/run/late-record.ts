/** The end of a run whose connection was lost: what became of it, and its record. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { writeRecord } from "../records/record.ts";
import type { RunResult } from "../records/result.ts";
import type { RunInput, Transacted } from "./run-input.ts";
import { messageOf } from "../text/message-of.ts";

/** Before the tables are asked what became of a message whose answer was lost. */
const SETTLING_MS = 3000;

/**
 * The run is over; only its record could not be stored, as happens when the connection was lost. What was lost may have been
 * the answer to the COMMIT, or to the record itself: the tables know.
 */
export async function storeLate(
  input: RunInput,
  result: RunResult,
  prefix: string,
  error: unknown,
  decide: (transacted: Transacted) => RunResult | undefined,
): Promise<RunResult> {
  let known = result;
  // What was on its way when the connection broke is done or undone by then.
  await input.sleep(SETTLING_MS, input.signal).catch(() => undefined);
  try {
    await input.warehouse.withSession(async (session) => {
      const isLost = result.error !== undefined && input.classify(result.error).kind === "lost";
      if (isLost && (await holdsRun(session, TABLES.files, input.runId)))
        known = decide({ ...result, error: undefined }) ?? result;
      if (await holdsRun(session, TABLES.runs, input.runId)) return;
      await writeRecord(session, input.store, known, { prefix, copyRole: input.copyRole });
    });
  } catch {
    const message = `the record of the run could not be stored: ${messageOf(error)}`;
    input.onEvent({ type: "warning", message });
  }
  return known;
}

/** Whether a table has a row of the run. */
export async function holdsRun(session: Session, table: string, runId: string): Promise<boolean> {
  try {
    const { rows } = await session.execute(
      `select count(*) from ${table} where run_id = ${quoteLiteral(runId)}`,
    );
    return Number(rows[0]?.[0]) > 0;
  } catch (error) {
    if (isMissingTable(error)) return false;
    throw error;
  }
}
