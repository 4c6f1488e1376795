/** One run, from listing the sources to the record: see docs/architecture.md, "The life of a run". */
import { LockedError } from "../errors.ts";
import { untilLate } from "../interruption.ts";
import { TABLES } from "../names.ts";
import { planPacks } from "../sources/pack-plan.ts";
import { preparePacks } from "../sources/pack.ts";
import { interruptibleStore } from "../store/interruptible-store.ts";
import type { SourceName } from "../sources/source.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { backoff } from "./backoff.ts";
import { discover, loadOf, type Discovered } from "./discover.ts";
import { holdsRun, storeLate } from "./late-record.ts";
import { isOwn, readOrMakeLedger } from "../records/own-tables.ts";
import { outcomeOf } from "./outcome.ts";
import { planSteps, type Load, type PlannedStep } from "../plan/plan.ts";
import { writeRecord } from "../records/record.ts";
import type { RunResult } from "../records/result.ts";
import type { PreparedSource, RunInput, Transacted } from "./run-input.ts";
import { transact } from "./transaction.ts";
import { messageOf } from "../text/message-of.ts";

/** Another run may bring files between listing and locking; then the run starts over with what is left. */
const MOST_STARTS = 10;

/** The work of one run goes under this and its id. */
const RUN_PREFIX = "dwh-run-";

/** A run is tried so often before it is given up. */
const MOST_ATTEMPTS = 5;

/** After a signal or the deadline: for rolling back and the record, and then for removing the work. */
const ENDING_MS = 9000;
const CLEANING_MS = 2000;

/**
 * Runs the job once, and as a whole again when what went wrong may pass. Always returns a result: what went wrong is in
 * `status` and `error`, and in the record unless the warehouse could not be reached.
 */
export async function run(input: RunInput): Promise<RunResult> {
  const startedAt = input.now();
  const prefix = `${input.workUrl}${RUN_PREFIX}${input.runId}/`;
  const finish = (transacted: Transacted, retries: number): RunResult => ({
    runId: input.runId,
    warehouse: input.warehouse.name,
    version: input.version,
    startedAt,
    endedAt: input.now(),
    retries,
    loadedAt: undefined,
    ...transacted,
    ...outcomeOf(transacted),
  });
  let attempt = 1;
  const attempts = async (): Promise<RunResult> => {
    let before: Transacted | undefined;
    for (; ; attempt += 1) {
      const ended = await tryOnce(input, prefix, before, (transacted) => {
        const again = attempt < MOST_ATTEMPTS && mayPass(input, transacted.error);
        return again ? undefined : finish(transacted, attempt - 1);
      });
      if ("runId" in ended) return ended;
      before = ended;
      const wait = backoff(attempt, input.random());
      const { reason } = input.classify(ended.error);
      input.onEvent({ type: "warning", message: `${reason}: trying the whole run again in ${wait} ms` });
      await input.sleep(wait, input.signal).catch(() => undefined);
    }
  };
  try {
    const result = await untilLate(input.signal, ENDING_MS, attempts());
    if (result !== undefined) return result;
    const message =
      "the warehouse does not answer: the run may have left no record; what is open is rolled back there";
    input.onEvent({ type: "warning", message });
    return finish({ ...EMPTY, error: input.signal.reason }, attempt - 1);
  } finally {
    await untilLate(input.signal, CLEANING_MS, cleanUp(input, prefix));
  }
}

function mayPass(input: RunInput, error: unknown): boolean {
  return error !== undefined && !input.signal.aborted && input.classify(error).kind !== "terminal";
}

/**
 * One attempt on a session of its own, which also takes the record when `decide` says that this was the last one. When the
 * attempt before lost its connection, the ledger is asked first whether that one had been committed after all.
 */
