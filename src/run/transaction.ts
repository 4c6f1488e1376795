/** The transaction of a run: everything between BEGIN and COMMIT; readers see all of it or none of it. */
import { countOf } from "../text/amounts.ts";
import { digestKey, knownIn, type Known } from "../plan/decide-step.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { writeDigests } from "../records/digests.ts";
import { isEmptyMark, stageLedger, type LedgerMark } from "../records/ledger.ts";
import {
  heldAfter,
  writeQuarantine,
  type QuarantineChange,
  type QuarantineEntry,
} from "../records/quarantine.ts";
import type { CopyOfSource } from "../records/reject-values.ts";
import type { TableResult } from "../records/result.ts";
import { rollBack } from "../warehouse/roll-back.ts";
import type { AttemptEnd, Facts, OnCommit, Overtaken, Spoilt } from "./attempt-end.ts";
import { withoutFile, type BadFile } from "./bad-files.ts";
import { beginExchange, beginUnchanged } from "./begin.ts";
import { refuseEnded } from "./beside.ts";
import { compareCounts, countAfter, countBefore } from "./counts.ts";
import { endOfFailed, withFound } from "./end-of-failed.ts";
import { fillTables, takeLedger } from "./exchange.ts";
import { entriesOf, factsOf, rejectsOf } from "./facts.ts";
import { completeLoads } from "./load-log.ts";
import { askedOfAudits, notDueAfter } from "./not-due.ts";
import { endBeside } from "./open-beside.ts";
import type { PreparedSource } from "./prepare.ts";
import { emptyTables, renewLedger } from "./reload.ts";
import { refuseRejects } from "./refuse-rejects.ts";
import type { RunInput } from "./run-input.ts";
import { isRefusal, runSteps, type StepOutcome, type StepsInput } from "./steps.ts";

/** What the transaction uses; `prefix` is where everything lies that this attempt writes outside the warehouse. */
type TransactionInput = Omit<StepsInput, "known" | "written"> &
  Pick<
    RunInput,
    | "copyRole"
    | "classify"
    | "onBadFile"
    | "dryRun"
    | "auditEvery"
    | "again"
    | "part"
    | "rebuild"
    | "batch"
    | "exchange"
  > & {
    readonly prefix: string;
    /** The steps outside the transaction of the plan. */
    readonly own: readonly PlannedStep[];
    /** What the starts before this one have left out. */
    readonly leftOut: readonly BadFile[];
    /** The ledger before it was looked at. */
    readonly mark: LedgerMark;
    readonly onCommit: OnCommit;
  };

/**
 * Runs the steps in one transaction, and returns how it ended; whatever is not a commit is rolled back. Where the run is to go on without bad
 * files, and it is known which these are, they are the end.
 */
