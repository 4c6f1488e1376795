/** The objects that a COPY reads: all under a prefix, or those of a manifest. */
import { statSync } from "node:fs";
import { UnreachableError, WarehouseError } from "../../../errors.ts";
import type { Store, StoredObject } from "../../../store/store.ts";
import type { CopyCommand } from "./command.ts";

/**
 * Returns the objects in order. A file that a manifest names twice is loaded twice, as in Redshift.
 * @throws WarehouseError XX000 in Redshift's words: no object under the prefix, a mandatory one missing, a manifest that is not one.
 */
export async function listObjects(copy: CopyCommand, store: Store): Promise<readonly StoredObject[]> {
  if (!copy.manifest) {
    const objects = (await store.list(copy.from)).filter(({ size, url }) => size > 0 || !url.endsWith("/"));
    if (objects.length > 0) return objects;
    throw missing(`The specified S3 prefix '${copy.from}' does not exist`, copy.from);
  }
  const entries = parseManifest(await readManifest(copy.from, store), copy.from);
  const objects: StoredObject[] = [];
  for (const { url, mandatory } of entries) {
    const found = await find(store, url);
    if (found !== undefined) objects.push(found);
    else if (mandatory)
      throw missing(
        `Problem reading manifest file - S3ServiceException: the mandatory file '${url}' does not exist`,
        url,
      );
  }
  if (objects.length === 0)
    throw missing(`None of the files of the manifest '${copy.from}' exists`, copy.from);
  return objects;
}

/** A file is asked for by its path: listing its folder for each entry would be slow. */
async function find(store: Store, url: string): Promise<StoredObject | undefined> {
  const path = store.localPath(url);
  if (path === undefined) return (await store.list(url)).find((object) => object.url === url);
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? { url, etag: "", size: stats.size } : undefined;
}

async function readManifest(url: string, store: Store): Promise<string> {
  try {
    return (await store.read(url)).toString("utf8");
  } catch (error) {
    if (error instanceof UnreachableError)
      throw missing(`Problem reading manifest file '${url}': it does not exist`, url);
    throw error;
  }
}

function parseManifest(text: string, url: string): { url: string; mandatory: boolean }[] {
  try {
    const { entries } = JSON.parse(text) as { entries: { url: string; mandatory?: boolean }[] };
    return entries.map((entry) => {
      if (typeof entry.url !== "string") throw new TypeError("an entry has no url");
      return { url: entry.url, mandatory: entry.mandatory === true };
    });
  } catch (error) {
    throw new WarehouseError(`Problem reading manifest file '${url}': ${(error as Error).message}`, {
      sqlState: "XX000",
      where: url,
      next: 'a manifest is {"entries": [{"url": "…", "mandatory": true}]}',
      cause: error,
    });
  }
}

function missing(message: string, url: string): WarehouseError {
  return new WarehouseError(message, {
    sqlState: "XX000",
    detail: "error: The specified key or prefix does not exist; code: 8001; location: s3_utility.cpp",
    where: url,
    next: "the file may have been moved after it was listed: run again",
  });
}
