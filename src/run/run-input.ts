/** What a run is given, and its sources made ready for COPY. */
import type { PackPlan } from "../sources/pack-plan.ts";
import type { PreparedObjects } from "../sources/pack.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { Session, Warehouse } from "../warehouse/warehouse.ts";
import type { Discovered } from "./discover.ts";
import type { LedgerEntry } from "../records/ledger.ts";
import type { SqlFolder } from "../job/load-sql.ts";
import type { CheckResult, Reject, RunEvent, RunResult, StepResult, TableResult } from "../records/result.ts";

/** What a run needs; everything that is not a value is an argument too. */
export interface RunInput {
  readonly warehouse: Warehouse;
  readonly store: Store;
  readonly sql: SqlFolder;
  readonly sources: readonly Source[];
  readonly eventsJsonpaths: string | undefined;
  /** Where packs and manifests go; ends in a slash. Only what is under this run's own prefix is removed afterwards. */
  readonly workUrl: string;
  readonly copyRole: string;
  readonly maxRejects: number;
  readonly runId: string;
  readonly version: string;
  readonly now: () => Date;
  /** Aborted with the error that says why: InterruptedError or DeadlineError. */
  readonly signal: AbortSignal;
  /** What an error means for another try; warehouses differ in how they say it. */
  readonly classify: (error: unknown) => {
    readonly kind: "transient" | "lost" | "terminal";
    readonly reason: string;
  };
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onEvent: (event: RunEvent) => void;
}

/** The files of one source, made ready for COPY. */
export interface PreparedSource extends Discovered {
  readonly pack: PackPlan;
  readonly prepared: PreparedObjects | undefined;
}

/** One attempt at the transaction of a run. */
export interface Work extends RunInput {
  readonly session: Session;
  readonly startedAt: Date;
  /** Of everything that this attempt writes outside the warehouse. */
  readonly prefix: string;
}

/** What the steps of an attempt have done so far. */
export interface Progress {
  readonly steps: StepResult[];
  readonly checks: CheckResult[];
  readonly rejects: Reject[];
  readonly entries: LedgerEntry[];
  tables: TableResult[];
}

/** What became of the transaction; `error` says why it was rolled back, unless a check did that. */
export type Transacted = Pick<RunResult, "sources" | "steps" | "checks" | "rejects" | "tables" | "error">;