export async function transact(
  input: TransactionInput,
  sources: readonly PreparedSource[],
  steps: readonly PlannedStep[],
): Promise<AttemptEnd | Overtaken | Spoilt> {
  const { session, signal } = input;
  const outcomes: StepOutcome[] = [];
  let committing = false;
  let tables: readonly TableResult[] = [];
  const written = new Set<string>();
  const grown = new Map<string, number>();
  const without = (input.rebuild ?? input.part)?.without ?? new Map<string, string>();
  const { batch, exchange } = input;
  let known: Known = {
    digests: undefined,
    notDue: () => undefined,
    without: exchange?.without ?? without,
    ...knownIn(steps),
  };
  let held: readonly QuarantineEntry[] = [];
  const change = (): QuarantineChange => {
    const loaded = entriesOf(outcomes).map(({ file }) => file);
    return { held, loaded, leftOut: input.leftOut };
  };
  const facts = (): Facts => ({
    ...factsOf(sources, steps, outcomes, tables),
    ...(input.leftOut.length > 0 && { quarantined: input.leftOut.map(withoutFile) }),
    inQuarantine: heldAfter(change()),
  });
  const take = async (some: readonly PlannedStep[]): Promise<void> => {
    for await (const outcome of runSteps({ ...input, known, written }, sources, some, steps.length)) {
      outcomes.push(outcome);
      for (const table of outcome.wrote) written.add(table);
      for (const [table, rows] of outcome.grew ?? []) grown.set(table, (grown.get(table) ?? 0) + rows);
      if (outcome.error !== undefined) throw outcome.error;
      const tooMany = refuseRejects(
        outcomes.flatMap(({ load }) => load ?? []),
        input.maxRejects,
      );
      if (tooMany !== undefined) throw tooMany;
    }
  };
  const copies = copiesOf(steps);
  const isRefused = (): boolean => outcomes.some(isRefusal);
  try {
    const files = sources.flatMap(({ newFiles }) => newFiles);
    // What is rebuilt is audited in any case.
    const clock = { auditEvery: input.auditEvery, at: input.now() };
    const questions = input.rebuild === undefined ? askedOfAudits(input.own, steps, clock) : [];
    const begun =
      exchange === undefined
        ? await beginUnchanged(session, input.own, files, { mark: input.mark, questions })
        : await beginExchange(session, input.own, exchange);
    if (begun === "overtaken") return { kind: "overtaken" };
    if (batch !== undefined) await refuseEnded(session, batch.beside);
    const { digests } = begun;
    held = begun.held;
    known = { ...known, digests, notDue: notDueAfter(begun.answers, clock) };
    const { schema, loads, rest } = phasesOf(steps);
    await take(schema);
    const isAudited = steps.some(
      (step) =>
        step.kind === "audit" && known.notDue(step.name) === undefined && !known.without.has(digestKey(step)),
    );
    const countedAt = input.now();
    const before = await countBefore(session, steps, input.own, isAudited);
    tables = compareCounts(before, before, countedAt);
    for (const [table, rows] of await emptyTables(input)) {
      grown.set(table, -rows);
      written.add(table);
    }
    if (exchange !== undefined)
      for (const [table, rows] of await fillTables(input, exchange))
        grown.set(table, (grown.get(table) ?? 0) + rows);
    await take(loads);
    // Before the checks, so that those on the ledger see the files of this run too.
    if (!isRefused()) {
      const entries = entriesOf(outcomes);
      // Tables may be rebuilt from no files at all, and a new step may run without any.
      if (entries.length > 0)
        await session.execute(await stageLedger(input.store, entries, { ...input, at: input.now() }));
      if (exchange === undefined) await renewLedger(session, input);
      else held = await takeLedger(session, exchange, input.rebuild?.sources ?? []);
      await writeQuarantine(session, input.store, change(), { ...input, at: input.now() });
      await take(rest);
    }
    if (isRefused()) {
      await session.execute("rollback");
      return { kind: "refused", facts: await withFound(input, sources, copies, facts()) };
    }
    tables = compareCounts(before, await countAfter(session, steps, before, grown, written), countedAt);
    await writeDigests(session, known.digests, steps, {
      without,
      anew: input.rebuild?.fills ?? new Set<string>(),
      isLater: !isEmptyMark(input.mark),
    });
    if (exchange !== undefined) await endBeside(session, exchange.beside.schema);
    signal.throwIfAborted();
    if (input.dryRun === true) {
      await session.execute("rollback");
      return { kind: "rehearsed", facts: await withFound(input, sources, copies, facts()) };
    }
    input.onEvent({ type: "stage", stage: "commit", detail: countOf(entriesOf(outcomes).length, "file") });
    committing = true;
    input.onCommit({ kind: "lost", facts: facts(), error: undefined });
    await session.execute("commit");
    input.onCommit({ kind: "committed", facts: facts() });
  } catch (error) {
    // What was lost before the COMMIT was sent, the server rolls back.
    const kind = committing && input.classify(error).kind === "lost" ? "lost" : "failed";
    if (kind === "failed") input.onCommit(undefined);
    await rollBack(session);
    if (signal.aborted) return { kind, facts: facts(), error: signal.reason };
    if (kind === "lost") return { kind, facts: await withFound(input, sources, copies, facts()), error };
    return endOfFailed({ ...input, copies }, sources, outcomes, { error, facts: facts() });
  }
  // Readers see everything: what is asked from here on is for people, and changes nothing.
  const loads = await completeLoads(
    input,
    outcomes.flatMap(({ load }) => load ?? []),
    copies,
  );
  return { kind: "committed", facts: { ...facts(), ...rejectsOf(loads) } };
}

/** What makes tables, what comes up to the last load, and what is left; the order is that of the plan. */
function phasesOf(
  steps: readonly PlannedStep[],
): Readonly<Record<"schema" | "loads" | "rest", readonly PlannedStep[]>> {
  const made = steps.findLastIndex(({ kind }) => kind === "schema") + 1;
  const loaded = Math.max(made, steps.findLastIndex(({ kind }) => kind === "stage") + 1);
  return { schema: steps.slice(0, made), loads: steps.slice(made, loaded), rest: steps.slice(loaded) };
}

/** The COPY of each source that is loaded. */
function copiesOf(steps: readonly PlannedStep[]): CopyOfSource {
  const statements = steps.flatMap((step) => step.statements);
  return new Map(
    statements.flatMap(({ loads, copy }) =>
      loads === undefined || copy === undefined ? [] : [[loads, copy] as const],
    ),
  );
}
