/** Redshift's date parts and their synonyms (Database Developer Guide, "Date parts for date or timestamp functions"). */
import { SqlError, type Position } from "../../../errors.ts";

const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  year: ["year", "years", "y", "yr", "yrs"],
  quarter: ["quarter", "quarters", "qtr", "qtrs"],
  month: ["month", "months", "mon", "mons"],
  week: ["week", "weeks", "w"],
  dow: ["dow", "dayofweek", "dw", "weekday"],
  doy: ["doy", "dayofyear", "dy", "yearday"],
  day: ["day", "days", "d"],
  hour: ["hour", "hours", "h", "hr", "hrs"],
  minute: ["minute", "minutes", "m", "min", "mins"],
  second: ["second", "seconds", "s", "sec", "secs"],
  millisecond: [
    "millisecond",
    "milliseconds",
    "ms",
    "msec",
    "msecs",
    "msecond",
    "mseconds",
    "millisec",
    "millisecs",
    "millisecon",
  ],
  microsecond: [
    "microsecond",
    "microseconds",
    "microsec",
    "microsecs",
    "microsecond",
    "usecond",
    "useconds",
    "us",
    "usec",
    "usecs",
  ],
  epoch: ["epoch"],
};

const PARTS = new Map(Object.entries(SYNONYMS).flatMap(([part, names]) => names.map((name) => [name, part])));

/** Returns DuckDB's name of a date part. @throws SqlError for one that Redshift does not have or that differs. */
export function datePart(name: string, at: Position): string {
  const part = PARTS.get(name.toLowerCase());
  if (part !== undefined) return part;
  throw new SqlError(`the date part ${name} is not supported on the local warehouse`, at, {
    sqlState: "0A000",
    next: `use one of ${Object.keys(SYNONYMS).join(", ")}`,
  });
}
