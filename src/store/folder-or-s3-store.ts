/** Folders and S3 as one store: urls that begin with `s3://` are S3's, all others are paths. */
import { readFile } from "node:fs/promises";
import { pagesOf } from "./pages.ts";
import type { Store, StoredObject } from "./store.ts";

/** Returns a store that sends every request to the store that its url belongs to. */
export function folderOrS3Store(folder: Store, s3: Store): Store {
  const of = (url: string): Store => (url.startsWith("s3://") ? s3 : folder);
  return {
    list: (prefix, passOver) => of(prefix).list(prefix, passOver),
    pages: async function* (prefixes, passOver) {
      for (const one of [folder, s3]) {
        const own = prefixes.filter((prefix) => of(prefix) === one);
        if (own.length > 0) yield* pagesOf(one, own, passOver);
      }
    },
    read: (url) => of(url).read(url),
    readMany: (objects) => readMany(of(objects[0]?.url ?? ""), objects),
    readParts: (object) => of(object.url).readParts(object),
    write: (url, content) => of(url).write(url, content),
    put: async (path, url, signal) => {
      const to = of(url);
      if (to.put === undefined) await to.write(url, await readFile(path));
      else await to.put(path, url, signal);
    },
    remove: (prefix) => of(prefix).remove(prefix),
    localPath: (url) => of(url).localPath(url),
    region: async (url) => of(url).region?.(url),
    copy: async (object, url, signal) => {
      const from = of(object.url);
      if (from === of(url) && from.copy !== undefined) await from.copy(object, url, signal);
      else await of(url).write(url, await from.read(object.url));
    },
  };
}

/** All objects of one listing are in one store. */
async function* readMany(store: Store, objects: readonly StoredObject[]): AsyncGenerator<Buffer> {
  if (store.readMany !== undefined) yield* store.readMany(objects);
  else for (const { url } of objects) yield await store.read(url);
}
