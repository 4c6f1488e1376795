/** What lies in a folder below a key prefix, as S3 would list it. */
import { lstatSync, readdirSync, realpathSync, statSync, type Dirent, type Stats } from "node:fs";
import { inByteOrder } from "../text/byte-order.ts";
import type { PassOver, StoredObject } from "./store.ts";

/**
 * Returns all regular files whose path starts with the prefix, links to them too, in the order of S3: by bytes of the whole key. What is
 * none is told to `passOver`, and nobody waits for it: whoever opens a pipe may wait for ever.
 * @param path where the prefix is on this machine
 * @throws the file system's errors for a folder that cannot be read
 */
export function listFolder(
  prefix: string,
  path: string,
  passOver: PassOver = () => undefined,
): StoredObject[] {
  return inByteOrder([...walkFolder(prefix, path, passOver)].flat());
}

/** Yields the same folder by folder, in no order; for the parameters see `listFolder`. */
export function* walkFolder(
  prefix: string,
  path: string,
  passOver: PassOver = () => undefined,
): Generator<readonly StoredObject[]> {
  const base = prefix.length - path.length;
  const urlOf = (file: string): string => (base === 0 ? file : prefix + file.slice(path.length));
  const walk = function* (at: string, above: readonly string[]): Generator<readonly StoredObject[]> {
    const found: StoredObject[] = [];
    const folders = [...above, at];
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const file = at + entry.name;
      if (!file.startsWith(path)) continue;
      const kind = kindOf(file, entry, folders);
      if (kind === "folder") yield* walk(`${file}/`, folders);
      else if (typeof kind === "string") passOver({ url: urlOf(file), reason: kind });
      else if (kind !== undefined)
        found.push({ url: urlOf(file), etag: `${kind.ino}-${kind.mtimeMs}`, size: kind.size });
    }
    yield found;
  };
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  if (isFolder(folder)) yield* walk(folder, []);
}

/** Returns whether a folder, or a link to one, is there. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The facts of a regular file, "folder", or why it is neither; undefined for what went away since the folder was read. */
function kindOf(file: string, entry: Dirent, folders: readonly string[]): Stats | string | undefined {
  // What is not UTF-8 is read with this character in its place, and no longer found by that name.
  if (entry.name.includes("\uFFFD") && lstatSync(file, { throwIfNoEntry: false }) === undefined)
    return "with a name that is not UTF-8";
  if (entry.isDirectory()) return "folder";
  if (!entry.isFile() && !entry.isSymbolicLink()) return IRREGULAR;
  const stats = follow(file);
  if (stats === undefined) return entry.isSymbolicLink() ? "as a link that leads nowhere" : undefined;
  if (stats.isDirectory()) return leadsUp(file, folders) ? "as a link to a folder that it lies in" : "folder";
  return stats.isFile() ? stats : IRREGULAR;
}

const IRREGULAR = "as not a regular file";
/** The faults of a link to itself, or two to each other; of one through a file; of one to a name that no file can have. */
const NOWHERE: ReadonlySet<string> = new Set(["ELOOP", "ENOTDIR", "ENAMETOOLONG"]);

function follow(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (NOWHERE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** Whether a link leads to one of the folders that it was reached through, or to one above: its files would be listed again, without an end. */
function leadsUp(link: string, folders: readonly string[]): boolean {
  const target = realpathSync(link);
  const within = target.endsWith("/") ? target : `${target}/`;
  return folders.some((folder) => `${realpathSync(folder)}/`.startsWith(within));
}
