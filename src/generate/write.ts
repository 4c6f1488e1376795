/** Writes synthetic data into a folder, laid out as the public data is. */
import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { makeFolder } from "../make-folder.ts";
import { ConfigError } from "../errors.ts";
import { CHUNK_LENGTH, type Chunk } from "./chunk.ts";
import { eventChunks } from "./events.ts";
import { checkOptions, type SampleOptions } from "./options.ts";
import { songChunks } from "./songs.ts";

/** What was written. */
export interface SampleWritten {
  readonly files: number;
  readonly bytes: number;
  readonly events: number;
  readonly songs: number;
}

const FOLDERS = ["log_data", "song_data"];
// After so many chunks others get their turn: progress, signals.
const CHUNKS_AT_ONCE = 100;

/**
 * Writes `log_data/YYYY/MM/YYYY-MM-DD-events.json` and `song_data/A/B/C/TRABC….json` (`.json.gz` with gzip) into the
 * folder, and returns what was written. Both appear when they are whole, songs last; what is there already is not
 * touched.
 * @throws ConfigError for options that make no sense and for a folder that holds data already; whatever the signal
 * carries.
 */
export async function writeSampleData(
  options: SampleOptions,
  folder: string,
  onProgress?: (written: SampleWritten) => void,
  signal?: AbortSignal,
): Promise<SampleWritten> {
  checkOptions(options);
  for (const name of FOLDERS) refuseExisting(join(folder, name));
  const part = join(folder, ".partial");
  rmSync(part, { recursive: true, force: true });
  const files = openFiles(part, options.gzip);
  const written = { files: 0, bytes: 0, events: 0, songs: 0 };
  try {
    let chunks = 0;
    for (const [kind, chunk] of allChunks(options)) {
      const { bytes, opened } = files.append(chunk);
      written[kind] += chunk.rows;
      written.bytes += bytes;
      written.files += opened;
      if (++chunks % CHUNKS_AT_ONCE === 0) {
        onProgress?.({ ...written });
        await setImmediate();
        signal?.throwIfAborted();
      }
    }
    files.close();
    for (const name of FOLDERS) renameSync(join(part, name), join(folder, name));
  } finally {
    files.close();
    rmSync(part, { recursive: true, force: true });
  }
  onProgress?.({ ...written });
  return written;
}

function* allChunks(options: SampleOptions): Generator<["events" | "songs", Chunk]> {
  for (const chunk of eventChunks(options)) yield ["events", chunk];
  for (const chunk of songChunks(options)) yield ["songs", chunk];
}

function refuseExisting(path: string): void {
  if (!existsSync(path)) return;
  throw new ConfigError("the folder already holds data, and data of two seeds does not mix", {
    where: path,
    next: "name another folder, or remove this one",
  });
}

interface Files {
  /** Writes the chunk at the end of its file; `opened` is 1 when that is a new one. */
  append(chunk: Chunk): { readonly bytes: number; readonly opened: 0 | 1 };
  /** Closes the file that is open, if one is. */
  close(): void;
}

function openFiles(folder: string, gzip: boolean): Files {
  const made = new Set<string>();
  let path = "";
  let file: number | undefined;
  // One buffer for all chunks: a new one for each costs more than everything else together.
  let buffer = Buffer.alloc(2 * CHUNK_LENGTH);

  function asBytes(text: string): Buffer {
    if (text.length > buffer.length) buffer = Buffer.alloc(text.length);
    return buffer.subarray(0, buffer.write(text, "latin1"));
  }
  function close(): void {
    if (file !== undefined) closeSync(file);
    file = undefined;
  }
  function open(next: string): void {
    close();
    const target = join(folder, gzip ? `${next}.gz` : next);
    const parent = dirname(target);
    if (!made.has(parent)) makeFolder(parent);
    made.add(parent);
    file = openSync(target, "w");
    path = next;
  }
  return {
    close,
    append(chunk) {
      const opened = file === undefined || chunk.path !== path;
      if (opened) open(chunk.path);
      const text = asBytes(chunk.text);
      // Members of a gzip file may follow each other, so each chunk is one.
      const bytes = gzip ? gzipSync(text) : text;
      for (let at = 0; at < bytes.length;) at += writeSync(file as number, bytes, at);
      return { bytes: bytes.length, opened: opened ? 1 : 0 };
    },
  };
}
