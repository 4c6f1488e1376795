/** Redshift's data types as values (Database Developer Guide, "Data types"). */
import { SqlError } from "../errors.ts";
import type { Token } from "./lexer.ts";
import { ownValue } from "./own-value.ts";
import { TokenReader } from "./token-reader.ts";

/** A type with what belongs to it; synonyms are one type. */
export type DataType =
  | { readonly name: "smallint" | "integer" | "bigint" | "real" | "double precision" | "boolean" }
  | { readonly name: "date" | "time" | "timetz" | "timestamp" | "timestamptz" | "super" | "interval" }
  | { readonly name: "decimal"; readonly precision: number; readonly scale: number }
  /** Lengths are bytes. */
  | { readonly name: "char" | "varchar" | "varbyte"; readonly length: number };

type PlainName = Exclude<DataType["name"], "decimal" | LengthName>;
type LengthName = "char" | "varchar" | "varbyte";

/** The greatest length of each type that has one, in bytes. */
export const MAX_BYTES: Readonly<Record<LengthName, number>> = {
  char: 4096,
  varchar: 65_535,
  varbyte: 16_777_216,
};

const PLAIN: Readonly<Record<string, PlainName>> = {
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
  boolean: "boolean",
  bool: "boolean",
  date: "date",
  timetz: "timetz",
  timestamptz: "timestamptz",
  super: "super",
};

/** Names of types with a length, and the length where none is given. */
const LENGTHS: Readonly<Record<string, readonly [LengthName, number]>> = {
  char: ["char", 1],
  character: ["char", 1],
  nchar: ["char", 1],
  varchar: ["varchar", 256],
  nvarchar: ["varchar", 256],
  varbyte: ["varbyte", 64_000],
  varbinary: ["varbyte", 64_000],
};

/** Names that stand for one length, which cannot be given. */
const FIXED: Readonly<Record<string, DataType>> = {
  text: { name: "varchar", length: 256 },
  bpchar: { name: "char", length: 256 },
};

/** Types that Redshift has and this project does not know. */
const NOT_HERE: ReadonlySet<string> = new Set(["geometry", "geography", "hllsketch"]);

/**
 * Reads the type that starts at `at`, with all synonyms of the manual, and says where it ends.
 * @throws SqlError when there is no type, when Redshift has none of that name, or when its length is out of bounds.
 */
export function parseDataType(
  tokens: readonly Token[],
  at: number,
): { readonly type: DataType; readonly next: number } {
  const reader = new TokenReader(tokens, at);
  const type = readType(reader);
  return { type, next: reader.at };
}

function readType(reader: TokenReader): DataType {
  const head = reader.peek();
  const word = reader.name();
  const plain = ownValue(PLAIN, word);
  if (plain !== undefined) return { name: plain };
  const fixed = ownValue(FIXED, word);
  if (fixed !== undefined) return fixed;
  if (word === "double") {
    reader.expect("precision");
    return { name: "double precision" };
  }
  if (word === "float") return readFloat(reader);
  if (word === "decimal" || word === "numeric") return readDecimal(reader);
  if (word === "time" || word === "timestamp" || word === "datetime") return readTime(reader, word);
  if (word === "interval") return readInterval(reader);
  if (word === "binary" && reader.accept("varying")) return readLength(reader, "varbyte", 64_000);
  const length = ownValue(LENGTHS, word);
  if (length !== undefined) {
    const varying = length[0] === "char" && reader.accept("varying");
    return varying ? readLength(reader, "varchar", 256) : readLength(reader, ...length);
  }
  const position = head ?? { line: 1, column: 1 };
  if (NOT_HERE.has(word)) {
    throw new SqlError(`type "${word}" is not supported by this project`, position, {
      sqlState: "0A000",
      next: "keep the value as varchar or super",
    });
  }
  throw new SqlError(`type "${word}" does not exist`, position, {
    sqlState: "42704",
    next: "use one of Redshift's types: integer, bigint, decimal(p, s), varchar(n), boolean, date, timestamp, super …",
  });
}

function readFloat(reader: TokenReader): DataType {
  if (!reader.acceptSymbol("(")) return { name: "double precision" };
  const bits = bounded(reader, "precision for type float", 1, 53);
  reader.expectSymbol(")");
  return { name: bits <= 24 ? "real" : "double precision" };
}

function readDecimal(reader: TokenReader): DataType {
  if (!reader.acceptSymbol("(")) return { name: "decimal", precision: 18, scale: 0 };
  const precision = bounded(reader, "precision for type numeric", 1, 38);
  const scale = reader.acceptSymbol(",")
    ? bounded(reader, "scale for type numeric", 0, Math.min(precision, 37))
    : 0;
  reader.expectSymbol(")");
  return { name: "decimal", precision, scale };
}

function readTime(reader: TokenReader, word: "time" | "timestamp" | "datetime"): DataType {
  if (reader.acceptSymbol("(")) {
    // A precision is taken and has no effect: Redshift always keeps microseconds.
    bounded(reader, `precision for type ${word}`, 0, 6);
    reader.expectSymbol(")");
  }
  const base = word === "time" ? "time" : "timestamp";
  if (reader.accept("with", "time", "zone")) return { name: `${base}tz` };
  reader.accept("without", "time", "zone");
  return { name: base };
}

const FIELDS = ["year", "month", "day", "hour", "minute", "second"] as const;

function readInterval(reader: TokenReader): DataType {
  if (reader.acceptOne(...FIELDS) !== undefined && reader.accept("to")) {
    if (reader.acceptOne(...FIELDS) === undefined) throw reader.error();
    if (reader.acceptSymbol("(")) {
      bounded(reader, "precision for type interval", 0, 6);
      reader.expectSymbol(")");
    }
  }
  return { name: "interval" };
}

function readLength(reader: TokenReader, name: LengthName, unset: number): DataType {
  if (!reader.acceptSymbol("(")) return { name, length: unset };
  const length = reader.accept("max")
    ? MAX_BYTES[name]
    : bounded(reader, `length for type ${name}`, 1, MAX_BYTES[name]);
  reader.expectSymbol(")");
  return { name, length };
}

function bounded(reader: TokenReader, what: string, least: number, most: number): number {
  const position = reader.peek();
  const value = reader.integer();
  if (value >= least && value <= most) return value;
  const said = value < least ? `must be at least ${String(least)}` : `cannot exceed ${String(most)}`;
  throw new SqlError(`${what} ${said}`, position ?? { line: 1, column: 1 }, { sqlState: "22023" });
}

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
