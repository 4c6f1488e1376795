/** Brings files of another region to where COPY can read them. */
import { readAhead } from "../store/read-ahead.ts";
import type { Store } from "../store/store.ts";
import type { LoadedObject } from "./pack-map.ts";
import type { SourceFile } from "./source.ts";

const MB = 1024 * 1024;
/** Files under way at a time: what small ones cost is the way there and back. A large one goes nearly alone. */
const FILES_AT_A_TIME = 8;
const BYTES_AT_A_TIME = 64 * MB;

/**
 * Copies every file as it was listed, byte for byte, to the url of its index, and returns the copies as what COPY reads.
 * When it fails nothing is under way any more.
 * @throws UnreachableError when one has changed, cannot be read, or cannot be written.
 */
export async function carryOver(
  store: Store,
  files: readonly SourceFile[],
  urlOf: (index: number) => string,
): Promise<readonly LoadedObject[]> {
  const started: Promise<LoadedObject>[] = [];
  const carry = (file: SourceFile): Promise<LoadedObject> => {
    const copied = carryOne(store, file, urlOf(started.length));
    started.push(copied);
    return copied;
  };
  const limits = {
    concurrency: FILES_AT_A_TIME,
    weight: BYTES_AT_A_TIME,
    weigh: ({ size }: SourceFile) => size,
  };
  const objects: LoadedObject[] = [];
  try {
    for await (const object of readAhead(files, carry, limits)) objects.push(object);
  } finally {
    await Promise.allSettled(started);
  }
  return objects;
}

async function carryOne(store: Store, file: SourceFile, url: string): Promise<LoadedObject> {
  if (store.copy === undefined) await store.write(url, await store.read(file.url));
  else await store.copy(file, url);
  return { kind: "file", url, size: file.size, file };
}
