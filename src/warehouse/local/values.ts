/** DuckDB's values as Postgres' text, and its types by Redshift's names. */
import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { Column, Row } from "../warehouse.ts";
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

/** Returns the columns of a result, by the names and with the names of the types that Redshift gives them. */
export function describeColumns(names: readonly string[], types: readonly DuckDBType[]): Column[] {
  return names.map((name, index) => ({ name: columnName(name), type: typeName(types[index] as DuckDBType) }));
}

/** Redshift calls a column that has no name after its function, DuckDB after the whole call. */
function columnName(name: string): string {
  if (name === "count_star()") return "count";
  return /^"?([a-z_]+)"?\(.*\)$/.exec(name)?.[1] ?? name;
}

function typeName(type: DuckDBType): string {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return "boolean";
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.UTINYINT:
      return "smallint";
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.SQLNULL:
      return "integer";
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    // Sums of integers, which are BIGINT in Redshift (Developer Guide, "SUM function").
    case DuckDBTypeId.HUGEINT:
      return "bigint";
    case DuckDBTypeId.FLOAT:
      return "real";
    case DuckDBTypeId.DOUBLE:
      return "double precision";
    case DuckDBTypeId.DECIMAL: {
      const { width, scale } = type as DuckDBType & { width: number; scale: number };
      return `numeric(${width},${scale})`;
    }
    case DuckDBTypeId.DATE:
      return "date";
    case DuckDBTypeId.TIME:
      return "time without time zone";
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_S:
    case DuckDBTypeId.TIMESTAMP_MS:
    case DuckDBTypeId.TIMESTAMP_NS:
      return "timestamp without time zone";
    case DuckDBTypeId.TIMESTAMP_TZ:
      return "timestamp with time zone";
    case DuckDBTypeId.BLOB:
      return "binary varying";
    default:
      return type.alias === "JSON" ? "super" : "character varying";
  }
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
    case DuckDBTypeId.BLOB:
      return (value) => Buffer.from((value as { bytes: Uint8Array }).bytes).toString("hex");
    default:
      return String;
  }
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
