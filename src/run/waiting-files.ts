/** What the next run would find in a source. */
import { DwhError } from "../errors.ts";
import type { News } from "../records/result.ts";
import { findSource, type SourceSetting } from "../sources/find-source.ts";
import type { PassedOver } from "../text/passed-over.ts";
import type { SourceName } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { newsOf, splitHeldBack } from "./discover.ts";
import { listSource, refuseShared, type ListedSource } from "./list-source.ts";

/** The files of a source that the ledger does not hold, or why nobody knows. */
export type Waiting = { readonly source: SourceName; readonly paths: readonly string[] } & (
  | (News & {
      readonly passedOver: readonly PassedOver[];
      readonly warnings: readonly string[];
    })
  | { readonly problem: string; readonly next?: string }
);

/**
 * Lists every source, without the files that are held back; one that fails has a `problem` in place of its files.
 * @throws ConfigError when a file is in two sources
 */
export async function listWaiting(
  store: Store,
  settings: readonly SourceSetting[],
  ledger: ReadonlySet<string>,
  heldBack: ReadonlySet<string> = new Set(),
): Promise<readonly Waiting[]> {
  const names = settings.map(({ declaration }) => declaration.name);
  const listed: ListedSource[] = [];
  const waiting: Waiting[] = [];
  for (const setting of settings) {
    const what = { source: setting.declaration.name, paths: setting.locations };
    try {
      const found = await listSource(store, findSource(setting), ledger, names);
      listed.push(found);
      const { passedOver, warnings } = found;
      const [newFiles] = splitHeldBack(found.newFiles, heldBack);
      waiting.push({ ...what, ...newsOf({ newFiles }), passedOver, warnings });
    } catch (error) {
      if (!(error instanceof DwhError)) throw error;
      const next = error.next === undefined ? {} : { next: error.next };
      waiting.push({ ...what, problem: error.message, ...next });
    }
  }
  refuseShared(listed);
  return waiting;
}
