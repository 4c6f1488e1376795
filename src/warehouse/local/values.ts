/** DuckDB's values as Postgres' text. */
import type { DuckDBListValue, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { Row } from "../warehouse.ts";
import { duckdb } from "./duckdb.ts";

const { DuckDBTypeId } = duckdb;

type Render = (value: DuckDBValue) => string;

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

function renderOf(type: DuckDBType): Render {
  switch (type.typeId) {
    case DuckDBTypeId.FLOAT:
      return (value) => renderReal(value as number);
    case DuckDBTypeId.BOOLEAN:
      return (value) => (value === true ? "t" : "f");
    case DuckDBTypeId.TIMESTAMP:
      return (value) => renderTimestamp((value as { micros: bigint }).micros);
    case DuckDBTypeId.TIMESTAMP_TZ:
      return (value) => `${renderTimestamp((value as { micros: bigint }).micros)}+00`;
    case DuckDBTypeId.DATE:
      return (value) =>
        renderTimestamp(BigInt((value as { days: number }).days) * MICROS_PER_DAY).slice(0, -9);
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
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return micros > 0n ? "infinity" : "-infinity";
  const text = date
    .toISOString()
    .replace("T", " ")
    .slice(0, -5)
    .replace(/^\+0*(?=\d{4})/, "");
  return fraction === 0n ? text : `${text}.${String(fraction).padStart(6, "0").replace(/0+$/, "")}`;
}
