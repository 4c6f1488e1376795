/** One JSON value into one column, by Redshift's rules and from its raw text (Developer Guide, "Data conversion parameters"). */
import { isUtf8 } from "node:buffer";
import type { ColumnDefinition } from "../../../dialect/table-definition.ts";
import type { DataType } from "../../../dialect/types.ts";
import { cutBytes } from "../duck-functions.ts";
import { parseMoment } from "./convert-time.ts";
import type { ValueKind } from "./json-object.ts";
import {
  invalidBoolean,
  invalidDate,
  invalidDecimal,
  invalidDigit,
  invalidFloat,
  invalidTimestamp,
  invalidUtf8,
  loadError,
  missingNotNull,
  nulCharacter,
  notSingleByte,
  overflow,
  tooLong,
  type LoadError,
} from "./load-errors.ts";
import type { CopyCommand } from "./options.ts";

/** Text that DuckDB casts exactly to the column's type, or null, or what is wrong. */
export type Converted = string | null | LoadError;

/** Where a value stands, and of what kind it is. */
export interface RawValue {
  readonly kind: ValueKind;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

export type Convert = (value: RawValue | undefined) => Converted;

/** Makes the conversion of one column. */
export function converterOf(column: ColumnDefinition, copy: CopyCommand): Convert {
  const convert = byType(column.type, copy);
  return (value) => {
    const converted = value === undefined || value.kind === "null" ? null : convert(value);
    return converted === null && column.notNull ? missingNotNull() : converted;
  };
}

function byType(type: DataType, copy: CopyCommand): (value: RawValue) => Converted {
  if (type.name === "varchar" || type.name === "char")
    return (value) => toText(value, type.name === "char", type.length, copy);
  if (type.name === "super") return (value) => raw(value);
  return (value) => {
    const text = decode(value, copy);
    if (typeof text !== "string") return text;
    // Empty or blank is NULL for every type but text.
    return text.trim() === "" ? null : toScalar(text, type, copy);
  };
}

function toScalar(text: string, type: DataType, copy: CopyCommand): Converted {
  switch (type.name) {
    case "smallint":
      return toInteger(text, 32_768n, "Short");
    case "integer":
      return toInteger(text, 2_147_483_648n, "Integer");
    case "bigint":
      return toInteger(text, 9_223_372_036_854_775_808n, "Long");
    case "decimal":
      return toDecimal(text, type.precision, type.scale, copy.roundDecimals);
    case "real":
    case "double precision":
      return toFloat(text, type.name === "real" ? 3.402_823_466e38 : Number.MAX_VALUE);
    case "boolean":
      return toBoolean(text);
    case "date": {
      const date = parseMoment(text, copy.dateFormat === "" ? "" : copy.dateFormat)?.date;
      return date ?? (copy.acceptAnyDate ? null : invalidDate(copy.dateFormat || "YYYY-MM-DD"));
    }
    case "timestamp":
    case "timestamptz": {
      const moment = parseMoment(text, copy.timeFormat);
      if (moment !== undefined) return `${moment.date} ${moment.time}`;
      return copy.acceptAnyDate ? null : invalidTimestamp(copy.timeFormat || "YYYY-MM-DD HH24:MI:SS");
    }
    default:
      return loadError(1223, `COPY into ${type.name} is not implemented on the local warehouse`);
  }
}

/** Digits with a sign; COPY takes no `1.0` into an integer. */
function toInteger(text: string, limit: bigint, type: string): Converted {
  const trimmed = text.trim();
  const bad = /^[+-]?\d*/.exec(trimmed)?.[0].length ?? 0;
  if (bad < trimmed.length || !/\d/.test(trimmed)) return invalidDigit(trimmed, bad, type);
  const value = BigInt(trimmed.replace(/^\+/, ""));
  return value >= -limit && value < limit ? value.toString() : overflow(type);
}

function toDecimal(text: string, precision: number, scale: number, round: boolean): Converted {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  if (match === null || `${match[2] ?? ""}${match[3] ?? ""}` === "") return invalidDecimal(text);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${whole}${fraction}` || "0");
  const shift = scale - fraction.length + Number(exponent);
  let units = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  // COPY cuts at the scale; ROUNDEC rounds half up.
  if (round && shift < 0 && (digits / 10n ** BigInt(-shift - 1)) % 10n >= 5n) units += 1n;
  if (units >= 10n ** BigInt(precision)) return overflow("Numeric");
  const padded = units.toString().padStart(scale + 1, "0");
  const at = padded.length - scale;
  return `${sign === "-" ? "-" : ""}${padded.slice(0, at)}${scale === 0 ? "" : `.${padded.slice(at)}`}`;
}

function toFloat(text: string, largest: number): Converted {
  const trimmed = text.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return invalidFloat(trimmed);
  return Math.abs(Number(trimmed)) <= largest ? trimmed : overflow("Float8");
}

function toBoolean(text: string): Converted {
  const word = text.trim().toLowerCase();
  if (["t", "true", "y", "yes", "1"].includes(word)) return "true";
  return ["f", "false", "n", "no", "0"].includes(word) ? "false" : invalidBoolean();
}

function toText(value: RawValue, singleByte: boolean, length: number, copy: CopyCommand): Converted {
  let text = decode(value, copy);
  if (typeof text !== "string") return text;
  if (copy.trimBlanks) text = text.replace(/ +$/, "");
  if (text === "" && copy.emptyAsNull) return null;
  if (copy.blanksAsNull && text !== "" && text.trim() === "") return null;
  if (singleByte && /[^\0-\x7f]/.test(text)) return notSingleByte();
  if (text.length * 3 > length && Buffer.byteLength(text) > length) {
    return copy.truncateColumns ? cutBytes(text, length) : tooLong();
  }
  return text;
}

/** The text that a value means: of a string without its escapes, of everything else as it stands. */
function decode(value: RawValue, copy: CopyCommand): string | LoadError {
  const { kind, bytes, start, end } = value;
  const from = kind === "string" ? start + 1 : start;
  const to = kind === "string" ? end - 1 : end;
  const part = bytes.subarray(from, to);
  const valid = isUtf8(part);
  if (!valid && copy.invalidCharacters === undefined) return badUtf8(part);
  const text = valid ? part.toString("utf8") : replaceInvalid(part, copy.invalidCharacters as string);
  const meant = kind === "string" && text.includes("\\") ? (JSON.parse(`"${text}"`) as string) : text;
  const nul = meant.indexOf("\0");
  return nul === -1 ? meant : nulCharacter(nul);
}

function raw({ bytes, start, end }: RawValue): Converted {
  const part = bytes.subarray(start, end);
  return isUtf8(part) ? part.toString("utf8") : badUtf8(part);
}

function badUtf8(part: Buffer): LoadError {
  let at = 0;
  while (at < part.length && isUtf8(part.subarray(0, at + 1 + trailing(part, at))))
    at += 1 + trailing(part, at);
  return invalidUtf8(part.subarray(at, at + 4).toString("hex"), at);
}

/** Bytes that the first byte of a character says will follow. */
function trailing(part: Buffer, at: number): number {
  const byte = part[at] ?? 0;
  return byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc0 ? 1 : 0;
}

/** ACCEPTINVCHARS: each invalid byte becomes the character. */
function replaceInvalid(part: Buffer, by: string): string {
  let text = "";
  for (let at = 0; at < part.length;) {
    const length = 1 + trailing(part, at);
    const character = part.subarray(at, at + length);
    const valid = character.length === length && isUtf8(character);
    text += valid ? character.toString("utf8") : by;
    at += valid ? length : 1;
  }
  return text;
}
