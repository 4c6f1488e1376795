/** The bytes of an object, decompressed, in pieces. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import { UnreachableError } from "../../../errors.ts";
import type { Store, StoredObject } from "../../../sources/store.ts";
import type { CopyCommand } from "./options.ts";

/** The decompressed bytes of an object. */
export async function* readChunks(
  object: StoredObject,
  store: Store,
  copy: CopyCommand,
): AsyncGenerator<Uint8Array> {
  const path = store.localPath(object.url);
  // A small file in one piece: opening a stream costs more than reading it.
  const source =
    path === undefined || object.size < 1 << 20
      ? [await store.read(object.url)]
      : createReadStream(path, { highWaterMark: 4 << 20 });
  if (copy.compression === "zstd") {
    yield* unzstd(source);
  } else if (copy.compression === "gzip") {
    // Zero bytes at the end of a gzip file are allowed; an empty file is no gzip file, but holds no rows either.
    if (object.size > 0) yield* Readable.from(source).pipe(createGunzip()) as AsyncIterable<Uint8Array>;
  } else {
    try {
      yield* source as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === undefined
        ? error
        : new UnreachableError((error as Error).message, {
            where: object.url,
            next: "run again",
            cause: error,
          });
    }
  }
}

async function* unzstd(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => ready.push(chunk));
  for await (const chunk of source) {
    stream.push(chunk);
    yield* ready.splice(0);
  }
  stream.push(new Uint8Array(0), true);
  yield* ready;
}
