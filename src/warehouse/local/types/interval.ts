/** Intervals as they are written ("Interval data types and literals" of the Database Developer Guide). */
import { ownValue } from "../../../dialect/own-value.ts";
import type { IntervalField } from "../../../dialect/syntax/expression.ts";

/** Months, or microseconds with days apart, of one unit; years and weeks of the guide's list among them. */
const UNITS: Readonly<Record<string, readonly ["months" | "days" | "micros", number]>> = (() => {
  const units: Record<string, readonly ["months" | "days" | "micros", number]> = {};
  const add = (names: string, kind: "months" | "days" | "micros", size: number): void => {
    for (const name of names.split(" ")) units[name] = [kind, size];
  };
  add("millennium millennia mil mils", "months", 12_000);
  add("century centuries c cent cents", "months", 1200);
  add("decade decades dec decs", "months", 120);
  add("year years y yr yrs", "months", 12);
  add("quarter quarters qtr qtrs", "months", 3);
  add("month months mon mons", "months", 1);
  add("week weeks w", "days", 7);
  add("day days d", "days", 1);
  add("hour hours h hr hrs", "micros", 3_600_000_000);
  add("minute minutes m min mins", "micros", 60_000_000);
  add("second seconds s sec secs", "micros", 1_000_000);
  add("millisecond milliseconds ms msec msecs msecond mseconds", "micros", 1000);
  add("microsecond microseconds microsec microsecs usecond useconds us usec usecs", "micros", 1);
  return units;
})();

interface Interval {
  months: number;
  days: number;
  micros: number;
}

/** Returns an interval in DuckDB's words, whole units only; undefined for a text that is not one. `field` is the unit of a bare number. */
export function intervalText(text: string, field: IntervalField = "second"): string | undefined {
  const sum: Interval = { months: 0, days: 0, micros: 0 };
  let rest = text.trim().toLowerCase();
  const ago = rest.endsWith(" ago");
  if (ago) rest = rest.slice(0, -4);
  if (rest === "") return undefined;
  while (rest !== "") {
    const length = take(rest, field, sum);
    if (length === undefined) return undefined;
    rest = rest.slice(length).replace(/^[\s,]+(?:and\s+)?/, "");
  }
  const sign = ago ? -1 : 1;
  return [
    [sum.months, "months"],
    [sum.days, "days"],
    [sum.micros, "microseconds"],
  ]
    .map(([amount, unit]) => `${String(sign * Math.round(Number(amount)))} ${String(unit)}`)
    .join(" ");
}

/** Adds what stands first to the sum, and returns how long it is. */
function take(text: string, field: IntervalField, sum: Interval): number | undefined {
  const years = /^([+-]?)(\d+)-(\d+)(?=$|[\s,])/.exec(text);
  if (years !== null) {
    sum.months += (years[1] === "-" ? -1 : 1) * (Number(years[2]) * 12 + Number(years[3]));
    return years[0].length;
  }
  const clock = /^([+-]?)(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?(?=$|[\s,])/.exec(text);
  if (clock !== null) {
    const seconds = Number(clock[2]) * 3600 + Number(clock[3]) * 60 + Number(clock[4] ?? 0);
    sum.micros += (clock[1] === "-" ? -1 : 1) * seconds * 1_000_000;
    return clock[0].length;
  }
  const amount = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*([a-z]*)/.exec(text);
  if (amount === null) return undefined;
  // `1 12:00:00` are a day and twelve hours.
  const behind = /^\s+[+-]?\d+:/.test(text.slice(amount[0].length)) ? "day" : field;
  const unit = ownValue(UNITS, amount[2] === "" || amount[2] === undefined ? behind : amount[2]);
  if (unit === undefined) return undefined;
  const [kind, size] = unit;
  const value = Number(amount[1]) * size;
  sum[kind] += kind === "micros" ? value : Math.trunc(value);
  // A part of a day is hours; a part of a month is days of thirty (PostgreSQL 8, "Interval Input").
  if (kind === "days") sum.micros += (value - Math.trunc(value)) * 86_400_000_000;
  if (kind === "months") sum.days += Math.round((value - Math.trunc(value)) * 30);
  return amount[0].length;
}
