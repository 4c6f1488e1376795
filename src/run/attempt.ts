/** One attempt at a run, on a session of its own. */
import { BadFilesError, ConfigError, LockedError } from "../errors.ts";
import { MOST_REJECTS, TABLES } from "../names.ts";
import { planRun, type PlannedStep } from "../plan/plan.ts";
import { readMarkOrMake } from "../records/ledger-if-any.ts";
import { beginLocked, isEmptyMark } from "../records/ledger.ts";
import { knownFilesOf, NOTHING_KNOWN } from "../records/known-files.ts";
import {
  heldAfter,
  heldBackBy,
  keepsQuarantine,
  readOrMakeQuarantine,
  writeQuarantine,
} from "../records/quarantine.ts";
import type { Reject } from "../records/result.ts";
import { takeFromLedger } from "../records/renew-ledger.ts";
import { isAgain } from "../sources/again.ts";
import { fileKey } from "../sources/source.ts";
import { interruptibleStore } from "../store/interruptible-store.ts";
import { rollBack } from "../warehouse/roll-back.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { NO_FACTS, type AttemptEnd, type Facts, type LostEnd, type OnCommit } from "./attempt-end.ts";
import { spoiltBy, withoutFile, type BadFile } from "./bad-files.ts";
import { discover } from "./discover.ts";
import { findNewSteps } from "./new-steps.ts";
import { matchSchema } from "./match-schema.ts";
import { recordStartOnce } from "./record-start.ts";
import { knownToBatch, takeBatch } from "./take-batch.ts";
import { idleFacts } from "./facts.ts";
import { copiesOf, prepareSources, type PreparedSource } from "./prepare.ts";
import { refuseLost, refuseUnmatched } from "./reload.ts";
import type { RunInput } from "./run-input.ts";
import { settle } from "./settle-lost.ts";
import { transact } from "./transaction.ts";

/** How often an attempt starts. Another run may bring files between listing and locking: then it starts over with what is left. */
const MOST_STARTS = 10;

/**
 * Lists the sources, packs what is new and loads it in one transaction. Returns how that ended; what is thrown is part of the end.
 * Where the ledger shows that an earlier attempt did commit, whose COMMIT got no answer, the end is that of the earlier attempt.
 * @param prefix where everything goes that this attempt writes outside the warehouse; ends in a slash
 */
