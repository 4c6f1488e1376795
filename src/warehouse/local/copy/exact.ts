/** The exact way: every row through our own reader and conversion, into a table of text that DuckDB then casts. */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { DuckDBDataChunk, VARCHAR, type DuckDBAppender } from "@duckdb/node-api";
import { Decompress } from "fzstd";
import { UnreachableError } from "../../../errors.ts";
import type { Store, StoredObject } from "../../../sources/store.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import type { Convert } from "./convert.ts";
import { invalidJson, type LoadError } from "./load-errors.ts";
import type { LoadedFile, RejectedRow } from "./load-log.ts";
import type { Mapping } from "./mapping.ts";
import type { CopyCommand } from "./options.ts";
import { readRows } from "./reader.ts";

/** Rows that are given to DuckDB at once; its own vectors are as long. */
const CHUNK = 2048;

/** Where rows go and what they go through. */
export interface Target {
  readonly copy: CopyCommand;
  readonly columns: readonly ColumnDefinition[];
  readonly converts: readonly Convert[];
  readonly mapping: Mapping;
  readonly appender: DuckDBAppender;
}

/** Reads one object into the target; `reject` is told every bad row and says whether to go on. */
export async function loadExactly(
  object: StoredObject,
  store: Store,
  target: Target,
  reject: (row: RejectedRow) => boolean,
): Promise<LoadedFile> {
  const { copy, columns, converts, mapping } = target;
  const types = columns.map(() => VARCHAR);
  let pending: (string | null)[][] = columns.map(() => []);
  let rows = 0;
  let errors = 0;
  const flush = (): void => {
    if ((pending[0]?.length ?? 0) === 0) return;
    const chunk = DuckDBDataChunk.create(types);
    chunk.setColumns(pending);
    target.appender.appendDataChunk(chunk);
    pending = columns.map(() => []);
  };
  const refuse = (row: Omit<RejectedRow, "url">): boolean => {
    errors += 1;
    return reject({ ...row, url: object.url });
  };
  try {
    for await (const row of readRows(readChunks(object, store, copy), copy.ignoreHeader)) {
      rows += 1;
      if ("error" in row) {
        if (
          refuse({
            line: row.line,
            column: undefined,
            error: row.error,
            rawLine: row.excerpt,
            rawValue: row.excerpt,
          })
        )
          continue;
        break;
      }
      const raw = mapping(row);
      const values: (string | null)[] = [];
      let bad: { readonly index: number; readonly error: LoadError } | undefined;
      for (let index = 0; index < converts.length; index += 1) {
        const value = (converts[index] as Convert)(raw[index]);
        if (value !== null && typeof value !== "string") {
          bad = { index, error: value };
          break;
        }
        values.push(value);
      }
      if (bad === undefined) {
        for (let index = 0; index < values.length; index += 1)
          (pending[index] as (string | null)[]).push(values[index] as string | null);
        if ((pending[0] as unknown[]).length >= CHUNK) flush();
        continue;
      }
      const from = raw[bad.index];
      const goOn = refuse({
        line: row.line,
        column: columns[bad.index],
        error: bad.error,
        rawLine: row.bytes.toString("utf8", row.start, Math.min(row.end, row.start + 1024)),
        rawValue:
          from === undefined
            ? ""
            : from.bytes
                .toString("utf8", from.start, Math.min(from.end, from.start + 1024))
                .replace(/^"|"$/g, ""),
      });
      if (!goOn) break;
    }
  } catch (error) {
    if (!isBadCompression(error)) throw error;
    rows += 1;
    refuse({
      line: 0,
      column: undefined,
      error: invalidJson(`not a ${copy.compression} file, or a truncated one`, 0),
      rawLine: "",
      rawValue: "",
    });
  }
  flush();
  return { url: object.url, bytes: object.size, rows, errors };
}

/** The decompressed bytes of an object. */
async function* readChunks(
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
    const { Readable } = await import("node:stream");
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

function isBadCompression(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return (
    (typeof code === "string" && code.startsWith("Z_")) ||
    /zstd|invalid (?:block|data|zstd)/i.test(String(error))
  );
}
