/** The place beside the star where a rebuild in batches makes its tables: a schema of its own, which is first in the search path of a batch. */
import type { RebuildPart } from "../plan/partly.ts";
import { LockedError } from "../errors.ts";
import { TABLES } from "../names.ts";
import type { LedgerMark } from "../records/ledger.ts";
import type { Session, Warehouse } from "../warehouse/warehouse.ts";

/** Such a place; names as they are spelled in SQL. */
export interface Beside {
  /** The run that began the rebuild. */
  readonly id: string;
  readonly schema: string;
  /** The schema of the job. */
  readonly home: string;
  /** All schemas in which a batch finds a bare name, in this order. */
  readonly path: readonly string[];
}

/** What a run is given that is a batch. */
export interface Batch {
  readonly beside: Beside;
  /** How much it loads. */
  readonly bytes: number;
  readonly rebuild: RebuildPart;
  readonly mayLose: boolean;
  /** Called with what the sources hold. */
  readonly onLook: (look: Look) => void;
}

/** What a batch finds in the sources. */
export interface Look {
  /** Files that are left to load, with those of this batch. */
  readonly left: number;
  /** Files that earlier batches have loaded, and that have changed or are gone. */
  readonly stale: number;
}

/** A table with the columns that hold what was put into them, as they are spelled. */
export interface TakenTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What a run is given that lets the tables of a rebuild take the place of those that readers see. */
export interface Exchange {
  readonly beside: Beside;
  /** The ledger as it was before the sources were listed last: with another one, files may be missing. */
  readonly mark: LedgerMark;
  readonly tables: readonly TakenTable[];
  /** The job's own tables. */
  readonly own: readonly TakenTable[];
  /** Steps that it leaves out, by `digestKey`, and why. */
  readonly without: ReadonlyMap<string, string>;
}

/**
 * Returns the warehouse as a batch sees it. "When objects are created without a specific target schema, they are placed in the first schema listed in the search path", and what is not there is found in the
 * next one (Database Developer Guide, "search_path"). So the SQL stays as it stands.
 */
export function besideOf(warehouse: Warehouse, { path }: Beside): Warehouse {
  return {
    kind: warehouse.kind,
    name: warehouse.name,
    withSession: (use) =>
      warehouse.withSession(async (session) => {
        await session.execute(`set search_path to ${path.join(", ")}`);
        return use(session);
      }),
  };
}

/**
 * Ends a batch whose rebuild is done, was given up or has begun again meanwhile: bare names would mean the tables that readers see. Under the lock.
 * @throws LockedError
 */
export async function refuseEnded(session: Session, beside: Beside): Promise<void> {
  const { rows } = await session.execute(`select rebuild_id from ${beside.home}.${TABLES.rebuild}`);
  if (!rows.some(([there]) => there === beside.id)) throw endedMeanwhile(beside);
}

/** Returns the error of a batch whose rebuild is done, was given up or has begun again. */
export function endedMeanwhile({ home }: Beside): LockedError {
  return new LockedError("the rebuild was ended by another command while this one was working on it", {
    where: `${home}.${TABLES.rebuild}`,
    next: "nothing of this batch was kept; `dwh status` shows the state",
  });
}