async function tryOnce(
  input: RunInput,
  prefix: string,
  before: Transacted | undefined,
  decide: (transacted: Transacted) => RunResult | undefined,
): Promise<RunResult | Transacted> {
  let result: RunResult | undefined;
  try {
    return await input.warehouse.withSession(async (session) => {
      // A local warehouse has one owner, so what lies here is of runs that were killed.
      if (input.warehouse.kind === "local") await input.store.remove(`${input.workUrl}${RUN_PREFIX}`);
      const transacted =
        before !== undefined && (await holdsRun(session, TABLES.files, input.runId))
          ? { ...before, error: undefined }
          : await attemptRun(input, session, prefix);
      result = decide(transacted);
      if (result === undefined) return transacted;
      if (result.status === "succeeded") result = { ...result, loadedAt: result.endedAt };
      if (result.status === "nothing new") result = { ...result, loadedAt: await newestLoad(session) };
      await writeRecord(session, input.store, result, { prefix, copyRole: input.copyRole });
      return result;
    });
  } catch (error) {
    if (result === undefined) {
      const failed: Transacted = { ...EMPTY, error: input.signal.aborted ? input.signal.reason : error };
      return decide(failed) ?? failed;
    }
    return storeLate(input, result, prefix, error, decide);
  }
}

async function newestLoad(session: Session): Promise<Date | undefined> {
  const { rows } = await session.execute(`select max(loaded_at) from ${TABLES.files}`);
  const at = rows[0]?.[0];
  return at ? new Date(`${at.replace(" ", "T")}Z`) : undefined;
}

async function cleanUp(input: RunInput, prefix: string): Promise<void> {
  try {
    await input.store.remove(prefix);
  } catch (error) {
    const message = `the work of this run could not be removed: ${messageOf(error)}`;
    input.onEvent({ type: "warning", message });
  }
}

const EMPTY: Transacted = { sources: [], steps: [], checks: [], rejects: [], tables: [], error: undefined };

async function attemptRun(input: RunInput, session: Session, prefix: string): Promise<Transacted> {
  // That nothing can be cancelled is no reason not to roll back.
  const stop = (): void => void session.cancel().catch(() => undefined);
  input.signal.addEventListener("abort", stop);
  const store = interruptibleStore(input.store, input.signal);
  try {
    for (let start = 1; start <= MOST_STARTS; start += 1) {
      input.signal.throwIfAborted();
      input.onEvent({
        type: "stage",
        stage: "discover",
        detail: input.sources.map(({ url }) => url).join(", "),
      });
      const found = await discover(store, input.sources, await readOrMakeLedger(session, input.sql));
      if (found.every(({ newFiles }) => newFiles.length === 0))
        return { ...EMPTY, sources: found.map(nothingNew) };
      const sources = await prepare({ ...input, store }, found, `${prefix}${start}/`);
      const transacted = await transact(
        { ...input, store, session, startedAt: input.now(), prefix: `${prefix}${start}/` },
        sources,
        planOf(input, sources),
      );
      if (transacted !== "overtaken") return transacted;
    }
    throw new LockedError(`other runs brought files ${MOST_STARTS} times while this one was getting ready`, {
      where: TABLES.files,
      next: "let only one schedule run against a warehouse",
    });
  } catch (error) {
    return { ...EMPTY, error: input.signal.aborted ? input.signal.reason : error };
  } finally {
    input.signal.removeEventListener("abort", stop);
  }
}

/** Packs the new files and writes the manifests. */
async function prepare(
  input: RunInput,
  found: readonly Discovered[],
  prefix: string,
): Promise<readonly PreparedSource[]> {
  const sources: PreparedSource[] = [];
  for (const one of found) {
    const pack = planPacks(one.newFiles);
    const load = loadOf(one);
    const detail = `${load.files} new files of ${one.source.name}`;
    if (load.files > 0) input.onEvent({ type: "stage", stage: "pack", detail, load });
    const prepared =
      one.newFiles.length === 0
        ? undefined
        : await preparePacks(input.store, pack, `${prefix}${one.source.name}`);
    sources.push({ ...one, pack, prepared });
  }
  return sources;
}

function planOf(input: RunInput, sources: readonly PreparedSource[]): readonly PlannedStep[] {
  const loadOf = (name: SourceName): Load | undefined => {
    const source = sources.find((one) => one.source.name === name);
    return (
      source?.prepared && { manifestUrl: source.prepared.manifestUrl, compression: source.pack.compression }
    );
  };
  const steps = input.sql.steps.filter((file) => !isOwn(file));
  return planSteps(steps, {
    ...input,
    loads: { events: loadOf("events"), songs: loadOf("songs") },
  });
}

function nothingNew({ source, passedOver }: Discovered): Transacted["sources"][number] {
  const nothing = { files: 0, bytes: 0, rowsRead: 0, rowsStaged: 0, rowsRejected: 0, objects: 0 };
  return { name: source.name, url: source.url, passedOver, ...nothing };
}
