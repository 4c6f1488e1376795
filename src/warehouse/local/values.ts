/** DuckDB's values as Postgres' text. */
import type { DuckDBListValue, DuckDBType, DuckDBValue, DuckDBVector } from "@duckdb/node-api";
import type { Row } from "../warehouse.ts";
import { duckdb } from "./duckdb.ts";

const { DuckDBTypeId } = duckdb;

/** Makes text of a value that is not null. */
export type Render = (value: DuckDBValue) => string;

const MICROS_PER_SECOND = 1_000_000n;
const MICROS_PER_DAY = 86_400n * MICROS_PER_SECOND;

/** Returns a result as rows of text; its values come as columns. */
export function renderRows(
  columns: readonly (readonly DuckDBValue[])[],
  types: readonly DuckDBType[],
): Row[] {
  const renders = types.map(renderOf);
  const length = columns[0]?.length ?? 0;
  const rows: Row[] = [];
  for (let at = 0; at < length; at += 1) {
    rows.push(
      columns.map((column, index) => {
        const value = column[at];
        return value === null || value === undefined ? null : (renders[index] as Render)(value);
      }),
    );
  }
  return rows;
}

/** Returns how the values of each column become text. */
export function rendersOf(types: readonly DuckDBType[]): readonly Render[] {
  return types.map(renderOf);
}

/** Returns some rows of a chunk as text, whose columns are these vectors: one at least, and no more after so many UTF-16 units. */
export function renderSlice(
  vectors: readonly DuckDBVector[],
  renders: readonly Render[],
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
): readonly Row[] {
  const rows: Row[] = [];
  let units = 0;
  for (let at = from; at < to; at += 1) {
    const row = vectors.map((vector, column) => {
      const value = vector.getItem(at);
      return value === null ? null : (renders[column] as Render)(value);
    });
    rows.push(row);
    for (const text of row) units += text?.length ?? 0;
    if (units >= most) break;
  }
  return rows;
}

function renderOf(type: DuckDBType): Render {
  switch (type.typeId) {
    case DuckDBTypeId.FLOAT:
      return (value) => renderReal(value as number);
    case DuckDBTypeId.BOOLEAN:
      return (value) => (value === true ? "t" : "f");
    case DuckDBTypeId.TIMESTAMP:
      return (value) => renderTimestamp((value as { micros: bigint }).micros);
    case DuckDBTypeId.TIMESTAMP_TZ:
      return (value) => renderTimestamp((value as { micros: bigint }).micros).replace(/(?: BC)?$/, "+00$&");
    case DuckDBTypeId.DATE:
      return (value) =>
        renderTimestamp(BigInt((value as { days: number }).days) * MICROS_PER_DAY).replace(" 00:00:00", "");
    case DuckDBTypeId.LIST:
      return (value) => renderArray((value as DuckDBListValue).items, type.valueType);
    case DuckDBTypeId.BLOB:
      return (value) => Buffer.from((value as { bytes: Uint8Array }).bytes).toString("hex");
    default:
      return String;
  }
}

/** An array as PostgreSQL writes it ("Arrays"): what could be mistaken is in double quotes. */
function renderArray(items: readonly DuckDBValue[], of: DuckDBType): string {
  const render = renderOf(of);
  const texts = items.map((item) => {
    if (item === null) return "NULL";
    const text = render(item);
    return /^(?!null$)[^\s,{}"\\]+$/i.test(text) ? text : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  });
  return `{${texts.join(",")}}`;
}

/** The shortest text that means this number of four bytes. */
function renderReal(value: number): string {
  const shorter = [6, 7, 8].map((digits) => Number(value.toPrecision(digits)));
  return String(shorter.find((one) => Math.fround(one) === value) ?? value);
}

/** `YYYY-MM-DD HH:MM:SS[.ffffff]`, without zeros at the end of the fraction. */
function renderTimestamp(micros: bigint): string {
  let seconds = micros / MICROS_PER_SECOND;
  let fraction = micros % MICROS_PER_SECOND;
  if (fraction < 0n) {
    fraction += MICROS_PER_SECOND;
    seconds -= 1n;
  }
  const { year, rest } = yearOf(seconds);
  const digits = fraction === 0n ? "" : `.${String(fraction).padStart(6, "0").replace(/0+$/, "")}`;
  return `${String(year > 0 ? year : 1 - year).padStart(4, "0")}${rest}${digits}${year > 0 ? "" : BC}`;
}

/** Years before 1 (PostgreSQL 8, "Date/Time Output"). */
const BC = " BC";

/** The year, and `-MM-DD HH:MM:SS`: JavaScript knows no day that is far from now, and a calendar comes again after 400 years. */
function yearOf(seconds: bigint): { readonly year: number; readonly rest: string } {
  const cycle = 146_097n * 86_400n;
  const cycles = seconds / cycle - (seconds % cycle < 0n ? 1n : 0n);
  const text = new Date(Number(seconds - cycles * cycle) * 1000).toISOString();
  return { year: Number(text.slice(0, 4)) + 400 * Number(cycles), rest: text.slice(4, 19).replace("T", " ") };
}
