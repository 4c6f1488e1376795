/** The exact way: every row through our own reader and conversion. */
import { CompressionFault } from "../../../compression/compression-fault.ts";
import type { Store, StoredObject } from "../../../store/store.ts";
import { countNewlines } from "../../../formats/newlines.ts";
import { isUtf16 } from "../../../formats/utf16.ts";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import { readChunks } from "./chunks.ts";
import type { Convert } from "./convert.ts";
import { notCompressed, otherEncoding, type LoadError } from "./load-errors.ts";
import type { LoadedFile, RejectedRow } from "./load-log.ts";
import type { Mapping } from "./mapping.ts";
import type { CopyCommand } from "./command.ts";
import type { Replacements } from "./replacements.ts";
import type { RawValue } from "./raw-value.ts";
import { DelimitedReader } from "./delimited-reader.ts";
import { RowReader } from "./reader.ts";
import type { Rows } from "./rows.ts";
import type { Staging, TakeRow } from "./staging.ts";

/** Characters of a row and of a value that are kept with an error. */
const EXCERPT = 1024;

/** What rows go through. */
export interface RowPlan {
  readonly copy: CopyCommand;
  readonly columns: readonly ColumnDefinition[];
  readonly converts: readonly Convert[];
  readonly mapping: Mapping;
  /** Takes note of rows in which something was replaced. */
  readonly replacements: Replacements;
}

/** Told of every bad row; says whether to go on. */
export type Reject = (row: RejectedRow) => boolean;

/** Returns a reader of the rows of one file of this COPY; `skipLines` is IGNOREHEADER unless it is given. */
export function openReader({ copy, columns, mapping }: RowPlan, skipLines = copy.ignoreHeader): Rows {
  const { format } = copy;
  if (format.kind === "delimited") {
    const varchars = columns.map(({ type }) => type.name === "varchar");
    return new DelimitedReader({ format: { ...format, headerLines: skipLines }, varchars });
  }
  const { columnsOf, arrays } = mapping;
  return new RowReader({ columns: columns.length, columnsOf, arrays, skipLines });
}

/**
 * Reads one object; good rows go to `staging`, or nowhere when there is none. Returns what the object gave; reading ends
 * early when `reject` says so.
 * @throws UnreachableError when the object is gone.
 */
export async function loadExactly(
  object: StoredObject,
  store: Store,
  plan: RowPlan,
  staging: Staging | undefined,
  reject: Reject,
): Promise<LoadedFile> {
  const reader = openReader(plan);
  const count = { url: object.url, rows: 0, lines: 0, errors: 0 };
  const refuse = (row: Omit<RejectedRow, "url">): boolean => {
    count.errors += 1;
    return reject({ ...row, url: object.url });
  };
  /** Tells of a file that cannot be read at all. */
  const refuseAll = (error: LoadError, rawValue: string): void => {
    count.rows += 1;
    refuse({ line: 0, column: undefined, error, rawLine: "", rawValue });
  };
  try {
    let goOn = true;
    let first = true;
    for await (const chunk of readChunks(object, store, plan.copy.compression)) {
      if (first && isUtf16(chunk)) {
        refuseAll(otherEncoding(), chunk.toString("hex", 0, 2));
        goOn = false;
        break;
      }
      first = false;
      count.lines += countNewlines(chunk);
      reader.push(chunk);
      goOn = readRows(reader, plan, staging?.add, refuse, count);
      if (!goOn) break;
      await staging?.drain();
    }
    reader.finish();
    if (goOn) readRows(reader, plan, staging?.add, refuse, count);
  } catch (error) {
    if (!(error instanceof CompressionFault)) throw error;
    refuseAll(notCompressed(plan.copy.compression), error.message);
  }
  return { bytes: object.size, ...count };
}

/** Reads what is there; false when reading shall end. */
function readRows(
  reader: Rows,
  plan: RowPlan,
  take: TakeRow | undefined,
  refuse: (row: Omit<RejectedRow, "url">) => boolean,
  count: { readonly url: string; rows: number },
): boolean {
  while (reader.next()) {
    count.rows += 1;
    plan.replacements.begin();
    const bad = reader.bad === undefined ? convertRow(reader, plan, take) : describe(reader, plan);
    if (bad === undefined)
      plan.replacements.end(() => ({
        url: count.url,
        line: reader.lineOf(0),
        rawLine: excerpt(reader.row, 0),
      }));
    else if (!refuse(bad)) return false;
  }
  return true;
}

/** Converts the row that the reader holds and gives it to `take`; or returns what is wrong with it, without its file. */
export function convertRow(
  reader: Rows,
  { columns, converts, mapping }: RowPlan,
  take: TakeRow | undefined,
): Omit<RejectedRow, "url"> | undefined {
  const values: (string | null)[] = [];
  for (let index = 0; index < converts.length; index += 1) {
    const raw = mapping.valueOf(reader, index);
    const value = isError(raw) ? raw : (converts[index] as Convert)(raw);
    if (value !== null && typeof value !== "string")
      return rejected(reader, { index, column: columns[index] }, value, isError(raw) ? undefined : raw);
    values.push(value);
  }
  take?.(values);
  return undefined;
}

function isError(value: RawValue | LoadError | undefined): value is LoadError {
  return value !== undefined && "code" in value;
}

function rejected(
  reader: Rows,
  { index, column }: { readonly index: number; readonly column: ColumnDefinition | undefined },
  error: LoadError,
  raw: RawValue | undefined,
): Omit<RejectedRow, "url"> {
  const { row } = reader;
  const quote = raw?.kind === "string" ? 1 : 0;
  return {
    line: reader.lineOf(index),
    column,
    error,
    rawLine: excerpt(row, 0),
    rawValue: raw === undefined ? "" : excerpt(raw, quote),
  };
}

function excerpt({ bytes, start, end }: RawValue, quote: number): string {
  return bytes.toString("utf8", start + quote, Math.min(end - quote, start + EXCERPT));
}

function describe({ bad }: Rows, { columns }: RowPlan): Omit<RejectedRow, "url"> | undefined {
  return (
    bad && {
      line: bad.line,
      column: bad.column === undefined ? undefined : columns[bad.column],
      error: bad.error,
      rawLine: bad.excerpt,
      rawValue: bad.value ?? bad.excerpt,
    }
  );
}