export async function attemptRun(
  input: RunInput & { readonly onCommit: OnCommit },
  session: Session,
  prefix: string,
  lost: LostEnd | undefined,
): Promise<AttemptEnd> {
  // Rolling back comes even where nothing can be cancelled.
  const stop = (): void => void session.cancel().catch(() => undefined);
  input.signal.addEventListener("abort", stop);
  const leftOut: BadFile[] = [];
  const rejects: Reject[] = [];
  const withRejects = <E extends { readonly facts: Facts }>(end: E): E => ({
    ...end,
    facts: { ...end.facts, rejects: [...rejects, ...end.facts.rejects] },
  });
  const onCommit: OnCommit = (end) => input.onCommit(end && withRejects(end));
  const within = { ...input, onCommit, session, store: interruptibleStore(input.store, input.signal) };
  const recordStart = recordStartOnce(within);
  try {
    for (let start = 1, overtaken = 0; overtaken < MOST_STARTS; start += 1) {
      const end = await startRun({ ...within, recordStart }, `${prefix}${start}/`, lost, leftOut);
      // Each time there are fewer files.
      if (end.kind === "spoilt") {
        leftOut.push(...end.files);
        rejects.push(...end.rejects);
        for (const file of end.files) input.onEvent({ type: "warning", message: sayLeftOut(file) });
      } else if (end.kind === "overtaken") {
        // Files may be missing beside the star: the sources are listed first.
        if (input.exchange !== undefined) return { kind: "idle", facts: NO_FACTS };
        overtaken += 1;
      } else return withRejects(end);
    }
    throw new LockedError(`other runs loaded files ${MOST_STARTS} times while this one was starting`, {
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
  input: RunInput & {
    readonly onCommit: OnCommit;
    readonly session: Session;
    readonly recordStart: (own: readonly PlannedStep[]) => Promise<void>;
  },
  prefix: string,
  lost: LostEnd | undefined,
  leftOut: readonly BadFile[],
): ReturnType<typeof transact> {
  const { session, store, sources, sql, signal, onEvent } = input;
  signal.throwIfAborted();
  onEvent({ type: "stage", stage: "discover", detail: sources.flatMap(({ urls }) => urls).join(", ") });
  const idle = planRun(sql, { ...input, copies: copiesOf([]) });
  const { outside } = idle;
  const { mark, made } = await readMarkOrMake(session, outside);
  // After the reading, so that no COMMIT can come in between: what is written from there on, the transaction sees under its lock.
  const settled = await settle(session, input, lost);
  if (settled !== undefined) return settled;
  if (input.exchange !== undefined && mark !== input.exchange.mark) return { kind: "overtaken" };
  await input.recordStart(outside);
  await matchSchema(input, session, outside, made);
  const quarantine = await readOrMakeQuarantine(session, outside);
  const goesOn = input.onBadFile === "quarantine";
  if (goesOn && !keepsQuarantine(outside)) throw withoutQuarantine();
  // A run that stops at bad files leaves none out.
  const waits = quarantine.filter(
    ({ url }) => input.again?.prefixes === undefined || !isAgain(input.again, url),
  );
  const heldBack = goesOn ? [...heldBackBy(waits), ...leftOut.map(fileKey)] : [];
  const ledger = isEmptyMark(mark) ? NOTHING_KNOWN : knownFilesOf(session);
  const listed = await discover(store, sources, {
    ...input,
    ...(input.batch === undefined ? { known: ledger } : knownToBatch(session, ledger, input.batch)),
    heldBack: new Set(heldBack),
  });
  const found = input.batch === undefined ? listed : await takeBatch(input, session, listed, mark);
  if (leftOut.length === 0)
    for (const message of found.flatMap(({ warnings }) => warnings)) onEvent({ type: "warning", message });
  const within = { ...input, leftOut, prefix, own: outside, mark };
  if (input.again !== undefined && leftOut.length === 0) await refuseUnmatched(store, found, input.again);
  if (input.rebuild !== undefined && input.mayLose !== true && !isEmptyMark(mark))
    await refuseLost(session, found, input.rebuild);
  const isIdle = input.rebuild === undefined && found.every(({ newFiles }) => newFiles.length === 0);
  if (isIdle && (leftOut.length > 0 || (await findNewSteps(session, idle)).length === 0)) {
    const facts = { ...idleFacts(found), inQuarantine: quarantine.length };
    return { kind: "idle", facts: leftOut.length === 0 ? facts : await keepLeftOut(within, facts) };
  }
  let prepared: readonly PreparedSource[];
  try {
    prepared = await prepareSources(store, found, prefix, onEvent);
  } catch (error) {
    const files = found.flatMap(({ newFiles }) => newFiles);
    const end = goesOn && error instanceof BadFilesError ? spoiltBy(error, files) : undefined;
    if (end === undefined) throw error;
    return end;
  }
  const copies = copiesOf(prepared);
  const most = copyRejects(input.onBadFile, input.maxRejects);
  const { steps } = planRun(sql, { ...input, maxRejects: most, copies });
  return transact({ ...within, copyRejects: most, startedAt: input.now() }, prepared, steps);
}

/**
 * Returns how many rows each COPY may leave out. As many as there can be where bad files are left out, so that all of these are found at
 * once.
 */
export function copyRejects(onBadFile: RunInput["onBadFile"], maxRejects: number): number {
  return onBadFile === "quarantine" ? MOST_REJECTS : maxRejects;
}

/** Puts what is left out into quarantine where nothing else is new, and returns the facts with it. */
async function keepLeftOut(
  input: RunInput & {
    readonly onCommit: OnCommit;
    readonly session: Session;
    readonly own: readonly PlannedStep[];
    readonly leftOut: readonly BadFile[];
    readonly prefix: string;
  },
  facts: Facts,
): Promise<Facts> {
  const { session, store, leftOut } = input;
  const quarantined = leftOut.map(withoutFile);
  try {
    const { held } = await beginLocked(session, input.own);
    const change = { held, loaded: [], leftOut: quarantined };
    if (input.again !== undefined) await takeFromLedger(session, quarantined);
    await writeQuarantine(session, store, change, { ...input, at: input.now() });
    input.signal.throwIfAborted();
    const kept = { ...facts, quarantined, inQuarantine: heldAfter(change) };
    if (input.dryRun === true) {
      await session.execute("rollback");
      return kept;
    }
    input.onCommit({ kind: "lost", facts: kept, error: undefined });
    await session.execute("commit");
    input.onCommit({ kind: "idle", facts: kept });
    return kept;
  } catch (error) {
    if (input.classify(error).kind !== "lost") input.onCommit(undefined);
    await rollBack(session);
    throw error;
  }
}

function sayLeftOut({ source, url, reason, next }: BadFile): string {
  return `${source}: ${url} goes into quarantine: ${reason}; next: ${next}`;
}

function withoutQuarantine(): ConfigError {
  const file = `sql/schema/${TABLES.quarantine}.sql`;
  return new ConfigError(
    `invalid files cannot go into quarantine: the SQL has no ${file}, which would hold them`,
    {
      where: "DWH_ON_BAD_FILE",
      next: `add the ${file} that comes with the program to the other tables of the job; nothing was done`,
    },
  );
}
