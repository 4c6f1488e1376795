/**
 * Compressed bytes out, as one member of gzip and one frame of zstd, however many files go into it: that COPY reads beyond the first one of
 * several is documented nowhere (Database Developer Guide, "File compression parameters").
 */
import { createGzip } from "node:zlib";
import { FRAME_END, FRAME_START, rawBlocks } from "../compression/zstd-raw.ts";
import type { Compression } from "../compression/compression.ts";

/** An object that grows. */
export interface Member {
  /** Bytes so far, as they will be stored; those that are still being compressed are not in it. */
  readonly size: number;
  /** Takes plain bytes, and keeps them no longer than it has to. */
  add(plain: Uint8Array): Promise<void>;
  /** Returns the whole object; nothing can be added any more. */
  finish(): Promise<Buffer>;
}

/** Plain bytes that are compressed at a time: each turn to another thread has its price. */
const PIECE = 256 * 1024;

/** Begins an object of that compression. */
export function beginMember(compression: Compression): Member {
  switch (compression) {
    case "gzip":
      return gzipMember();
    case "zstd":
      return zstdFrame();
    case "":
      return plainBytes();
  }
}

function plainBytes(): Member {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add: async (plain) => {
      chunks.push(plain);
      size += plain.length;
    },
    finish: async () => Buffer.concat(chunks),
  };
}

/** At the fastest level, on another thread while the next files are read. */
function gzipMember(): Member {
  const gzip = createGzip({ level: 1, chunkSize: PIECE });
  const chunks: Buffer[] = [];
  let size = 0;
  const ended = new Promise<void>((resolve, reject) => {
    gzip.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
    });
    gzip.once("end", resolve);
    gzip.once("error", reject);
  });
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let written: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const piece = Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
    // The piece before: this one is compressed while more comes together.
    await written;
    written = new Promise((resolve) => void gzip.write(piece, () => resolve()));
  };
  return {
    get size() {
      return size;
    },
    add: async (plain) => {
      waiting.push(plain);
      bytes += plain.length;
      if (bytes >= PIECE) await write();
    },
    finish: async () => {
      await write();
      gzip.end();
      await ended;
      return Buffer.concat(chunks);
    },
  };
}

/** See compression/zstd-raw.ts. */
function zstdFrame(): Member {
  const chunks: Uint8Array[] = [FRAME_START];
  let size = FRAME_START.length;
  return {
    get size() {
      return size;
    },
    add: async (plain) => {
      for (const chunk of rawBlocks(plain)) {
        chunks.push(chunk);
        size += chunk.length;
      }
    },
    finish: async () => Buffer.concat([...chunks, FRAME_END]),
  };
}
