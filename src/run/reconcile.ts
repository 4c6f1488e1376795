/** Holds what was read against what arrived: rows read = rows staged + rows rejected, file by file. */
import { StepError } from "../errors.ts";
import type { LoadedObject } from "../sources/pack-map.ts";
import type { LedgerEntry } from "../records/ledger.ts";
import type { Reject } from "../records/result.ts";

/** What one COPY said. */
export interface LoadFacts {
  readonly rowsLoaded: number;
  /** Rows scanned by object url, for objects whose rows this job did not count itself. */
  readonly scanned: ReadonlyMap<string, number>;
  readonly rejects: readonly Reject[];
}

/** Rows read in all: counted in the packs, scanned by the warehouse in the rest. */
export function countRead(objects: readonly LoadedObject[], scanned: ReadonlyMap<string, number>): number {
  return objects.reduce((total, object) => {
    if (object.kind === "file") return total + (scanned.get(object.url) ?? 0);
    return total + object.members.reduce((sum, member) => sum + member.objects, 0);
  }, 0);
}

/**
 * Gives every file its rows read, staged and rejected.
 * @throws StepError when the sums do not meet: rows were lost or invented, and nothing may be published.
 */
export function reconcile(
  objects: readonly LoadedObject[],
  facts: LoadFacts,
  where: string,
): readonly LedgerEntry[] {
  const rejected = new Map<string, number>();
  for (const { url } of facts.rejects) rejected.set(url, (rejected.get(url) ?? 0) + 1);
  const entry = (file: LedgerEntry["file"], rowsRead: number): LedgerEntry => {
    const rowsRejected = rejected.get(file.url) ?? 0;
    return { file, rowsRead, rowsStaged: rowsRead - rowsRejected, rowsRejected };
  };
  const entries = objects.flatMap((object) =>
    object.kind === "pack"
      ? object.members.map((member) => entry(member.file, member.objects))
      : [entry(object.file, facts.scanned.get(object.url) ?? 0)],
  );
  const staged = entries.reduce((total, { rowsStaged }) => total + rowsStaged, 0);
  if (staged !== facts.rowsLoaded) {
    const read = countRead(objects, facts.scanned);
    throw new StepError(
      `the load does not add up: ${read} rows read, ${facts.rejects.length} rejected, ${facts.rowsLoaded} staged`,
      { where, next: "nothing was published; a file may have changed while it was read: run again" },
    );
  }
  return entries;
}
