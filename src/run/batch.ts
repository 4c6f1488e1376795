/** How much a batch of a rebuild loads. Pure. */
import { planPacks } from "../sources/pack-plan.ts";
import type { SourceFile } from "../sources/source.ts";
import type { Discovered } from "./discover.ts";

/**
 * Returns the sources with the first of their new files, so many as hold that many bytes together as they lie, and one at least: a file that is larger comes
 * alone. In which batch a file comes changes nothing of the star, as little as in which run.
 */
export function cutBatch(found: readonly Discovered[], bytes: number): readonly Discovered[] {
  let taken = 0;
  let isFull = false;
  return found.map((one) => {
    const newFiles: SourceFile[] = [];
    for (const file of one.newFiles) {
      // An empty file counts too.
      const size = Math.max(1, file.size);
      isFull ||= taken > 0 && taken + size > bytes;
      if (isFull) break;
      newFiles.push(file);
      taken += size;
    }
    return { ...one, newFiles, pack: planPacks(newFiles, one.pack.away) };
  });
}
