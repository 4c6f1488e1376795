/** TO_CHAR of a moment ("TO_CHAR", "Datetime format strings" of the Database Developer Guide). Pure. */
import { calendarOf, type Calendar } from "./calendar.ts";
import { DAY_NAMES, MONTH_NAMES, type Piece } from "./datetime-format.ts";

type Code = Extract<Piece, { readonly code: string }>;

/** Returns the text of a moment, which is in UTC. @param moment microseconds since 1970 */
export function formatDatetime(moment: bigint, pieces: readonly Piece[]): string {
  const calendar = calendarOf(moment);
  return pieces.map((piece) => ("text" in piece ? piece.text : coded(piece, calendar))).join("");
}

/** A number that is filled with zeros, by its code: how many digits it has, and which it is. */
const NUMBERS: Readonly<Record<string, readonly [number, (calendar: Calendar) => number]>> = {
  CC: [2, ({ year }) => Math.floor((eraYear(year) - 1) / 100) + 1],
  YYYY: [4, ({ year }) => eraYear(year)],
  YYY: [3, ({ year }) => eraYear(year) % 1000],
  YY: [2, ({ year }) => eraYear(year) % 100],
  Y: [1, ({ year }) => eraYear(year) % 10],
  IYYY: [4, ({ isoYear }) => eraYear(isoYear)],
  IYY: [3, ({ isoYear }) => eraYear(isoYear) % 1000],
  IY: [2, ({ isoYear }) => eraYear(isoYear) % 100],
  I: [1, ({ isoYear }) => eraYear(isoYear) % 10],
  Q: [1, ({ month }) => Math.ceil(month / 3)],
  MM: [2, ({ month }) => month],
  // Weeks of a month and of a year begin with its first day.
  W: [1, ({ day }) => Math.ceil(day / 7)],
  WW: [2, ({ dayOfYear }) => Math.ceil(dayOfYear / 7)],
  IW: [2, ({ isoWeek }) => isoWeek],
  DDD: [3, ({ dayOfYear }) => dayOfYear],
  IDDD: [3, (calendar) => (calendar.isoWeek - 1) * 7 + isoDay(calendar)],
  DD: [2, ({ day }) => day],
  D: [1, ({ weekday }) => weekday + 1],
  ID: [1, isoDay],
  J: [1, ({ julian }) => julian],
  HH24: [2, ({ hour }) => hour],
  HH12: [2, ({ hour }) => hour % 12 || 12],
  HH: [2, ({ hour }) => hour % 12 || 12],
  MI: [2, ({ minute }) => minute],
  SS: [2, ({ second }) => second],
  MS: [3, ({ micros }) => Math.floor(micros / 1000)],
  US: [6, ({ micros }) => micros],
};

const ROMAN: readonly string[] = "I II III IV V VI VII VIII IX X XI XII".split(" ");

function coded({ code, written, short }: Code, calendar: Calendar): string {
  const number = NUMBERS[code];
  if (number !== undefined) {
    const text = String(number[1](calendar));
    // A fraction that lost its zeros would be another one.
    return short && code !== "MS" && code !== "US" ? text : text.padStart(number[0], "0");
  }
  switch (code) {
    case "Y,YYY": {
      const year = eraYear(calendar.year);
      return `${Math.floor(year / 1000)},${String(year % 1000).padStart(3, "0")}`;
    }
    case "MONTH":
      return padded(cased(MONTH_NAMES[calendar.month - 1] ?? "", written), 9, short);
    case "MON":
      return cased((MONTH_NAMES[calendar.month - 1] ?? "").slice(0, 3), written);
    case "DAY":
      return padded(cased(DAY_NAMES[calendar.weekday] ?? "", written), 9, short);
    case "DY":
      return cased((DAY_NAMES[calendar.weekday] ?? "").slice(0, 3), written);
    case "RM":
      return padded(cased(ROMAN[calendar.month - 1] ?? "", written), 4, short);
    case "TZ":
      return cased("UTC", written);
    case "OF":
      return "+00";
    default:
      return halfOrEra(code, written, calendar);
  }
}

/** AM, P.M., bc …: as it is written, of this moment. */
function halfOrEra(code: string, written: string, { hour, year }: Calendar): string {
  const era = code.startsWith("B") || code.endsWith("D") || code.endsWith("D.");
  const letters = era ? (year > 0 ? "AD" : "BC") : hour < 12 ? "AM" : "PM";
  const text = code.includes(".") ? `${letters[0] ?? ""}.${letters[1] ?? ""}.` : letters;
  return written === written.toLowerCase() ? text.toLowerCase() : text;
}

/** The year 0 is the first one before Christ. */
function eraYear(year: number): number {
  return year > 0 ? year : 1 - year;
}

function isoDay({ weekday }: Calendar): number {
  return weekday === 0 ? 7 : weekday;
}

/** As the code is written: MONTH, Month, month. */
function cased(name: string, written: string): string {
  if (written === written.toLowerCase()) return name.toLowerCase();
  const first = written.slice(0, 2);
  return first === first.toUpperCase() ? name.toUpperCase() : name;
}

function padded(name: string, width: number, short: boolean): string {
  return short ? name : name.padEnd(width, " ");
}
