/**
 * The fast way for CSV and delimited text: DuckDB reads and converts a whole file, whose records were found regular before (regular.ts);
 * the rows in doubt go through the exact conversions, and the lines of those that are bad through the exact reader. A file for which this
 * does not work is left to the exact way as if nothing had happened.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { CompressionFault } from "../../../compression/compression-fault.ts";
import type { DelimitedFormat } from "../../../formats/file-format.ts";
import type { StoredObject } from "../../../store/store.ts";
import { duckLiteral, duckName } from "../quote.ts";
import { rejectLines } from "./bad-lines.ts";
import type { BulkResult, BulkTarget } from "./bulk.ts";
import { askNumber, DOUBTS, doubtsSoFar } from "./doubts.ts";
import { bulkTextColumn } from "./bulk-text-column.ts";
import { readChunks } from "./chunks.ts";
import type { RowPlan } from "./exact.ts";
import type { LoadedFile, RejectedRow } from "./load-log.ts";
import { regularRows, type Regular } from "./regular.ts";

/** Smaller files are read as fast by the exact way. */
const SMALLEST = 128 * 1024;
/** With more rows in doubt than this, the exact way is the faster one. */
const MOST_DOUBTS = 20_000;

/** Loads what can be loaded in bulk, and returns what was and what is left. */
export async function loadTextInBulk(
  objects: readonly StoredObject[],
  plan: RowPlan,
  target: BulkTarget,
  smallest = SMALLEST,
): Promise<BulkResult> {
  const loaded: LoadedFile[] = [];
  const left: StoredObject[] = [];
  const rejected: RejectedRow[] = [];
  const { format } = plan.copy;
  const make = format.kind === "delimited" ? textSql(plan, format) : undefined;
  for (const object of objects) {
    const path = object.size < smallest ? undefined : target.store.localPath(object.url);
    // Which row is the one too many for MAXERROR the exact way tells.
    const most = plan.copy.maxErrors - 1 - rejected.length;
    const file =
      make && path !== undefined && (await loadFile(object, path, make, plan, { ...target, most }));
    if (file === undefined || file === false) {
      left.push(object);
      continue;
    }
    loaded.push(file.loaded);
    rejected.push(...file.rejected);
  }
  return { loaded, left, rejected };
}

/** How many bad rows of a file may be left out. */
interface Bound {
  readonly most: number;
}

/** DuckDB statements over one file. */
interface TextSql {
  insert(target: string, path: string, regular: Regular): string;
  /** Selects the fields of the rows in doubt, and after them the number of the row, from 1. */
  doubts(path: string, regular: Regular): string;
}

async function loadFile(
  object: StoredObject,
  path: string,
  sql: TextSql,
  plan: RowPlan,
  { connection, store, table, staging, most }: BulkTarget & Bound,
): Promise<{ readonly loaded: LoadedFile; readonly rejected: readonly RejectedRow[] } | undefined> {
  const { format, compression } = plan.copy;
  // DuckDB reads these characters of a path as a pattern.
  if (/[*?[\]{}]/.test(path) || format.kind !== "delimited") return undefined;
  const regular = await regularRows(
    readChunks(object, store, compression),
    format,
    plan.columns.length,
  ).catch((error: unknown) => {
    if (error instanceof CompressionFault) return undefined;
    throw error;
  });
  if (regular === undefined) return undefined;
  await connection.run(`CREATE TEMP SEQUENCE IF NOT EXISTS ${DOUBTS}`);
  const lastRow = await askNumber(connection, `SELECT max(rowid) FROM ${table}`);
  const before = await doubtsSoFar(connection);
  const { rowsChanged } = await connection.run(sql.insert(table, path, regular));
  const doubts = (await doubtsSoFar(connection)) - before;
  // Fewer where a line is not UTF-8, which DuckDB leaves out.
  const whole = rowsChanged + doubts === regular.rows && doubts <= MOST_DOUBTS;
  const { good, bad } =
    whole && doubts > 0 ? await settle(sql.doubts(path, regular), plan, connection) : NOTHING;
  // A row of a file in which some go over several lines has no line that is known.
  const tellable = whole && (bad.length === 0 || (!regular.spansLines && bad.length <= most));
  const lines = bad.map((row) => format.headerLines + row);
  const rejected = tellable ? await rejectLines(object, lines, plan, store) : undefined;
  if (rejected === undefined) {
    await connection.run(`DELETE FROM ${table} WHERE rowid > ${lastRow}`);
    return undefined;
  }
  for (const values of good) staging.add(values);
  await staging.drain();
  const { rows, lines: newlines } = regular;
  const loaded = { url: object.url, bytes: object.size, rows, lines: newlines, errors: rejected.length };
  return { loaded, rejected };
}

