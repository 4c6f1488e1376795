/** Makes what was discovered ready for COPY. */
import { countOf } from "../text/amounts.ts";
import type { RunEvent } from "../records/result.ts";
import { preparePacks, type PreparedObjects } from "../sources/pack.ts";
import { sampleRows, type SampledFile } from "../sources/sample-rows.ts";
import type { SourceName } from "../sources/source.ts";
import type { CopyInput, JobValues } from "../plan/variables.ts";
import type { Store } from "../store/store.ts";
import { newsOf, type Discovered } from "./discover.ts";
import { prepareJsonpaths } from "./jsonpaths.ts";

/** The files of one source, made ready for COPY. */
export interface PreparedSource extends Discovered {
  /** Undefined when there is nothing new. */
  readonly prepared: PreparedObjects | undefined;
  /** The url of the JSONPaths file that its COPY reads; undefined means 'auto ignorecase'. */
  readonly jsonpaths: string | undefined;
  /** The first rows of some of the new files. */
  readonly sample: readonly SampledFile[];
}

/**
 * Packs the new files of every source, looks at their first rows, writes the manifests and places the JSONPaths files, all below `prefix`.
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
    const detail = `${countOf(news.files, "new file")} of ${one.source.name}${from}`;
    if (news.files > 0) onEvent({ type: "stage", stage: "pack", detail, load: news });
    if (news.files === 0) {
      sources.push({ ...one, prepared: undefined, jsonpaths: undefined, sample: [] });
      continue;
    }
    const prepared = await preparePacks(store, one.pack, `${prefix}${one.source.name}`);
    const jsonpaths = await prepareJsonpaths(store, one.source, prefix);
    sources.push({ ...one, prepared, jsonpaths, sample: await sampleRows(store, one.newFiles) });
  }
  return sources;
}

/** Returns what each source with new files gives its COPY. */
export function copiesOf(sources: readonly PreparedSource[]): JobValues["copies"] {
  const copies = new Map<SourceName, CopyInput>();
  for (const { source, prepared, pack, jsonpaths } of sources) {
    if (prepared === undefined) continue;
    copies.set(source.name, { manifestUrl: prepared.manifestUrl, compression: pack.compression, jsonpaths });
  }
  return copies;
}
