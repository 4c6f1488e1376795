/** The end of a run whose connection was lost: what became of it, and its record. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { RunResult } from "../records/result.ts";
import { readUnderWay } from "../records/under-way.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { AttemptEnd, LostEnd } from "./attempt-end.ts";
import { keepRecord } from "./keep-record.ts";
import type { RunInput } from "./run-input.ts";
import { countOf } from "../text/amounts.ts";
import { messageOf } from "../text/message-of.ts";

/** Before the tables are asked what became of a message whose answer was lost. */
const SETTLING_MS = 3000;

const IN_DOUBT =
  "a COMMIT got no answer, and the warehouse cannot be asked whether it was done: `dwh status` shows it, and the next run loads what is missing";

/** The last end of a run, whose record could not be stored. */
interface Unrecorded {
  readonly end: AttemptEnd;
  /** The newest attempt whose COMMIT got no answer, if there was one before. */
  readonly lost: LostEnd | undefined;
  /** Makes the result of an end. */
  readonly finish: (end: AttemptEnd) => RunResult;
  /** Where everything lies that the run writes outside the warehouse. */
  readonly prefix: string;
  /** Why the record could not be stored. */
  readonly error: unknown;
}

/**
 * Stores the record on a session of its own, and returns the result. What was lost may have been the answer to the COMMIT, or to the
 * record itself: the tables know. That there is no record is a warning.
 */
export async function storeLate(
  input: RunInput,
  { end, lost, finish, prefix, error }: Unrecorded,
): Promise<RunResult> {
  let result = finish(end);
  let isInDoubt = end.kind === "lost" || (lost !== undefined && end.kind !== "committed");
  // What was on its way when the connection broke is done or undone by then.
  await input.sleep(SETTLING_MS, input.signal).catch(() => undefined);
  try {
    await input.warehouse.withSession(async (session) => {
      result = finish(await settleLast(session, input, end, lost));
      isInDoubt = false;
      if (await holdsRun(session, TABLES.runs, input.runId)) return;
      result = await keepRecord(input, session, result, prefix);
    });
  } catch {
    const { rejects } = result;
    const rows = rejects.length === 0 ? "" : ` and ${countOf(rejects.length, "rejected row")}`;
    const message = `the record of the run could not be stored, nor its steps, tables, keys${rows}: ${messageOf(error)}`;
    input.onEvent({ type: "warning", message });
  }
  return isInDoubt ? leaveInDoubt(input, result) : result;
}

/** Returns the result of a run of which nobody can say whether it was published, and warns of that. */
export function leaveInDoubt({ onEvent }: Pick<RunInput, "onEvent">, result: RunResult): RunResult {
  onEvent({ type: "warning", message: IN_DOUBT });
  return { ...result, inDoubt: IN_DOUBT };
}

/**
 * Returns what became of an attempt whose COMMIT got no answer: committed where the ledger has files of the run, or the rebuild that it was to end is no longer in
 * progress; undefined where that is not so, or not yet. A server goes on with a COMMIT whose client is gone, so that it may end at any later time.
 */
export async function settle(
  session: Session,
  { runId, exchange }: Pick<RunInput, "runId" | "exchange">,
  lost: LostEnd | undefined,
): Promise<AttemptEnd | undefined> {
  if (lost === undefined) return undefined;
  const isDone =
    exchange === undefined
      ? await holdsRun(session, TABLES.files, runId)
      : (await readUnderWay(session))?.id !== exchange.beside.id;
  return isDone ? { kind: "committed", facts: lost.facts } : undefined;
}

/** Returns the end that is reported of a run: an attempt that came to nothing gives way to one before it whose COMMIT was done after all. */
export async function settleLast(
  session: Session,
  input: Pick<RunInput, "runId" | "exchange">,
  end: AttemptEnd,
  lost: LostEnd | undefined,
): Promise<AttemptEnd> {
  // Files of the run in the ledger are those of an attempt that is known to be committed.
  if (end.kind === "committed") return end;
  return (await settle(session, input, end.kind === "lost" ? end : lost)) ?? end;
}

/** Whether a table has a row of the run. */
async function holdsRun(session: Session, table: string, runId: string): Promise<boolean> {
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
