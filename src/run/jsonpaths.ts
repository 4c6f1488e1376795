/** The JSONPaths file of a source, where COPY can read it. */
import { regionBeyondCopy } from "../sources/region.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";

/**
 * Returns the url that COPY is given: the file's own, or, when that is in a region where COPY cannot read, the one that a copy gets
 * below `prefix`; undefined without a file.
 */
export async function placeJsonpaths(
  store: Store,
  { name, jsonpaths: url }: Pick<Source, "name" | "jsonpaths">,
  prefix: string,
): Promise<string | undefined> {
  if (url === undefined) return undefined;
  return (await regionBeyondCopy(store, url, prefix)) === undefined ? url : `${prefix}${name}.jsonpaths`;
}

/**
 * Returns the same url, and makes the copy first where there has to be one.
 * @throws UnreachableError when the file cannot be read, or the copy not be written
 */
export async function prepareJsonpaths(
  store: Store,
  source: Pick<Source, "name" | "jsonpaths">,
  prefix: string,
): Promise<string | undefined> {
  const place = await placeJsonpaths(store, source, prefix);
  const url = source.jsonpaths;
  if (url !== undefined && place !== undefined && place !== url) {
    await store.write(place, await store.read(url));
  }
  return place;
}
