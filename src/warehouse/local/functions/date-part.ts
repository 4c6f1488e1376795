/** Redshift's date parts and their synonyms ("Date parts for date or timestamp functions" of the Database Developer Guide). */

const SYNONYMS: Readonly<Record<string, string>> = {
  millennium: "millennium millennia mil mils",
  century: "century centuries c cent cents",
  decade: "decade decades dec decs",
  year: "year years y yr yrs",
  quarter: "quarter quarters qtr qtrs",
  month: "month months mon mons",
  week: "week weeks w",
  dow: "dayofweek dow dw weekday",
  doy: "dayofyear doy dy yearday",
  day: "day days d",
  hour: "hour hours h hr hrs",
  minute: "minute minutes m min mins",
  second: "second seconds s sec secs",
  millisecond: "millisecond milliseconds ms msec msecs msecond mseconds millisec millisecs millisecon",
  microsecond: "microsecond microseconds microsec microsecs usecond useconds us usec usecs",
  epoch: "epoch",
  timezone: "timezone",
  timezone_hour: "timezone_hour",
  timezone_minute: "timezone_minute",
};

const PARTS = new Map(
  Object.entries(SYNONYMS).flatMap(([part, names]) => names.split(" ").map((name) => [name, part] as const)),
);

/** All parts, by the names that this project uses; DuckDB knows them all. */
export const DATE_PARTS: readonly string[] = Object.keys(SYNONYMS);

/** Returns the name of a date part that this project uses; undefined for a word that is not one. */
export function datePart(word: string): string | undefined {
  return PARTS.get(word.toLowerCase());
}
