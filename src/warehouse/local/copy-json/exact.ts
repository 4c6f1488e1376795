/** The exact way: every row through our own reader and conversion, into a table of text that DuckDB then casts. */
import { DuckDBDataChunk, VARCHAR, type DuckDBAppender } from "@duckdb/node-api";
import type { Store, StoredObject } from "../../../sources/store.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { readChunks } from "./chunks.ts";
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

function isBadCompression(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return (
    (typeof code === "string" && code.startsWith("Z_")) ||
    /zstd|invalid (?:block|data|zstd)/i.test(String(error))
  );
}
