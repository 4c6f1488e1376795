/** Which of the new files are packed row by row, since they have an array around their rows: for a plan, which reads them no further. */
import type { SourceFile } from "../sources/source.ts";
import { takeWrapped } from "../sources/unpack-files.ts";
import type { Store } from "../store/store.ts";
import type { Discovered } from "./discover.ts";

/** A source with what becomes of its new files. */
export interface PlannedSource extends Discovered {
  /** Files whose rows are taken out of an array, and packed; they are in no other part of the plan. */
  readonly unpacked: readonly SourceFile[];
}

/** Looks at the beginnings of the files, where the header of their source allows it. @throws UnreachableError when one cannot be read */
export async function seeUnpacked(
  store: Store,
  found: readonly Discovered[],
): Promise<readonly PlannedSource[]> {
  const sources: PlannedSource[] = [];
  for (const one of found) {
    const { wrapped: unpacked, rest: pack } = await takeWrapped(store, one.pack);
    sources.push({ ...one, pack, unpacked });
  }
  return sources;
}
