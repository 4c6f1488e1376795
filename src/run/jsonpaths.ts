/** The JSONPaths file of a source, where COPY can read it. */
import { regionBeyondCopy } from "../sources/region.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";

/**
 * Returns the url that COPY is given: the file's own, or, where COPY cannot read that, the one that a copy gets below `prefix`: it is in
 * another region, or on this machine while the work is in S3. Undefined without a file.
 */
export async function placeJsonpaths(
  store: Store,
  { name, jsonpaths: url }: Pick<Source, "name" | "jsonpaths">,
  prefix: string,
): Promise<string | undefined> {
  if (url === undefined) return undefined;
  const isHere = !url.startsWith("s3://") && prefix.startsWith("s3://");
  if (!isHere && (await regionBeyondCopy(store, url, prefix)) === undefined) return url;
  return `${prefix}${name}.jsonpaths`;
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
