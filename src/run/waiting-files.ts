/** What the next run would find in a source. */
import { DwhError } from "../errors.ts";
import { findSource, type SourceSetting } from "../sources/find-source.ts";
import type { SourceName } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { discover, newsOf } from "./discover.ts";

/** The files of a source that the ledger does not hold, or why nobody knows. */
export type Waiting =
  | {
      readonly source: SourceName;
      readonly paths: readonly string[];
      readonly files: number;
      readonly bytes: number;
    }
  | {
      readonly source: SourceName;
      readonly paths: readonly string[];
      readonly problem: string;
      readonly next?: string;
    };

/** Lists every source; one that fails has a `problem` in place of its files. */
export async function listWaiting(
  store: Store,
  settings: readonly SourceSetting[],
  ledger: ReadonlySet<string>,
): Promise<readonly Waiting[]> {
  const waiting: Waiting[] = [];
  for (const setting of settings) waiting.push(await listOne(store, setting, ledger));
  return waiting;
}

async function listOne(store: Store, setting: SourceSetting, ledger: ReadonlySet<string>): Promise<Waiting> {
  const what = { source: setting.declaration.name, paths: setting.locations };
  try {
    const [found] = await discover(store, [findSource(setting)], ledger);
    return { ...what, ...newsOf(found ?? { newFiles: [] }) };
  } catch (error) {
    if (!(error instanceof DwhError)) throw error;
    return { ...what, problem: error.message, ...(error.next === undefined ? {} : { next: error.next }) };
  }
}
