/** Folds what the steps of an attempt did into the facts that a result tells; pure. */
import type { PlannedStep } from "../plan/plan.ts";
import type { LedgerEntry } from "../records/ledger.ts";
import type { SourceResult, StepResult, TableResult } from "../records/result.ts";
import { countPassed } from "../text/passed-over.ts";
import type { Facts } from "./attempt-end.ts";
import { newsOf, type Discovered } from "./discover.ts";
import type { SettledLoad } from "./settle-load.ts";
import { rejectedRows, type LoggedLoad } from "./load-log.ts";
import type { PreparedSource } from "./prepare.ts";
import type { StepOutcome } from "./steps.ts";

/** Returns the facts: every step of the plan, those that were not reached as skipped, and what each source gave. */
export function factsOf(
  sources: readonly PreparedSource[],
  steps: readonly PlannedStep[],
  outcomes: readonly StepOutcome[],
  tables: readonly TableResult[],
): Facts {
  const loads = outcomes.flatMap(({ load }) => load ?? []);
  return {
    sources: sources.map((source) => sourceResult(source, loads)),
    steps: [...outcomes.map(({ result }) => result), ...steps.slice(outcomes.length).map(skipped)],
    checks: outcomes.flatMap(({ check }) => check ?? []),
    ...rejectsOf(loads),
    tables,
    columns: outcomes.flatMap(({ columns }) => columns ?? []),
  };
}

/** Returns the rejected rows of the loads, why there may be none of them to read, and what the loads changed. */
export function rejectsOf(loads: readonly LoggedLoad[]): Pick<Facts, "rejects" | "unreadLog" | "changed"> {
  return {
    changed: loads.flatMap(({ changed }) => changed),
    rejects: loads.flatMap(rejectedRows),
    unreadLog: loads.find(({ unread }) => unread !== undefined)?.unread,
  };
}

/** Returns the facts of an attempt that found no new file. */
export function idleFacts(found: readonly Discovered[]): Facts {
  const nothing = { files: 0, bytes: 0, rowsRead: 0, rowsStaged: 0, rowsRejected: 0, objects: 0 };
  const sources = found.map(({ source, passedOver }) => ({
    name: source.name,
    urls: source.urls,
    passedOver: countPassed(passedOver),
    passedFor: passedOver,
    ...nothing,
  }));
  return { sources, steps: [], checks: [], rejects: [], unreadLog: undefined, tables: [], columns: [] };
}

/** Returns the files that the steps loaded, as the ledger keeps them. */
export function entriesOf(outcomes: readonly StepOutcome[]): readonly LedgerEntry[] {
  return outcomes.flatMap(({ load }) => load?.entries ?? []);
}

function skipped({ position, name, kind }: PlannedStep): StepResult {
  return { position, name, kind, status: "skipped", startedAt: undefined, durationMs: 0, rows: 0 };
}

/** The rows are COPY's own numbers: those of the files may not all be known. */
function sourceResult(found: PreparedSource, loads: readonly SettledLoad[]): SourceResult {
  const { name, urls } = found.source;
  const { loaded = 0, rejected = 0 } = loads.find(({ source }) => source === name) ?? {};
  return {
    name,
    urls,
    ...newsOf(found),
    rowsRead: loaded + rejected,
    rowsStaged: loaded,
    rowsRejected: rejected,
    objects: found.prepared?.objects.length ?? 0,
    passedOver: countPassed(found.passedOver),
    passedFor: found.passedOver,
  };
}
