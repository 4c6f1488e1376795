/** The bytes of a source file, decompressed, piece by piece. */
import { open } from "node:fs/promises";
import { decompressParts } from "../../../compression/decompress.ts";
import { UnreachableError, WarehouseError } from "../../../errors.ts";
import type { Store, StoredObject } from "../../../store/store.ts";
import type { CopyCommand } from "./command.ts";

/** Bytes read at a time; a file of at most so many is read in one piece. */
const PIECE = 1 << 20;

type Chunks = AsyncIterable<Buffer>;

/** Returns a buffer for what is read at a time. */
export function newPiece(): Buffer {
  return Buffer.allocUnsafe(PIECE);
}

/**
 * Reads one object: one gzip member, or one zstd frame. Another one after it is refused, since nothing says that COPY reads it. A chunk is
 * the reader's to keep.
 * @throws CompressionFault for what cannot be decompressed; UnreachableError when the object is gone.
 */
export function readChunks(
  object: StoredObject,
  store: Store,
  compression: CopyCommand["compression"],
): Chunks {
  let members = 0;
  return decompressParts(readRaw(object, store), compression, () => {
    members += 1;
    if (members > 1) throw several(MEMBERS[compression], object.url);
  });
}

/**
 * Reads one object as it lies. Where a chunk is looked at and not kept, `piece` may give the same buffer of {@link PIECE} bytes every
 * time: new ones cost more than the reading.
 * @throws UnreachableError when the object is gone.
 */
export async function* readRaw(object: StoredObject, store: Store, piece: () => Buffer = newPiece): Chunks {
  const path = store.localPath(object.url);
  if (path === undefined || object.size <= PIECE) {
    yield await store.read(object.url);
    return;
  }
  try {
    const file = await open(path);
    try {
      for (;;) {
        const { bytesRead, buffer } = await file.read(piece(), 0, PIECE);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UnreachableError("a file no longer exists, or cannot be read", {
      where: object.url,
      next: "the file may have been moved while it was read: run again",
      cause: error,
    });
  }
}

const MEMBERS = { "": "", gzip: "gzip members", zstd: "zstd frames" } as const;

/** What is refused of a file that Redshift may read in part, and perhaps without a word. */
function several(what: string, url: string): WarehouseError {
  return new WarehouseError(`a file of several ${what}: no page says that COPY reads beyond the first`, {
    sqlState: "0A000",
    where: url,
    next: "write it as one: decompress it, and compress it again",
  });
}
