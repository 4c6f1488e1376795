/** The JSONPaths file of a source, where COPY can read it. */
import { ConfigError } from "../errors.ts";
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
 * @throws ConfigError when the file is not a JSONPaths file; UnreachableError when it cannot be read, or the copy not be written
 */
export async function prepareJsonpaths(
  store: Store,
  source: Pick<Source, "name" | "jsonpaths">,
  prefix: string,
): Promise<string | undefined> {
  const place = await placeJsonpaths(store, source, prefix);
  const url = source.jsonpaths;
  if (url === undefined) return place;
  const content = await store.read(url);
  if (!isJsonpaths(content)) {
    throw new ConfigError(`the JSONPaths file of ${source.name} is not a JSONPaths file`, {
      where: url,
      next: 'it must be one object with a list of paths, {"jsonpaths": ["$.user.id", …]}, one for each column of the COPY; name such a file, or none',
    });
  }
  if (place !== undefined && place !== url) await store.write(place, content);
  return place;
}

/**
 * Whether it holds a list of paths, as "COPY from JSON format" of the Database Developer Guide has it. A file without one COPY may take for
 * 'auto' without a word, and leave columns empty; what is wrong with a path, it tells.
 */
function isJsonpaths(content: Buffer): boolean {
  try {
    const file = JSON.parse(content.toString("utf8")) as { readonly jsonpaths?: unknown } | null;
    return Array.isArray(file?.jsonpaths) && file.jsonpaths.length > 0;
  } catch {
    return false;
  }
}
