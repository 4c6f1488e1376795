/** Folders as a store; `s3://bucket/key` may stand for files below a folder. */
import { createReadStream, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { ConfigError, UnreachableError } from "../errors.ts";
import { isFolder, listFolder, walkFolder } from "./list-folder.ts";
import type { Store } from "./store.ts";

/** Bytes of a part. */
const PART = 1 << 16;

/**
 * Returns the store of folders. Everything is synchronous inside: for thousands of small files that is several times as
 * fast as asking the thread pool for each. It throws ConfigError for an `s3://` url without `s3Root`.
 * @param options.s3Root the folder that stands for S3: `s3://bucket/key` is the file `bucket/key` in it
 */
export function openFolderStore(options: { readonly s3Root?: string }): Store {
  const toPath = (url: string): string => {
    if (!url.startsWith("s3://")) return url;
    if (url.split("/").includes("..")) {
      throw new ConfigError("a key with .. would lead out of the folder that stands for S3", {
        where: url,
        next: "name the bucket and the whole key",
      });
    }
    if (options.s3Root !== undefined) return join(options.s3Root, url.slice("s3://".length));
    throw new ConfigError("no folder stands for S3", {
      where: url,
      next: "set DWH_S3_ROOT to a folder that holds bucket/key",
    });
  };
  return {
    list: (prefix, passOver) => attempt(prefix, () => listFolder(prefix, toPath(prefix), passOver)),
    pages: async function* (prefixes, passOver) {
      for (const prefix of prefixes) {
        const folders = walkFolder(prefix, toPath(prefix), passOver);
        for (;;) {
          const { done, value } = await attempt(prefix, () => folders.next());
          if (done === true) break;
          yield value;
        }
      }
    },
    read: (url) => attempt(url, () => readFileSync(toPath(url))),
    readParts: ({ url }) => readInParts(url, toPath(url)),
    write: (url, content) =>
      attempt(url, () => {
        const path = toPath(url);
        makeFolder(dirname(path));
        // Whole or not at all: a reader never sees a half-written object.
        writeFileSync(`${path}.part`, content);
        renameSync(`${path}.part`, path);
      }),
    put: (from, url, signal) =>
      attempt(url, async () => {
        const path = toPath(url);
        makeFolder(dirname(path));
        try {
          await copyFile(from, `${path}.part`);
          signal?.throwIfAborted();
          renameSync(`${path}.part`, path);
        } catch (error) {
          rmSync(`${path}.part`, { force: true });
          throw error;
        }
      }),
    remove: (prefix) =>
      attempt(prefix, () => {
        const path = toPath(prefix);
        const folder = path.slice(0, path.lastIndexOf("/") + 1);
        for (const name of namesIn(folder)) {
          if (`${folder}${name}`.startsWith(path))
            rmSync(`${folder}${name}`, { recursive: true, force: true });
        }
        if (path.endsWith("/")) rmSync(path, { recursive: true, force: true });
      }),
    localPath: toPath,
  };
}

async function* readInParts(url: string, path: string): AsyncGenerator<Buffer> {
  const parts = createReadStream(path, { highWaterMark: PART })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await attempt(url, () => parts.next() as Promise<IteratorResult<Buffer>>);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await parts.return?.();
  }
}

function namesIn(folder: string): string[] {
  return isFolder(folder) ? readdirSync(folder) : [];
}

async function attempt<T>(url: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UnreachableError(explainCode(code), {
      where: path ?? url,
      next: NEXT[code] ?? "check that the place can be read and written, and run again",
      cause: error,
    });
  }
}

const NEXT: Readonly<Record<string, string>> = {
  ENOENT: "the file may have been moved while it was read: run again",
  EACCES: "give this user the right to read it (chmod, chown)",
  EPERM: "give this user the right to read it (chmod, chown)",
  ENOSPC: "free space on that disk, and run again; nothing was published",
};

function explainCode(code: string): string {
  switch (code) {
    case "ENOENT":
      return "a file no longer exists";
    case "EACCES":
    case "EPERM":
      return "no right to read or write a file";
    case "ENOSPC":
      return "the disk is full";
    default:
      return `a file cannot be read or written (${code})`;
  }
}
