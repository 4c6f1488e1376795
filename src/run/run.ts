/** One run, with all its attempts, from the first to the record: see docs/architecture.md, "The life of a run". */
import { untilLate } from "../interruption.ts";
import { readNewestLoad } from "../records/ledger.ts";
import type { RunResult } from "../records/result.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { attemptRun, failedEnd } from "./attempt.ts";
import type { AttemptEnd, LostEnd, OnCommit, SentEnd } from "./attempt-end.ts";
import { backoff } from "./backoff.ts";
import { finish } from "./finish.ts";
import { keepRecord } from "./keep-record.ts";
import type { RunInput } from "./run-input.ts";
import { leaveInDoubt, settleLast, storeLate } from "./settle-lost.ts";
import { keepUp, writtenTables } from "./upkeep.ts";
import { messageOf } from "../text/message-of.ts";

/** The work of one run goes under this and its id, below the work prefix. */
export const RUN_PREFIX = "dwh-run-";

/** How often a run is tried before it is given up. */
const MOST_ATTEMPTS = 5;

/** After a signal or the deadline: for rolling back and the record, and then for removing the work. */
export const ENDING_MS = 9000;
const CLEANING_MS = 2000;

/**
 * Runs the job once, and as a whole again when what went wrong may pass. Always returns a result: what went wrong is in
 * `status` and `error`, and in the record unless the warehouse could not be reached.
 */
export async function run(input: RunInput): Promise<RunResult> {
  const startedAt = input.now();
  const prefix = `${input.workUrl}${RUN_PREFIX}${input.runId}/`;
  let retries = 0;
  let lost: LostEnd | undefined;
  // What is known of the newest COMMIT, for when nobody answers any more.
  let sent: SentEnd;
  const onCommit: OnCommit = (end) => (sent = end ?? lost);
  const finishNow = (end: AttemptEnd): RunResult => {
    // The ledger may have told it.
    if (end.kind === "committed") sent = end;
    const { runId, version, warehouse } = input;
    const times = { startedAt, endedAt: input.now(), loadedAt: undefined };
    return finish({ runId, version, warehouse: warehouse.name, retries, ...times }, end);
  };
  const attempts = async (): Promise<RunResult> => {
    for (;;) {
      const isLast = (end: AttemptEnd): boolean => retries + 1 >= MOST_ATTEMPTS || !mayRetry(input, end);
      const { end, result } = await attemptOnce(input, { prefix, lost, onCommit, isLast, finish: finishNow });
      if (result !== undefined) return result;
      if (end.kind === "lost") lost = end;
      retries += 1;
      await waitBefore(input, retries, end);
    }
  };
  try {
    const result = await untilLate(input.signal, ENDING_MS, attempts());
    if (result !== undefined) {
      if (result.status === "succeeded") await keepTables(input);
      return result;
    }
    return finishUnanswered(input, sent, finishNow);
  } finally {
    await untilLate(input.signal, CLEANING_MS, cleanUp(input, prefix));
  }
}

/** The result of a run that was to end, and could not ask the warehouse anything more. */
function finishUnanswered(
  input: Pick<RunInput, "batch" | "onEvent" | "signal">,
  sent: SentEnd,
  finishNow: (end: AttemptEnd) => RunResult,
): RunResult {
  const silence = "the warehouse does not answer: the run may have left no record";
  const became = {
    nothing: "; its open transaction is rolled back",
    lost: "",
    idle: "",
    committed: input.batch === undefined ? "; what it loaded is published" : "",
  }[sent?.kind ?? "nothing"];
  input.onEvent({ type: "warning", message: `${silence}${became}` });
  const failed = failedEnd(input, input.signal.reason);
  if (sent === undefined) return finishNow(failed);
  if (sent.kind === "lost") return leaveInDoubt(input, finishNow({ ...failed, facts: sent.facts }));
  const result = finishNow(sent);
  return { ...result, loadedAt: loadedNow(result) };
}

