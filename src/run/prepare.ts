/** Makes what was discovered ready for COPY. */
import type { RunEvent } from "../records/result.ts";
import { preparePacks, type PreparedObjects } from "../sources/pack.ts";
import type { SourceName } from "../sources/source.ts";
import type { CopyInput } from "../plan/variables.ts";
import type { Store } from "../store/store.ts";
import { newsOf, type Discovered } from "./discover.ts";

/** The files of one source, made ready for COPY. */
export interface PreparedSource extends Discovered {
  /** Undefined when there is nothing new. */
  readonly prepared: PreparedObjects | undefined;
}

/**
 * Packs the new files of every source and writes the manifests, all below `prefix`.
 * @throws UnreachableError when a file cannot be read or a pack cannot be written.
 */
export async function prepareSources(
  store: Store,
  found: readonly Discovered[],
  prefix: string,
  onEvent: (event: RunEvent) => void,
): Promise<readonly PreparedSource[]> {
  const sources: PreparedSource[] = [];
  for (const one of found) {
    const news = newsOf(one);
    const { away } = one.pack;
    const from = away === undefined ? "" : `, carried over from ${away}`;
    const detail = `${news.files} new files of ${one.source.name}${from}`;
    if (news.files > 0) onEvent({ type: "stage", stage: "pack", detail, load: news });
    const prepared =
      news.files === 0 ? undefined : await preparePacks(store, one.pack, `${prefix}${one.source.name}`);
    sources.push({ ...one, prepared });
  }
  return sources;
}

/** Returns what each source gives its COPY. */
export function copiesOf(
  sources: readonly PreparedSource[],
): Readonly<Record<SourceName, CopyInput | undefined>> {
  const copyOf = (name: SourceName): CopyInput | undefined => {
    const one = sources.find(({ source }) => source.name === name);
    return one?.prepared && { manifestUrl: one.prepared.manifestUrl, compression: one.pack.compression };
  };
  return { events: copyOf("events"), songs: copyOf("songs") };
}
