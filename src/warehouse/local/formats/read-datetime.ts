/** TO_DATE and TO_TIMESTAMP ("TO_DATE function", "TO_TIMESTAMP function" of the Database Developer Guide). Pure. */
import { MONTH_NAMES, type Piece } from "./datetime-format.ts";

/** Codes of whole numbers that are read, with the digits that they have at most. */
const DIGITS: Readonly<Record<string, number>> = {
  YYYY: 4,
  YYY: 3,
  YY: 2,
  Y: 1,
  MM: 2,
  DDD: 3,
  DD: 2,
  J: 7,
  HH24: 2,
  HH12: 2,
  HH: 2,
  MI: 2,
  SS: 2,
  MS: 3,
  US: 6,
};
const OTHER: ReadonlySet<string> = new Set([
  "Y,YYY",
  "MONTH",
  "MON",
  "DAY",
  "DY",
  "AM",
  "PM",
  "A.M.",
  "P.M.",
  "BC",
  "AD",
  "B.C.",
  "A.D.",
]);

/** What is wrong with a text. */
export interface BadText {
  readonly sqlState: "22007" | "22008";
  readonly says: string;
}

/** Returns the first code of a format from which no moment is read; undefined where all are. */
export function unreadableCode(pieces: readonly Piece[]): string | undefined {
  const bad = pieces.find(
    (piece) => "code" in piece && DIGITS[piece.code] === undefined && !OTHER.has(piece.code),
  );
  return bad !== undefined && "code" in bad ? bad.written : undefined;
}

interface Found {
  year?: number;
  month?: number;
  day?: number;
  dayOfYear?: number;
  julian?: number;
  hour: number;
  minute: number;
  second: number;
  micros: number;
  half?: "am" | "pm";
  bc: boolean;
}

/**
 * Returns the moment of a text as `2001-10-02 00:00:00.000000`. What is too large goes over into what is above it, 31 June into
 * July; with `strict` it is an error. What the text has after the format is left (the guide's example of SYSDATE).
 */
export function readDatetime(text: string, pieces: readonly Piece[], strict: boolean): string | BadText {
  const found: Found = { hour: 0, minute: 0, second: 0, micros: 0, bc: false };
  let rest = text.trim();
  for (const piece of pieces) {
    // What the text has no more of begins again: the first of January, midnight.
    if (rest === "") break;
    const length = "text" in piece ? separator(piece.text, rest) : take(piece.code, rest, found);
    if (length === undefined) {
      const what = "text" in piece ? piece.text : piece.written;
      return { sqlState: "22007", says: `invalid value "${rest}" for "${what}" in "${text}"` };
    }
    rest = rest.slice(length);
  }
  if (found.year === undefined && found.julian === undefined)
    return { sqlState: "22007", says: `"${text}" has no year` };
  return (strict ? outOfRange(found) : undefined) ?? render(found, text);
}

/** How long what stands between two codes is: any signs do, and blanks. */
function separator(wanted: string, rest: string): number | undefined {
  if (/[A-Za-z0-9]/.test(wanted)) return rest.startsWith(wanted) ? wanted.length : undefined;
  const match = /^[^A-Za-z0-9]+/.exec(rest);
  return match === null
    ? undefined
    : Math.max(Math.min(match[0].length, wanted.length), /^\s+/.exec(match[0])?.[0].length ?? 0);
}

function take(code: string, rest: string, found: Found): number | undefined {
  const blanks = /^\s*/.exec(rest)?.[0].length ?? 0;
  const own = rest.slice(blanks);
  const width = DIGITS[code];
  const length = width === undefined ? takeWord(code, own, found) : takeNumber(code, own, width, found);
  return length === undefined ? undefined : blanks + length;
}

function takeNumber(code: string, text: string, width: number, found: Found): number | undefined {
  const digits = new RegExp(`^\\d{1,${width}}`).exec(text)?.[0];
  if (digits === undefined) return undefined;
  const value = Number(digits);
  if (code === "YYYY") found.year = value;
  else if (code === "YYY") found.year = value + (value < 100 ? 2000 : 1000);
  else if (code === "YY") found.year = value + (value < 70 ? 2000 : 1900);
  else if (code === "Y") found.year = value + 2000;
  else if (code === "MM") found.month = value;
  else if (code === "DDD") found.dayOfYear = value;
  else if (code === "DD") found.day = value;
  else if (code === "J") found.julian = value;
  else if (code === "MI") found.minute = value;
  else if (code === "SS") found.second = value;
  else if (code === "MS" || code === "US")
    found.micros += Number(digits.padEnd(width, "0")) * (code === "MS" ? 1000 : 1);
  else found.hour = value;
  return digits.length;
}

function takeWord(code: string, text: string, found: Found): number | undefined {
  const lower = text.toLowerCase();
  if (code === "Y,YYY") {
    const match = /^(\d+),(\d{3})/.exec(text);
    if (match === null) return undefined;
    found.year = Number(`${match[1] ?? ""}${match[2] ?? ""}`);
    return match[0].length;
  }
  if (code === "MONTH" || code === "MON") {
    const names = MONTH_NAMES.map((name) => (code === "MON" ? name.slice(0, 3) : name).toLowerCase());
    const at = names.findIndex((name) => lower.startsWith(name));
    if (at === -1) return undefined;
    found.month = at + 1;
    return names[at]?.length;
  }
  // The name of a day says nothing that the date does not.
  if (code === "DAY" || code === "DY") return /^[a-z]+/.exec(lower)?.[0].length;
  const match = /^([abp])\.?([mdc])\.?/.exec(lower);
  if (match === null) return undefined;
  const letters = `${match[1] ?? ""}${match[2] ?? ""}`;
  if (letters === "am" || letters === "pm") found.half = letters;
  else found.bc = letters === "bc";
  return match[0].length;
}

function outOfRange(found: Found): BadText | undefined {
  const { year = 1, month = 1, day = 1, dayOfYear, hour, minute, second } = found;
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > last ||
    (dayOfYear !== undefined && (dayOfYear < 1 || dayOfYear > 366))
  )
    return { sqlState: "22008", says: `date/time field date value out of range: ${year}-${month}-${day}` };
  if (hour > 23 || minute > 59 || second > 59)
    return {
      sqlState: "22008",
      says: `date/time field time value out of range: ${hour}:${minute}:${second}.0`,
    };
  return undefined;
}

function render(found: Found, text: string): string | BadText {
  const { year = 1, month = 1, day = 1, dayOfYear, julian, half } = found;
  if (half !== undefined && (found.hour < 1 || found.hour > 12))
    return { sqlState: "22007", says: `hour must be between 1 and 12 in "${text}"` };
  const hour = half === undefined ? found.hour : (found.hour % 12) + (half === "pm" ? 12 : 0);
  const date = new Date(0);
  if (julian !== undefined) date.setTime((julian - 2_440_588) * 86_400_000);
  else
    date.setUTCFullYear(
      found.bc ? 1 - year : year,
      dayOfYear === undefined ? month - 1 : 0,
      dayOfYear ?? day,
    );
  date.setUTCHours(hour, found.minute, found.second);
  const own = date.getUTCFullYear();
  if (!(own >= -4712 && own <= 9999))
    return { sqlState: "22008", says: `date/time field date value out of range: ${text}` };
  const shown = String(own > 0 ? own : 1 - own).padStart(4, "0");
  const clock = date.toISOString().slice(-13, -5);
  const days = date.toISOString().slice(-20, -14);
  return `${shown}${days} ${clock}.${String(found.micros).padStart(6, "0")}${own > 0 ? "" : " (BC)"}`;
}
