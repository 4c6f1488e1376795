/** The bytes of a source file, decompressed, piece by piece. */
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import { UnreachableError, WarehouseError } from "../../../errors.ts";
import type { Store, StoredObject } from "../../../store/store.ts";
import { FrameCounter } from "../../../store/zstd-frames.ts";
import type { CopyCommand } from "./command.ts";

/** Bytes read at a time; a file of at most so many is read in one piece. */
const PIECE = 1 << 20;

/** The bytes are not of the compression that the COPY names, or end too early. */
export class CompressionFault extends Error {}

type Chunks = AsyncIterable<Buffer>;

/** Returns a buffer for what is read at a time. */
export function newPiece(): Buffer {
  return Buffer.allocUnsafe(PIECE);
}

/**
 * Reads one object. A chunk is the reader's to keep.
 * @throws CompressionFault for what cannot be decompressed; UnreachableError when the object is gone.
 */
export function readChunks(
  object: StoredObject,
  store: Store,
  compression: CopyCommand["compression"],
): Chunks {
  const raw = readRaw(object, store);
  switch (compression) {
    case "":
      return raw;
    case "gzip":
      return gunzip(raw, object);
    case "zstd":
      return unzstd(raw, object);
  }
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
    throw new UnreachableError("a file is not there any more, or cannot be read", {
      where: object.url,
      next: "the file may have been moved while it was read: run again",
      cause: error,
    });
  }
}

/**
 * One gzip member. Another one behind it is refused, since nothing says that COPY reads it; it is told by the size that stands at the end
 * of the last one (RFC 1952, 2.3.1). Other bytes there are a fault, and an empty file holds nothing.
 */
async function* gunzip(raw: Chunks, { url, size }: StoredObject): Chunks {
  if (size === 0) return;
  const stream = createGunzip({ chunkSize: PIECE });
  let end: Buffer = Buffer.alloc(0);
  async function* watched(): Chunks {
    for await (const chunk of raw) {
      end = Buffer.concat([end, chunk.subarray(-4)]).subarray(-4);
      yield chunk;
    }
  }
  // What goes wrong in it comes out of the stream below; what comes after the last member is not read any more.
  const fed = pipeline(watched(), stream).catch(() => undefined);
  let plain = 0;
  try {
    for await (const chunk of stream) {
      plain += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } catch (error) {
    throw isZlib(error) ? new CompressionFault((error as Error).message, { cause: error }) : error;
  } finally {
    stream.destroy();
    await fed;
  }
  if (stream.bytesWritten < size) throw new CompressionFault("bytes that are no gzip behind the last member");
  if (end.length === 4 && end.readUInt32LE() !== plain % 2 ** 32) throw several("gzip members", url);
}

/** What is refused of a file that Redshift may read in part, and perhaps without a word. */
function several(what: string, url: string): WarehouseError {
  return new WarehouseError(
    `a file of several ${what}: that COPY reads beyond the first is documented nowhere`,
    {
      sqlState: "0A000",
      where: url,
      next: "write the file as one: decompress it, and compress it again",
    },
  );
}

function isZlib(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith("Z_");
}

/**
 * One zstd frame, as with gzip. By fzstd alone: a stream of Node's own zstd may end behind the first frame without a word (nodejs/node
 * issue 64741).
 */
async function* unzstd(raw: Chunks, { url }: StoredObject): Chunks {
  const ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => ready.push(chunk));
  const counter = new FrameCounter();
  let given = 0;
  const step = (chunk: Uint8Array, last: boolean): Buffer[] => {
    try {
      if (given > 0) stream.push(chunk, last);
    } catch (error) {
      throw new CompressionFault((error as Error).message, { cause: error });
    }
    return ready.splice(0).map((out) => Buffer.from(out));
  };
  for await (const chunk of raw) {
    given += chunk.length;
    counter.push(chunk);
    if (counter.frames > 1) throw several("zstd frames", url);
    yield* step(chunk, false);
  }
  yield* step(new Uint8Array(0), true);
}
