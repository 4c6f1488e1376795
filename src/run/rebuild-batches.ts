/** A rebuild in batches: each an ordinary run beside the star, with a ledger of its own, and one transaction in which all of them are seen. */
import { EXIT } from "../names.ts";
import { planRun } from "../plan/plan.ts";
import type { RebuildPart } from "../plan/partly.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { readMark } from "../records/ledger.ts";
import type { RunResult } from "../records/result.ts";
import { failedEnd } from "./attempt.ts";
import { untilLate } from "../interruption.ts";
import { messageOf } from "../text/message-of.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { besideOf, type Beside, type Look } from "./beside.ts";
import { finish } from "./finish.ts";
import { openBeside } from "./open-beside.ts";
import { besideDigest, planBeside } from "./plan-beside.ts";
import type { RunInput } from "./run-input.ts";
import { ENDING_MS, run } from "./run.ts";

const STAYS =
  "what earlier batches have loaded stays beside the star: the same command goes on with what is left";

/** Files that change while it is under way have it begin again so often in one command. */
const MOST_BEGINNINGS = 3;

/** What it is given besides what a rebuild is given. */
export interface BatchesInput extends RunInput {
  readonly rebuild: RebuildPart;
  /** How many bytes a batch loads, as the files lie. */
  readonly batchBytes: number;
  /** Makes the id of each batch. */
  readonly newId: () => string;
}

/**
 * Loads batch after batch until no file is left, and lets the new tables be seen. Interrupted anywhere, it goes on with what is left: what a batch has committed, its ledger tells. Runs in between load into the star that readers see; what
 * they have brought is loaded beside it, too, before the exchange, which happens on the ledger as it was when the sources were listed last.
 * @returns the result of the exchange, or of the batch that did not end well
 */
export async function rebuildInBatches(input: BatchesInput): Promise<RunResult> {
  const startedAt = input.now();
  try {
    return await takeBatches(input);
  } catch (error) {
    const { runId, version, warehouse, now } = input;
    const times = { startedAt, endedAt: now(), loadedAt: undefined };
    const facts = { runId, version, warehouse: warehouse.name, retries: 0, ...times };
    return finish(facts, failedEnd(input, error));
  }
}

async function takeBatches({ batchBytes, newId, ...input }: BatchesInput): Promise<RunResult> {
  const { warehouse, rebuild, sql, sources, mayLose = false } = input;
  const planned = planBeside(sql, rebuild);
  const plan = planRun(sql, WITHOUT_LOADS);
  const digest = besideDigest(planned, plan.steps, rebuild, sources);
  const begin = (anew: boolean): Promise<Beside> =>
    ask(input, (session) => openBeside(input, session, { rebuild, beside: planned, plan, digest, anew }));
  let beside = await begin(false);
  let beginnings = 1;
  for (;;) {
    input.signal.throwIfAborted();
    const mark = await ask(input, readMark);
    let look: Look = { left: 0, stale: 0 };
    const onLook = (seen: Look): void => {
      look = seen;
    };
    const batch = await run({
      ...input,
      warehouse: besideOf(warehouse, beside),
      runId: newId(),
      again: undefined,
      rebuild: undefined,
      part: { without: planned.batch },
      batch: { beside, bytes: batchBytes, rebuild, mayLose, onLook },
    });
    if (look.stale > 0 && beginnings < MOST_BEGINNINGS) {
      input.onEvent({ type: "warning", message: `${messageOf(batch.error)}: it starts over` });
      beside = await begin(true);
      beginnings += 1;
      continue;
    }
    if (batch.exitCode !== EXIT.done) {
      input.onEvent({ type: "warning", message: STAYS });
      return batch;
    }
    if (input.signal.aborted) input.onEvent({ type: "warning", message: STAYS });
    if (look.left > 0) continue;
    const { exchange: without, tables, own } = planned;
    const exchange = { beside, mark, tables, own, without };
    const done = await run({ ...input, sources: [], again: undefined, mayLose: true, exchange });
    // "Nothing new" is the end of one that a run between the two has overtaken.
    if (done.status !== "nothing new") return done;
  }
}

/** Asks on a session of its own, which a signal cancels. It is waited for no longer than the end of a run. @throws the signal's reason where it never answers */
async function ask<T>(
  { warehouse, signal }: Pick<RunInput, "warehouse" | "signal">,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const asking = warehouse.withSession(async (session) => {
    const stop = (): void => void session.cancel().catch(() => undefined);
    signal.addEventListener("abort", stop);
    try {
      return { answer: await use(session) };
    } finally {
      signal.removeEventListener("abort", stop);
    }
  });
  const asked = await untilLate(signal, ENDING_MS, asking);
  if (asked === undefined) throw signal.reason;
  return asked.answer;
}