/** Before the cluster may be paused. DuckDB wants no upkeep. */
async function keepTables(input: Parameters<typeof keepUp>[0] & Pick<RunInput, "sql">): Promise<void> {
  if (input.warehouse.kind === "local") return;
  await untilLate(input.signal, CLEANING_MS, keepUp(input, writtenTables(input.sql)));
}

/** Whether the same run may end differently when it is tried again. */
function mayRetry(input: Pick<RunInput, "signal" | "classify">, end: AttemptEnd): boolean {
  return "error" in end && !input.signal.aborted && input.classify(end.error).kind !== "terminal";
}

async function waitBefore(
  input: Pick<RunInput, "random" | "classify" | "onEvent" | "sleep" | "signal">,
  retry: number,
  end: AttemptEnd,
): Promise<void> {
  const wait = backoff(retry, input.random());
  const { reason } = input.classify("error" in end ? end.error : undefined);
  input.onEvent({ type: "warning", message: `${reason}: retrying the whole run in ${wait} ms` });
  await input.sleep(wait, input.signal).catch(() => undefined);
}

interface AttemptInput {
  readonly prefix: string;
  /** The newest earlier attempt whose COMMIT got no answer. Any before that are known to be undone. */
  readonly lost: LostEnd | undefined;
  readonly onCommit: OnCommit;
  /** Whether nothing is tried after such an end. */
  readonly isLast: (end: AttemptEnd) => boolean;
  readonly finish: (end: AttemptEnd) => RunResult;
}

/**
 * One attempt on a session of its own, which also takes the record when this was the last one: then there is a result. Before that is
 * reported, the ledger is asked whether a COMMIT that got no answer was done after all.
 */
async function attemptOnce(
  input: RunInput,
  { prefix, lost, onCommit, isLast, finish: finishNow }: AttemptInput,
): Promise<{ readonly end: AttemptEnd; readonly result?: RunResult }> {
  let end: AttemptEnd | undefined;
  try {
    return await input.warehouse.withSession(async (session) => {
      // A local warehouse has one owner, so what lies here is of runs that were killed.
      if (input.warehouse.kind === "local") await input.store.remove(`${input.workUrl}${RUN_PREFIX}`);
      end = await attemptRun({ ...input, onCommit }, session, prefix, lost);
      if (!isLast(end)) return { end };
      end = await settleLast(session, input, end, lost);
      const result = await withLoadedAt(session, finishNow(end));
      // An exchange that was overtaken is tried again under its id.
      const isOvertaken = input.exchange !== undefined && end.kind === "idle";
      if (input.dryRun === true || isOvertaken) return { end, result };
      return { end, result: await keepRecord(input, session, result, prefix) };
    });
  } catch (error) {
    // Without an end there was no session: no record either.
    if (end === undefined) {
      const failed = failedEnd(input, error);
      if (!isLast(failed)) return { end: failed };
      const result = finishNow(failed);
      return { end: failed, result: lost === undefined ? result : leaveInDoubt(input, result) };
    }
    if (!isLast(end)) return { end };
    if (input.dryRun === true) return { end, result: finishNow(end) };
    return { end, result: await storeLate(input, { end, lost, finish: finishNow, prefix, error }) };
  }
}

/** The end of a run that has loaded files. */
function loadedNow({ status, sources, endedAt }: RunResult): Date | undefined {
  return status === "succeeded" && sources.some(({ files }) => files > 0) ? endedAt : undefined;
}

async function withLoadedAt(session: Session, result: RunResult): Promise<RunResult> {
  const loadedAt = loadedNow(result);
  if (loadedAt !== undefined) return { ...result, loadedAt };
  if (result.status === "succeeded" || result.status === "nothing new")
    return { ...result, loadedAt: await readNewestLoad(session) };
  return result;
}

async function cleanUp(input: Pick<RunInput, "store" | "onEvent">, prefix: string): Promise<void> {
  try {
    await input.store.remove(prefix);
  } catch (error) {
    const message = `the work files of this run could not be removed: ${messageOf(error)}`;
    input.onEvent({ type: "warning", message });
  }
}
