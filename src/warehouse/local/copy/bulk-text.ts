/**
 * The fast way for CSV and delimited text: DuckDB reads and converts a whole file, whose records were found regular before (regular.ts);
 * the rows in doubt go through the exact conversions, and a file in which one of those is bad is left to the exact way as if nothing
 * had been.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { CompressionFault } from "../../../compression/compression-fault.ts";
import type { DelimitedFormat } from "../../../formats/file-format.ts";
import type { StoredObject } from "../../../store/store.ts";
import { duckLiteral, duckName } from "../quote.ts";
import type { BulkResult, BulkTarget } from "./bulk.ts";
import { askNumber, DOUBTS, doubtsSoFar } from "./doubts.ts";
import { bulkTextColumn } from "./bulk-text-column.ts";
import { readChunks } from "./chunks.ts";
import type { RowPlan } from "./exact.ts";
import type { LoadedFile } from "./load-log.ts";
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
  const { format } = plan.copy;
  const make = format.kind === "delimited" ? textSql(plan, format) : undefined;
  for (const object of objects) {
    const path = object.size < smallest ? undefined : target.store.localPath(object.url);
    const file = make && path !== undefined && (await loadFile(object, path, make, plan, target));
    if (file === undefined || file === false) left.push(object);
    else loaded.push(file);
  }
  return { loaded, left };
}

/** DuckDB statements over one file. */
interface TextSql {
  insert(target: string, path: string, regular: Regular): string;
  /** Selects the fields of the rows in doubt. */
  doubts(path: string, regular: Regular): string;
}

async function loadFile(
  object: StoredObject,
  path: string,
  sql: TextSql,
  plan: RowPlan,
  { connection, store, table, staging }: BulkTarget,
): Promise<LoadedFile | undefined> {
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
  // Fewer where a line is no UTF-8, which DuckDB leaves out.
  const whole = rowsChanged + doubts === regular.rows && doubts <= MOST_DOUBTS;
  const settled = whole && (doubts === 0 || (await settle(sql.doubts(path, regular), plan, connection)));
  if (settled === false) {
    await connection.run(`DELETE FROM ${table} WHERE rowid > ${lastRow}`);
    return undefined;
  }
  if (settled !== true) for (const values of settled) staging.add(values);
  await staging.drain();
  return { url: object.url, bytes: object.size, rows: regular.rows, lines: regular.lines, errors: 0 };
}

/** The rows in doubt, converted exactly; false when one of them is bad. */
async function settle(
  select: string,
  { converts }: RowPlan,
  connection: DuckDBConnection,
): Promise<readonly (readonly (string | null)[])[] | false> {
  const rows = (await connection.runAndReadAll(select)).getRows();
  const good: (string | null)[][] = [];
  for (const row of rows) {
    const values: (string | null)[] = [];
    for (const [index, convert] of converts.entries()) {
      const field = row[index];
      const bytes = typeof field === "string" ? Buffer.from(field) : undefined;
      const value = convert(bytes && { kind: "text", bytes, start: 0, end: bytes.length, plain: false });
      if (value !== null && typeof value !== "string") return false;
      values.push(value);
    }
    good.push(values);
  }
  return good;
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
  const from = (path: string, { spansLines }: Regular): string =>
    // Not null but an empty text is what stands between two delimiters; a line that is no UTF-8 is left out.
    `(SELECT *, random() AS barrier, ${known.flatMap(({ inputs }) => inputs).join(", ")} FROM read_csv(${duckLiteral(path)}, ` +
    `auto_detect = false, columns = {${types}}, delim = ${duckLiteral(delimiter)}, quote = ${mark}, escape = ${mark}, ` +
    `header = false, skip = ${headerLines}, force_not_null = [${fields.map((field) => `'${field}'`).join(", ")}], ` +
    `new_line = '\\n', strict_mode = true, ignore_errors = true, max_line_size = 5000000, parallel = ${!spansLines}, ` +
    `compression = '${copy.compression || "none"}'))`;
  return {
    insert: (target, path, regular) =>
      `INSERT INTO ${target} (${names}) SELECT ${known.map(({ value }) => value).join(", ")} FROM ${from(path, regular)} ` +
      `WHERE CASE WHEN ${doubt} THEN nextval('temp.${DOUBTS}') IS NULL ELSE true END`,
    doubts: (path, regular) =>
      `SELECT ${fields.map((field) => `nullif(${field}, ${duckLiteral(nullAs)})`).join(", ")} FROM ${from(path, regular)} WHERE ${doubt}`,
  };
}
