/** A text file that grows, compressed or plain, of which little is held. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished, pipeline } from "node:stream/promises";
import { Transform, type Duplex } from "node:stream";
import { createGzip } from "node:zlib";
import { FRAME_END, FRAME_START, rawBlocks } from "../../../compression/zstd-raw.ts";
import type { Compression } from "./command.ts";

/** Characters that are written at a time. */
const PIECE = 64 * 1024;
/** Bytes that the compressor may hold beside what it has written. */
const HELD = 128 * 1024;

/** A file that lines are added to. */
export interface TextFile {
  /** Whether the file would be larger than that many bytes with this line; of a compressed one, about. */
  wouldExceed(bytes: number, line: string): boolean;
  add(line: string): Promise<void>;
  /** Ends the file, and returns its bytes. @throws the file system's error. */
  close(): Promise<number>;
}

/** Begins a file at a path. */
export function openTextFile(path: string, compression: Compression): TextFile {
  const file = createWriteStream(path);
  const compressor = compressorOf(compression);
  const written = compressor === undefined ? finished(file) : pipeline(compressor, file);
  // Whoever writes or closes is told of it.
  written.catch(() => undefined);
  const into = compressor ?? file;
  let waiting: string[] = [];
  let characters = 0;
  let plain = 0;
  const flush = async (): Promise<void> => {
    const piece = waiting.join("");
    waiting = [];
    characters = 0;
    if (!into.write(piece)) await Promise.race([once(into, "drain"), written]);
  };
  return {
    wouldExceed: (bytes, line) =>
      (compressor !== undefined ? file.bytesWritten + HELD : plain + Buffer.byteLength(line)) > bytes,
    async add(line) {
      waiting.push(line);
      characters += line.length;
      plain += Buffer.byteLength(line);
      if (characters >= PIECE) await flush();
    },
    async close() {
      await flush();
      into.end();
      await written;
      return file.bytesWritten;
    },
  };
}

function compressorOf(compression: Compression): Duplex | undefined {
  switch (compression) {
    case "gzip":
      return createGzip({ level: 1 });
    case "zstd":
      return zstdFrame();
    case "":
      return undefined;
  }
}

/** See store/zstd-raw.ts. */
function zstdFrame(): Transform {
  const frame = new Transform({
    transform(plain: Buffer, _, done) {
      for (const block of rawBlocks(plain)) this.push(block);
      done();
    },
    flush(done) {
      done(null, FRAME_END);
    },
  });
  frame.push(FRAME_START);
  return frame;
}
