/** The transaction of a run: everything between BEGIN and COMMIT; readers see all of it or none of it. */
import { RejectsError } from "../errors.ts";
import { fileKey } from "../sources/source.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { beginLocked, stageLedger, type LedgerEntry } from "../records/ledger.ts";
import { explainLoad } from "./load.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { SourceResult, StepResult } from "../records/result.ts";
import type { PreparedSource, Progress, Transacted, Work } from "./run-input.ts";
import { runSteps } from "./steps.ts";
import { countSql, readCounts, starTables } from "./tables.ts";
import { executeTogether } from "../warehouse/together.ts";

/**
 * Runs the steps in one transaction. "overtaken" means that another run brought some of the files meanwhile; nothing was
 * done then. A step that fails rolls back, and so does a check of severity `error` that finds rows.
 */
export async function transact(
  work: Work,
  sources: readonly PreparedSource[],
  steps: readonly PlannedStep[],
): Promise<Transacted | "overtaken"> {
  const { session } = work;
  const progress: Progress = { steps: [], checks: [], rejects: [], entries: [], tables: [] };
  const result = (error?: unknown): Transacted => ({
    ...progress,
    steps: [...progress.steps, ...steps.slice(progress.steps.length).map(skipped)],
    sources: sources.map((source) => summarize(source, progress)),
    error,
  });
  try {
    const ledger = await beginLocked(session);
    if (sources.some(({ newFiles }) => newFiles.some((file) => ledger.has(fileKey(file))))) {
      await session.execute("rollback");
      return "overtaken";
    }
    const sound = await runSteps(work, sources, steps, progress);
    if (!sound) {
      await session.execute("rollback");
      return result();
    }
    const names = starTables(steps);
    const write = await stageLedger(work.store, progress.entries, { ...work, at: work.now() });
    const [counted] = await executeTogether(session, [countSql(names), write]);
    progress.tables = readCounts(counted, names, progress.tables);
    work.signal.throwIfAborted();
    work.onEvent({ type: "stage", stage: "commit", detail: `${progress.entries.length} files` });
    await session.execute("commit");
    return result();
  } catch (error) {
    await rollBack(session);
    const reason = work.signal.aborted ? work.signal.reason : error;
    if (reason instanceof RejectsError || reason !== error) return result(reason);
    return result(await explainLoad(work, sources, reason, progress));
  }
}

/** After a lost connection there is nothing to roll back any more: the server has done it. */
async function rollBack(session: Session): Promise<void> {
  await session.execute("rollback").catch(() => undefined);
}

function skipped(step: PlannedStep): StepResult {
  const { position, name, kind } = step;
  return { position, name, kind, status: "skipped", startedAt: undefined, durationMs: 0, rows: 0 };
}

function summarize(source: PreparedSource, progress: Progress): SourceResult {
  const entries = progress.entries.filter(({ file }) => file.source === source.source.name);
  const sum = (pick: (entry: LedgerEntry) => number): number =>
    entries.reduce((total, one) => total + pick(one), 0);
  return {
    name: source.source.name,
    url: source.source.url,
    files: source.newFiles.length,
    bytes: source.newFiles.reduce((total, { size }) => total + size, 0),
    rowsRead: sum(({ rowsRead }) => rowsRead),
    rowsStaged: sum(({ rowsStaged }) => rowsStaged),
    rowsRejected: sum(({ rowsRejected }) => rowsRejected),
    objects: source.prepared?.objects.length ?? 0,
    passedOver: source.passedOver,
  };
}
