/** What a run is given. */
import type { OnBadFile } from "../config/config.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import type { RunEvent } from "../records/result.ts";
import type { Part, RebuildPart } from "../plan/partly.ts";
import type { Again } from "../sources/again.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { Batch, Exchange } from "./beside.ts";

/** What a run needs; everything that is not a value is an argument too. */
export interface RunInput {
  readonly warehouse: Warehouse;
  readonly store: Store;
  readonly sql: SqlFolder;
  readonly sources: readonly Source[];
  /** Where packs and manifests go; ends in a slash. Only what is under this run's own prefix is removed afterwards. */
  readonly workUrl: string;
  readonly copyRole: string;
  readonly maxRejects: number;
  /** What is done about a file whose rows are more than that, or that is damaged: the run ends, or goes on without it. */
  readonly onBadFile?: OnBadFile;
  /** Whether everything is done and then rolled back, and no record is kept. */
  readonly dryRun?: boolean;
  /** Files that are loaded whatever the ledger says. */
  readonly again?: Again | undefined;
  /** What the run does of its plan; undefined: all of it. Of the sources it is given those that the part names. */
  readonly part?: Pick<Part, "without"> | undefined;
  /** Tables that are rebuilt from all files, */
  readonly rebuild?: RebuildPart | undefined;
  /** and whether rows may go whose files are gone. */
  readonly mayLose?: boolean;
  /** What makes it a batch of a rebuild, */
  readonly batch?: Batch | undefined;
  /** or what lets the tables of all batches be seen. */
  readonly exchange?: Exchange | undefined;
  /** How old the last asking of an audit may be, in milliseconds, before a run asks it again. */
  readonly auditEvery: number;
  readonly runId: string;
  readonly version: string;
  readonly now: () => Date;
  /** Aborted with the error that says why: InterruptedError or DeadlineError. */
  readonly signal: AbortSignal;
  /** What an error means for a retry; warehouses say it differently. */
  readonly classify: (error: unknown) => {
    readonly kind: "transient" | "lost" | "terminal";
    readonly reason: string;
  };
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onEvent: (event: RunEvent) => void;
  /** Whether the run may add columns and lengthen texts that sql/schema declares otherwise, and the command that does all of it. */
  readonly migrate?: { readonly mode: "never" | "safe"; readonly command: string };
}
