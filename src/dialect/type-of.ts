/** The type that a name means, with all synonyms ("Data types" of the Database Developer Guide). */
import { SqlError, type Position } from "../errors.ts";
import { ownValue } from "./own-value.ts";
import type { TypeName } from "./syntax/node.ts";
import { isCatalogueType, MAX_BYTES, NAME, renderDataType, type ColumnType, type DataType } from "./types.ts";

/** Types that have no arguments, by all their names. */
const PLAIN: Readonly<Record<string, DataType["name"]>> = {
  smallint: "smallint",
  int2: "smallint",
  integer: "integer",
  int: "integer",
  int4: "integer",
  bigint: "bigint",
  int8: "bigint",
  real: "real",
  float4: "real",
  float8: "double precision",
  "double precision": "double precision",
  boolean: "boolean",
  bool: "boolean",
  date: "date",
  super: "super",
  oid: "oid",
  regclass: "regclass",
  regproc: "regproc",
  // The same number, told with its arguments: none that has any is known.
  regprocedure: "regproc",
  regtype: "regtype",
};

/** Moments, by all their names; a precision is taken and has no effect, since Redshift always keeps microseconds. */
const MOMENTS: Readonly<Record<string, DataType["name"]>> = {
  time: "time",
  "time without time zone": "time",
  timetz: "timetz",
  "time with time zone": "timetz",
  timestamp: "timestamp",
  datetime: "timestamp",
  "timestamp without time zone": "timestamp",
  timestamptz: "timestamptz",
  "timestamp with time zone": "timestamptz",
};

/** Types with a length, by all their names, and the length where none is given. */
const LENGTHS: Readonly<Record<string, readonly ["char" | "varchar" | "varbyte", number]>> = {
  char: ["char", 1],
  character: ["char", 1],
  nchar: ["char", 1],
  varchar: ["varchar", 256],
  nvarchar: ["varchar", 256],
  "character varying": ["varchar", 256],
  "char varying": ["varchar", 256],
  "nchar varying": ["varchar", 256],
  varbyte: ["varbyte", 64_000],
  varbinary: ["varbyte", 64_000],
  "binary varying": ["varbyte", 64_000],
};

/** Names that stand for one length, which cannot be given. */
const FIXED: Readonly<Record<string, DataType>> = {
  text: { name: "varchar", length: 256 },
  bpchar: { name: "char", length: 256 },
  name: NAME,
  int2vector: { name: "array", of: { name: "smallint" } },
};

/** Types that Redshift has and this project does not know. */
const NOT_HERE: ReadonlySet<string> = new Set(["geometry", "geography", "hllsketch"]);

/** Every name of a type, this project's or not; `interval` may have its fields after it. */
export const TYPE_NAMES: readonly string[] = [
  ...[PLAIN, MOMENTS, LENGTHS, FIXED].flatMap((names) => Object.keys(names)),
  "float",
  "decimal",
  "numeric",
  "interval",
  ...NOT_HERE,
];

/**
 * Returns the type of a name, which may stand after pg_catalog.
 * @param place where the name stands, for the error
 * @throws SqlError 42704 where Redshift has no type of the name, 22023 where its length is out of bounds, 0A000 for one that this
 * project does not know.
 */
export function typeOf({ name: written, args }: TypeName, place: Position): DataType {
  const name = written.replace(/^pg_catalog\./, "");
  const plain = ownValue(PLAIN, name);
  if (plain !== undefined) return without(args, { name: plain } as DataType, place);
  const moment = ownValue(MOMENTS, name);
  if (moment !== undefined) {
    if (args.length > 0) bounded(args[0], `precision for type ${name}`, [0, 6], place);
    return { name: moment } as DataType;
  }
  const fixed = ownValue(FIXED, name);
  if (fixed !== undefined) return without(args, fixed, place);
  if (name.startsWith("interval")) return { name: "interval" };
  if (name === "float") {
    const bits = args.length === 0 ? 53 : bounded(args[0], "precision for type float", [1, 53], place);
    return { name: bits <= 24 ? "real" : "double precision" };
  }
  // DEC is in no table of types, and in examples ("STDDEV_SAMP and STDDEV_POP functions").
  if (name === "decimal" || name === "numeric" || name === "dec") return decimal(args, place);
  const length = ownValue(LENGTHS, name);
  if (length !== undefined) {
    const [base, unset] = length;
    if (args.length === 0) return { name: base, length: unset };
    if (args[0] === "max") return { name: base, length: MAX_BYTES[base] };
    return { name: base, length: bounded(args[0], `length for type ${base}`, [1, MAX_BYTES[base]], place) };
  }
  if (NOT_HERE.has(name)) {
    const next = "keep the value as varchar or super";
    throw new SqlError(`type "${name}" is not supported by this project`, place, { sqlState: "0A000", next });
  }
  throw new SqlError(`type "${name}" does not exist`, place, {
    sqlState: "42704",
    next: "use one of Redshift's types: integer, bigint, decimal(p, s), varchar(n), boolean, date, timestamp, super …",
  });
}

/**
 * Returns the type of a name that stands after a column of a table.
 * @throws SqlError 0A000 for a type of the catalogue ("Unsupported PostgreSQL data types"), and as `typeOf`.
 */
export function columnTypeOf(name: TypeName, place: Position): ColumnType {
  const type = typeOf(name, place);
  if (!isCatalogueType(type)) return type;
  throw new SqlError(`a column of a table cannot be of type ${renderDataType(type)}`, place, {
    sqlState: "0A000",
    next: "it exists only in the catalogue: use bigint for a number, varchar(128) for a name",
  });
}

type Args = TypeName["args"];

function decimal(args: Args, place: Position): DataType {
  if (args.length === 0) return { name: "decimal", precision: 18, scale: 0 };
  const precision = bounded(args[0], "precision for type numeric", [1, 38], place);
  const most = Math.min(precision, 37);
  const scale = args.length === 1 ? 0 : bounded(args[1], "scale for type numeric", [0, most], place);
  return { name: "decimal", precision, scale };
}

function without(args: Args, type: DataType, place: Position): DataType {
  if (args.length === 0) return type;
  throw new SqlError(`type modifier is not allowed for type "${type.name}"`, place);
}

function bounded(
  value: number | "max" | undefined,
  what: string,
  [least, most]: readonly [number, number],
  place: Position,
): number {
  const number = value === "max" ? Number.POSITIVE_INFINITY : Number(value);
  if (number >= least && number <= most) return number;
  const said = number < least ? `must be at least ${String(least)}` : `cannot exceed ${String(most)}`;
  throw new SqlError(`${what} ${said}`, place, { sqlState: "22023" });
}
