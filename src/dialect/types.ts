/** Redshift's data types as values (Database Developer Guide, "Data types"). */

/** A type with what belongs to it; synonyms are one type. */
export type DataType = ColumnType | CatalogueType;

/** A type that the columns of a table may have. */
export type ColumnType =
  | { readonly name: "smallint" | "integer" | "bigint" | "real" | "double precision" | "boolean" }
  | { readonly name: "date" | "time" | "timetz" | "timestamp" | "timestamptz" | "super" | "interval" }
  | { readonly name: "decimal"; readonly precision: number; readonly scale: number }
  /** Lengths are bytes. */
  | { readonly name: "char" | "varchar"; readonly length: number }
  | { readonly name: "varbyte"; readonly length: number };

/**
 * A type that columns of the catalogue have and no table may ("Unsupported PostgreSQL data types"): the number of an object, shown as its
 * name where the type says what sort of object it is (PostgreSQL 8.0, "Object Identifier Types"), and arrays.
 */
export type CatalogueType =
  | { readonly name: ObjectType["name"] }
  | { readonly name: NameType["name"]; readonly length: number }
  | { readonly name: "array"; readonly of: DataType };

/** The name of an object, and a single byte; their lengths are never told (PostgreSQL 8.0, "Character Types"). */
export interface NameType {
  readonly name: "name" | '"char"';
}

/** The type of names of objects ("Names and identifiers": 127 bytes). */
export const NAME: DataType = { name: "name", length: 127 };

/** The number of an object. */
export interface ObjectType {
  readonly name: "oid" | "regclass" | "regproc" | "regtype";
}

type LengthName = "char" | "varchar" | "varbyte";

/** The greatest length of each type that has one, in bytes. */
export const MAX_BYTES: Readonly<Record<LengthName, number>> = {
  char: 4096,
  varchar: 65_535,
  varbyte: 16_777_216,
};

const LONG_NAMES: Readonly<Record<Exclude<DataType["name"], "decimal" | "array">, string>> = {
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
  oid: "oid",
  regclass: "regclass",
  regproc: "regproc",
  regtype: "regtype",
  name: "name",
  '"char"': '"char"',
};

/** Whether a type is one of the catalogue. */
export function isCatalogueType(type: DataType): type is CatalogueType {
  return type.name === "array" || hasNoLength(type) || OBJECT_TYPES.some((name) => name === type.name);
}

function hasNoLength({ name }: DataType): boolean {
  return name === "name" || name === '"char"';
}

/** The types of numbers of objects. */
export const OBJECT_TYPES: readonly ObjectType["name"][] = ["oid", "regclass", "regproc", "regtype"];

/** Returns the type's long name, as Redshift's catalogue shows it: `character varying(256)`, `numeric(18,0)` … */
export function renderDataType(type: DataType): string {
  if (type.name === "array") return `${shortTypeName(type.of)}[]`;
  if (type.name === "decimal") return `numeric(${String(type.precision)},${String(type.scale)})`;
  return "length" in type && !hasNoLength(type)
    ? `${LONG_NAMES[type.name]}(${String(type.length)})`
    : LONG_NAMES[type.name];
}

/** Returns the long name without length or precision, as errors and `pg_typeof` tell it. */
export function shortTypeName(type: DataType): string {
  return renderDataType(type).replace(/\(.*\)/, "");
}
