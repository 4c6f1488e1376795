/** A date and a time from their parts. */
import { minutesAhead, readTimeZone } from "../types/time-zone.ts";

/** A date and a time of day, as DuckDB casts them. */
export interface Moment {
  /** `2018-11-01`, or `0044-03-15 (BC)`. */
  readonly date: string;
  /** `20:57:10.796`; at most six digits after the point. */
  readonly time: string;
}

/** Named parts of a regular expression: digits, a month's name, am or pm, a zone … */
export type Parts = Readonly<Record<string, string | undefined>>;

const MONTHS: readonly string[] = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
/** The source of a regular expression for a month's name, whole or its first three letters, in lower case. */
export const MONTH = MONTHS.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join("|");

/** Returns the moment of these parts, moved to UTC with `toUtc`; undefined when there is no such day, time or zone. */
export function renderMoment(parts: Parts, toUtc: boolean): Moment | undefined {
  const hour = hourOf(parts);
  const minute = Number(parts["minute"] ?? 0);
  const second = Number(parts["second"] ?? 0);
  const days = daysOf(parts);
  if (days === undefined || hour === undefined || minute > 59 || second > 59) return undefined;
  const offset = offsetOf(parts["zone"], days + hour * 3_600_000 + minute * 60_000);
  if (offset === undefined) return undefined;
  const minutes = hour * 60 + minute - (toUtc ? offset : 0);
  const moment = new Date(days + minutes * 60_000 + second * 1000);
  const year = moment.getUTCFullYear();
  if (year > 9999 || year < -4712) return undefined;
  const shown = String(year > 0 ? year : 1 - year).padStart(4, "0");
  const fraction = (parts["fraction"] ?? "").slice(0, 6);
  const rest = moment.toISOString().slice(-20, -5);
  return {
    date: `${shown}${rest.slice(0, 6)}${year > 0 ? "" : " (BC)"}`,
    time: `${rest.slice(7)}${fraction === "" ? "" : `.${fraction}`}`,
  };
}

/** Milliseconds from 1970 to the day; undefined for a day that is not one. */
function daysOf(parts: Parts): number | undefined {
  const { julian, year, shortYear, dayOfYear, era } = parts;
  // Julian day 2440588 is 1 January 1970.
  if (julian !== undefined) return (Number(julian) - 2_440_588) * 86_400_000;
  const short = Number(shortYear) + (Number(shortYear) < 70 ? 2000 : 1900);
  const counted = shortYear === undefined ? Number(year ?? 1) : short;
  if (counted === 0) return undefined;
  const signed = era === undefined ? counted : 1 - Number(year ?? shortYear);
  const month = dayOfYear === undefined ? monthOf(parts) : 1;
  const day = Number(dayOfYear ?? parts["day"] ?? 1);
  const date = new Date(0);
  date.setUTCFullYear(signed, month - 1, day);
  const exists =
    dayOfYear === undefined
      ? date.getUTCMonth() === month - 1 && date.getUTCDate() === day
      : day > 0 && date.getUTCFullYear() === signed;
  return exists ? date.getTime() : undefined;
}

function monthOf({ month, monthName }: Parts): number {
  if (monthName === undefined) return Number(month ?? 1);
  return MONTHS.findIndex((name) => name.startsWith(monthName.toLowerCase().slice(0, 3))) + 1;
}

function hourOf({ hour = "0", half }: Parts): number | undefined {
  const value = Number(hour);
  if (half === undefined) return value < 24 ? value : undefined;
  if (value < 1 || value > 12) return undefined;
  return (value % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
}

/** Minutes ahead of UTC at a local time; undefined for a zone that is not known. */
function offsetOf(zone: string | undefined, local: number): number | undefined {
  if (zone === undefined) return 0;
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (match === null) {
    const read = readTimeZone(zone);
    return typeof read === "object" ? undefined : minutesAhead(read, local);
  }
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === "-" ? -minutes : minutes;
}
