/** One attempt at a run, on a session of its own. */
import { LockedError } from "../errors.ts";
import { TABLES } from "../names.ts";
import { planRun } from "../plan/plan.ts";
import { readMarkOrMake } from "../records/ledger-if-any.ts";
import { isEmptyMark } from "../records/ledger.ts";
import { knownFilesOf, NOTHING_KNOWN } from "../records/known-files.ts";
import { interruptibleStore } from "../store/interruptible-store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { NO_FACTS, type AttemptEnd, type LostEnd } from "./attempt-end.ts";
import { discover } from "./discover.ts";
import { matchSchema } from "./match-schema.ts";
import { idleFacts } from "./facts.ts";
import { copiesOf, prepareSources } from "./prepare.ts";
import type { RunInput } from "./run-input.ts";
import { settle } from "./settle-lost.ts";
import { transact } from "./transaction.ts";

/** Another run may bring files between listing and locking; then the attempt starts over with what is left. */
const MOST_STARTS = 10;

/**
 * Lists the sources, packs what is new and loads it in one transaction. Whatever is thrown is in the end that is returned.
 * An attempt before this one whose COMMIT got no answer is its own end when the ledger turns out to have the files of that one.
 * @param prefix where everything goes that this attempt writes outside the warehouse; ends in a slash
 */
export async function attemptRun(
  input: RunInput,
  session: Session,
  prefix: string,
  lost: LostEnd | undefined,
): Promise<AttemptEnd> {
  // That nothing can be cancelled is no reason not to roll back.
  const stop = (): void => void session.cancel().catch(() => undefined);
  input.signal.addEventListener("abort", stop);
  const within = { ...input, session, store: interruptibleStore(input.store, input.signal) };
  try {
    for (let start = 1; start <= MOST_STARTS; start += 1) {
      const end = await startRun(within, `${prefix}${start}/`, lost);
      if (end.kind !== "overtaken") return end;
    }
    throw new LockedError(`other runs brought files ${MOST_STARTS} times while this one was getting ready`, {
      where: TABLES.files,
      next: "let only one schedule run against a warehouse",
    });
  } catch (error) {
    return failedEnd(input, error);
  } finally {
    input.signal.removeEventListener("abort", stop);
  }
}

/** Returns the end of an attempt that threw, and of which nothing is known. */
export function failedEnd({ signal }: Pick<RunInput, "signal">, thrown: unknown): AttemptEnd {
  return { kind: "failed", facts: NO_FACTS, error: signal.aborted ? signal.reason : thrown };
}

async function startRun(
  input: RunInput & { readonly session: Session },
  prefix: string,
  lost: LostEnd | undefined,
): ReturnType<typeof transact> {
  const { session, store, sources, sql, signal, onEvent } = input;
  signal.throwIfAborted();
  onEvent({ type: "stage", stage: "discover", detail: sources.flatMap(({ urls }) => urls).join(", ") });
  const { outside } = planRun(sql, { ...input, copies: copiesOf([]) });
  const mark = await readMarkOrMake(session, outside);
  // Behind the reading, so that no COMMIT can come in between: what is written from there on, the transaction sees under its lock.
  const settled = await settle(session, input.runId, lost);
  if (settled !== undefined) return settled;
  await matchSchema(input, session, outside);
  const found = await discover(store, sources, {
    ...input,
    known: isEmptyMark(mark) ? NOTHING_KNOWN : knownFilesOf(session),
  });
  for (const message of found.flatMap(({ warnings }) => warnings)) onEvent({ type: "warning", message });
  if (found.every(({ newFiles }) => newFiles.length === 0)) return { kind: "idle", facts: idleFacts(found) };
  const prepared = await prepareSources(store, found, prefix, onEvent);
  const copies = copiesOf(prepared);
  const { steps } = planRun(sql, { ...input, copies });
  return transact({ ...input, startedAt: input.now(), prefix, own: outside, mark }, prepared, steps);
}
