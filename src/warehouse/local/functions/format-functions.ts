/** Functions that DuckDB calls for formats, zones and bases; a text of an error begins with its SQLSTATE in square brackets. */
import { datetimeFormat, type Piece } from "../formats/datetime-format.ts";
import { formatDatetime } from "../formats/format-datetime.ts";
import { formatNumber } from "../formats/format-number.ts";
import { numberFormat, type NumberFormat } from "../formats/number-format.ts";
import { readDatetime, unreadableCode } from "../formats/read-datetime.ts";
import { readNumber } from "../formats/read-number.ts";
import { readTimeZone } from "../types/time-zone.ts";

/** A function of texts; none is called with a NULL. */
export interface TextFunction {
  readonly name: string;
  readonly takes: readonly ("text" | "bigint" | "boolean")[];
  readonly compute: (values: readonly unknown[]) => string;
}

/** What is registered. */
export const FORMAT_FUNCTIONS: readonly TextFunction[] = [
  {
    name: "redshift_format_moment",
    takes: ["bigint", "text"],
    compute: ([moment, format]) => formatDatetime(moment as bigint, pieces(format as string)),
  },
  {
    name: "redshift_format",
    takes: ["text", "text"],
    compute: ([value, format]) => formatNumber(value as string, numeric(format as string)),
  },
  {
    name: "redshift_read_moment",
    takes: ["text", "text", "boolean"],
    compute: ([text, format, strict]) => {
      const read = readDatetime(text as string, readable(format as string), strict === true);
      return typeof read === "string" ? read : fail(read.sqlState, read.says);
    },
  },
  {
    name: "redshift_read_number",
    takes: ["text", "text"],
    compute: ([text, format]) =>
      readNumber(text as string, numeric(format as string)) ??
      fail("22P02", `"${text as string}" is not a number of the format "${format as string}"`),
  },
  {
    name: "redshift_zone",
    takes: ["text"],
    compute: ([text]) => {
      const zone = readTimeZone(text as string);
      return typeof zone === "object" ? fail(zone.sqlState, zone.says) : String(zone);
    },
  },
  {
    name: "redshift_strtol",
    takes: ["text", "text"],
    compute: ([text, base]) => strtol(text as string, Number(base)),
  },
];

/** Returns the pieces of a format of moments. @throws Error for one that is not known. */
export function pieces(format: string): readonly Piece[] {
  const read = datetimeFormat(format);
  if (!("rest" in read)) return read;
  return fail(
    "0A000",
    `the format "${format}" is not supported on the local warehouse, from "${read.rest}" on`,
  );
}

/** Returns the pieces of a format that moments are read by. @throws Error for one of which none can be read. */
export function readable(format: string): readonly Piece[] {
  const read = pieces(format);
  const bad = unreadableCode(read);
  return bad === undefined ? read : fail("0A000", `"${bad}" is not a date in the format "${format}"`);
}

/** Returns a format of numbers. @throws Error for one that is not known. */
export function numeric(format: string): NumberFormat {
  const read = numberFormat(format);
  if (!("rest" in read)) return read;
  return fail(
    "0A000",
    `the format "${format}" is not supported on the local warehouse, from "${read.rest}" on`,
  );
}

const LIMIT = 2n ** 63n;

/** "STRTOL function": an empty text is 0. */
function strtol(text: string, base: number): string {
  if (!Number.isInteger(base) || base < 2 || base > 36)
    return fail("22023", `the base ${base} is not between 2 and 36`);
  const match = /^\s*([+-]?)(.*)$/s.exec(text.split("\0", 1)[0] ?? "");
  const [, sign = "", digits = ""] = match ?? [];
  const own = (base === 16 ? digits.replace(/^0x/i, "") : digits).toLowerCase();
  let value = 0n;
  for (const digit of own) {
    const size = "0123456789abcdefghijklmnopqrstuvwxyz".indexOf(digit);
    if (size === -1 || size >= base)
      return fail("22P02", `The input ${text} is not valid to be converted to base ${base}`);
    value = value * BigInt(base) + BigInt(size);
  }
  const signed = sign === "-" ? -value : value;
  return signed >= -LIMIT && signed < LIMIT
    ? String(signed)
    : fail("22003", `The input ${text} is out of range for type bigint`);
}

function fail(sqlState: string, says: string): never {
  throw new Error(`[${sqlState}] ${says}`);
}
