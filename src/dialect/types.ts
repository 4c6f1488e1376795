/** Redshift's data types as values (Database Developer Guide, "Data types"). */

/** A type with what belongs to it; synonyms are one type. */
export type DataType =
  | { readonly name: "smallint" | "integer" | "bigint" | "real" | "double precision" | "boolean" }
  | { readonly name: "date" | "time" | "timetz" | "timestamp" | "timestamptz" | "super" | "interval" }
  | { readonly name: "decimal"; readonly precision: number; readonly scale: number }
  /** Lengths are bytes. */
  | { readonly name: "char" | "varchar" | "varbyte"; readonly length: number };

type LengthName = "char" | "varchar" | "varbyte";

/** The greatest length of each type that has one, in bytes. */
export const MAX_BYTES: Readonly<Record<LengthName, number>> = {
  char: 4096,
  varchar: 65_535,
  varbyte: 16_777_216,
};

const LONG_NAMES: Readonly<Record<Exclude<DataType["name"], "decimal">, string>> = {
  smallint: "smallint",
  integer: "integer",
  bigint: "bigint",
  real: "real",
  "double precision": "double precision",
  boolean: "boolean",
  date: "date",
  time: "time without time zone",
  timetz: "time with time zone",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  super: "super",
  interval: "interval",
  char: "character",
  varchar: "character varying",
  varbyte: "binary varying",
};

/** Returns the type's long name, as Redshift's catalogue shows it: `character varying(256)`, `numeric(18,0)` … */
export function renderDataType(type: DataType): string {
  if (type.name === "decimal") return `numeric(${String(type.precision)},${String(type.scale)})`;
  return "length" in type ? `${LONG_NAMES[type.name]}(${String(type.length)})` : LONG_NAMES[type.name];
}