/** Rows in doubt, settled. */
interface Settled {
  /** The converted values of those that are good. */
  readonly good: readonly (readonly (string | null)[])[];
  /** The numbers of the others, in their order. */
  readonly bad: readonly number[];
}

const NOTHING: Settled = { good: [], bad: [] };

/** Puts the rows in doubt through the exact conversions. */
async function settle(select: string, { converts }: RowPlan, connection: DuckDBConnection): Promise<Settled> {
  const rows = (await connection.runAndReadAll(select)).getRows();
  const good: (string | null)[][] = [];
  const bad: number[] = [];
  for (const row of rows) {
    const values = convert(row, converts);
    if (values === undefined) bad.push(Number(row[converts.length]));
    else good.push(values);
  }
  return { good, bad: bad.sort((one, other) => one - other) };
}

/** Undefined for a row of which a value is bad. */
function convert(row: readonly unknown[], converts: RowPlan["converts"]): (string | null)[] | undefined {
  const values: (string | null)[] = [];
  for (const [index, one] of converts.entries()) {
    const field = row[index];
    const bytes = typeof field === "string" ? Buffer.from(field) : undefined;
    const value = one(bytes && { kind: "text", bytes, start: 0, end: bytes.length, plain: false });
    if (value !== null && typeof value !== "string") return undefined;
    values.push(value);
  }
  return values;
}

/** Undefined where the exact way is needed for all of it: a type or an option that SQL does not cover. */
function textSql({ copy, columns }: RowPlan, format: DelimitedFormat): TextSql | undefined {
  const { csv, escape, removeQuotes, delimiter, quote, nullAs, headerLines } = format;
  if (copy.invalidCharacters !== undefined || copy.dryRun || copy.compression === "zstd") return undefined;
  if (escape || removeQuotes || !/^[\t -~]$/.test(delimiter) || nullAs.includes("\0")) return undefined;
  const fields = columns.map((_, index) => `f${index}`);
  const made = columns.map((column, index) =>
    bulkTextColumn(column, copy, `nullif(${fields[index]}, ${duckLiteral(nullAs)})`, index),
  );
  if (made.includes(undefined)) return undefined;
  const known = made.flatMap((one) => one ?? []);
  const doubt = ["barrier > 1", ...known.flatMap(({ doubts }) => doubts)]
    .map((one) => `(${one})`)
    .join(" OR ");
  const names = columns.map(({ name }) => duckName(name)).join(", ");
  const types = fields.map((field) => `'${field}': 'VARCHAR'`).join(", ");
  const mark = csv ? duckLiteral(quote) : "''";
  const from = (path: string, { spansLines }: Regular, more = ""): string =>
    // Not null but an empty text is what stands between two delimiters; a line that is not UTF-8 is left out.
    `(SELECT *${more}, random() AS barrier, ${known.flatMap(({ inputs }) => inputs).join(", ")} FROM read_csv(${duckLiteral(path)}, ` +
    `auto_detect = false, columns = {${types}}, delim = ${duckLiteral(delimiter)}, quote = ${mark}, escape = ${mark}, ` +
    `header = false, skip = ${headerLines}, force_not_null = [${fields.map((field) => `'${field}'`).join(", ")}], ` +
    `new_line = '\\n', strict_mode = true, ignore_errors = true, max_line_size = 5000000, parallel = ${!spansLines}, ` +
    `compression = '${copy.compression || "none"}'))`;
  return {
    insert: (target, path, regular) =>
      `INSERT INTO ${target} (${names}) SELECT ${known.map(({ value }) => value).join(", ")} FROM ${from(path, regular)} ` +
      `WHERE CASE WHEN ${doubt} THEN nextval('temp.${DOUBTS}') IS NULL ELSE true END`,
    doubts: (path, regular) =>
      `SELECT ${fields.map((field) => `nullif(${field}, ${duckLiteral(nullAs)})`).join(", ")}, row_place FROM ${from(path, regular, ", row_number() OVER () AS row_place")} WHERE ${doubt}`,
  };
}
