/** What the next run would find in each source. */
import { DwhError } from "../errors.ts";
import type { News } from "../records/result.ts";
import type { KnownFiles } from "../sources/known-files.ts";
import { searchShared } from "../sources/shared-files.ts";
import { findSource, type Lookback, type SourceSetting } from "../sources/find-source.ts";
import type { PassedOver } from "../text/passed-over.ts";
import type { SourceName } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { newsOf, splitHeldBack } from "./discover.ts";
import { listSource, refuseShared } from "./list-source.ts";

/** The files of a source that the ledger does not hold, or why nobody knows. */
export type Pending = { readonly source: SourceName; readonly paths: readonly string[] } & (
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
export async function listPending(
  store: Store,
  settings: readonly SourceSetting[],
  known: KnownFiles,
  {
    lookback,
    now,
    heldBack = new Set(),
  }: { readonly lookback: Lookback; readonly now: () => Date; readonly heldBack?: ReadonlySet<string> },
): Promise<readonly Pending[]> {
  const names = settings.map(({ declaration }) => declaration.name);
  const found = settings.map((setting) => ({
    setting,
    source: orProblem(() => findSource(setting, lookback)),
  }));
  const shared = searchShared(found.flatMap(({ source }) => (source instanceof DwhError ? [] : [source])));
  const pending: Pending[] = [];
  for (const { setting, source } of found) {
    const what = { source: setting.declaration.name, paths: setting.locations };
    try {
      if (source instanceof DwhError) throw source;
      const listed = await listSource(store, source, { known, now, names, shared });
      const { passedOver, warnings } = listed;
      const [newFiles] = splitHeldBack(listed.newFiles, heldBack);
      pending.push({ ...what, ...newsOf({ newFiles }), passedOver, warnings });
    } catch (error) {
      if (!(error instanceof DwhError)) throw error;
      const next = error.next === undefined ? {} : { next: error.next };
      pending.push({ ...what, problem: error.message, ...next });
    }
  }
  refuseShared(shared);
  return pending;
}

function orProblem<T>(find: () => T): T | DwhError {
  try {
    return find();
  } catch (error) {
    if (error instanceof DwhError) return error;
    throw error;
  }
}
