/** A store whose every answer can be waited for in vain: a signal ends the waiting. */
import { setMaxListeners } from "node:events";
import { untilAborted } from "../interruption.ts";
import type { PassOver, Store, StoredObject } from "./store.ts";

/**
 * Returns the store, whose answers reject with the signal's reason once that is aborted, whatever the store is doing.
 */
export function interruptibleStore(store: Store, signal: AbortSignal): Store {
  // As many wait as requests are under way, and each of them goes again: Node takes more than ten for a leak, and says so on stderr.
  setMaxListeners(0, signal);
  const readMany = store.readMany?.bind(store);
  const pages = store.pages?.bind(store);
  const region = store.region?.bind(store);
  const put = store.put?.bind(store);
  const copy = store.copy?.bind(store);
  return {
    list: (prefix, passOver) => untilAborted(signal, store.list(prefix, passOver)),
    ...(pages === undefined
      ? {}
      : {
          pages: (prefixes: readonly string[], passOver?: PassOver) =>
            interruptible(signal, pages(prefixes, passOver)),
        }),
    read: (url) => untilAborted(signal, store.read(url)),
    ...(readMany === undefined
      ? {}
      : { readMany: (objects: readonly StoredObject[]) => interruptible(signal, readMany(objects)) }),
    readParts: (object) => interruptible(signal, store.readParts(object)),
    write: (url, content) => untilAborted(signal, store.write(url, content)),
    remove: (prefix) => untilAborted(signal, store.remove(prefix)),
    localPath: (url) => store.localPath(url),
    ...(region === undefined ? {} : { region: (url: string) => untilAborted(signal, region(url)) }),
    // What would take minutes is not only left alone: it is stopped.
    ...(put === undefined
      ? {}
      : { put: (path: string, url: string) => untilAborted(signal, put(path, url, signal)) }),
    ...(copy === undefined
      ? {}
      : { copy: (object: StoredObject, url: string) => untilAborted(signal, copy(object, url, signal)) }),
  };
}

async function* interruptible<T>(signal: AbortSignal, items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await untilAborted(signal, iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not waited for: it would wait for the answer that does not come.
    iterator.return?.()?.catch(() => undefined);
  }
}
