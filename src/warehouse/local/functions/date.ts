/** "Date and time functions" of the Database Developer Guide; zones of texts are read in types/time-zone.ts. */
import { dateadd, datediff, datePartOf, dateTrunc, extract } from "./date-calls.ts";
import type { FunctionForm, FunctionTable } from "./entry.ts";

const NOW = "(now() AT TIME ZONE 'UTC')";
const ORDER = "CAST(redshift_functions.order_of($1, $2) AS INTEGER)";

/** -1, 0, 1; both are compared as the later type. */
const comparison = (page: string, one: string, other: string, sql = ORDER): FunctionTable[string] => ({
  page,
  forms: [{ takes: [one, other], gives: "integer", sql }],
});
const asTimestamps = (one: string, other: string): string => ORDER.replace("$1", one).replace("$2", other);

/** A TIMESTAMPTZ is taken where a TIMESTAMP is wanted, in UTC, the time zone of the session. */
const ofMoment = (
  before: readonly string[],
  gives: string,
  sql: (value: string) => string,
): readonly FunctionForm[] => {
  const place = `$${before.length + 1}`;
  return [
    { takes: [...before, "timestamp"], gives, sql: sql(place) },
    { takes: [...before, "timestamptz"], gives, sql: sql(`(${place} AT TIME ZONE 'UTC')`) },
  ];
};

const LEADER = "it runs only on the leader node: write";

/** By name. */
export const DATE_FUNCTIONS: FunctionTable = {
  add_months: {
    page: "ADD_MONTHS function",
    forms: ["timestamp", "timestamptz"].map((type) => ({
      takes: [type, "integer"],
      gives: "timestamp",
      sql: `redshift_functions.add_months(${type === "timestamp" ? "$1" : "($1 AT TIME ZONE 'UTC')"}, $2)`,
    })),
  },
  age: { page: "Deprecated leader node-only functions", refused: `${LEADER} datediff(day, a, b)` },
  convert_timezone: {
    page: "CONVERT_TIMEZONE function",
    forms: [
      ...ofMoment(
        ["varchar"],
        "timestamp",
        (value) => `redshift_functions.from_utc(redshift_zone($1), ${value})`,
      ),
      ...ofMoment(
        ["varchar", "varchar"],
        "timestamp",
        (value) =>
          `redshift_functions.from_utc(redshift_zone($2), redshift_functions.to_utc(redshift_zone($1), ${value}))`,
      ),
    ],
    differs: "abbreviations that stand for several time zones are errors",
  },
  date_cmp: comparison("DATE_CMP function", "date", "date"),
  date_cmp_timestamp: comparison(
    "DATE_CMP_TIMESTAMP function",
    "date",
    "timestamp",
    asTimestamps("CAST($1 AS TIMESTAMP)", "$2"),
  ),
  date_cmp_timestamptz: comparison(
    "DATE_CMP_TIMESTAMPTZ function",
    "date",
    "timestamptz",
    asTimestamps("CAST($1 AS TIMESTAMP)", "($2 AT TIME ZONE 'UTC')"),
  ),
  date_part: { page: "DATE_PART function", bind: datePartOf },
  pgdate_part: { page: "DATE_PART function", bind: datePartOf },
  date_part_year: {
    page: "DATE_PART_YEAR function",
    forms: [{ takes: ["date"], gives: "integer", sql: "CAST(date_part('year', $1) AS INTEGER)" }],
  },
  date_trunc: { page: "DATE_TRUNC function", bind: dateTrunc },
  dateadd: { page: "DATEADD function", bind: dateadd },
  date_add: { page: "DATEADD function", bind: dateadd },
  datediff: {
    page: "DATEDIFF function",
    bind: datediff,
    differs: "the guide does not say on which day a week begins; here it is Monday, as in DATE_TRUNC",
  },
  date_diff: { page: "DATEDIFF function", bind: datediff },
  extract: { page: "EXTRACT function", bind: extract },
  getdate: {
    page: "GETDATE function",
    forms: [{ takes: [], gives: "timestamp", sql: `date_trunc('second', ${NOW})` }],
    differs: "in a transaction it is the time at which the transaction began",
  },
  interval_cmp: comparison("INTERVAL_CMP function", "interval", "interval"),
  isfinite: { page: "Deprecated leader node-only functions", refused: `${LEADER} x is not null` },
  last_day: { page: "LAST_DAY function", forms: ofMoment([], "date", (value) => `last_day(${value})`) },
  months_between: {
    page: "MONTHS_BETWEEN function",
    forms: [
      {
        takes: ["timestamp", "timestamp"],
        gives: "double precision",
        sql: "redshift_functions.months_between($1, $2)",
      },
    ],
  },
  next_day: {
    page: "NEXT_DAY function",
    forms: [
      { takes: ["date", "varchar"], gives: "date", sql: "redshift_functions.next_day($1, $2)" },
      {
        takes: ["timestamp", "varchar"],
        gives: "date",
        sql: "redshift_functions.next_day(CAST($1 AS DATE), $2)",
      },
    ],
  },
  now: { page: "Deprecated leader node-only functions", refused: `${LEADER} getdate() or sysdate` },
  timeofday: {
    page: "TIMEOFDAY function",
    forms: [{ takes: [], gives: "varchar", sql: `strftime(${NOW}, '%a %b %d %H:%M:%S.%f %Y UTC')` }],
    differs: "in a transaction it is the time at which the transaction began",
  },
  timestamp_cmp: comparison("TIMESTAMP_CMP function", "timestamp", "timestamp"),
  timestamp_cmp_date: comparison(
    "TIMESTAMP_CMP_DATE function",
    "timestamp",
    "date",
    asTimestamps("$1", "CAST($2 AS TIMESTAMP)"),
  ),
  timestamp_cmp_timestamptz: comparison(
    "TIMESTAMP_CMP_TIMESTAMPTZ function",
    "timestamp",
    "timestamptz",
    asTimestamps("$1", "($2 AT TIME ZONE 'UTC')"),
  ),
  timestamptz_cmp: comparison("TIMESTAMPTZ_CMP function", "timestamptz", "timestamptz"),
  timestamptz_cmp_date: comparison(
    "TIMESTAMPTZ_CMP_DATE function",
    "timestamptz",
    "date",
    asTimestamps("($1 AT TIME ZONE 'UTC')", "CAST($2 AS TIMESTAMP)"),
  ),
  timestamptz_cmp_timestamp: comparison(
    "TIMESTAMPTZ_CMP_TIMESTAMP function",
    "timestamptz",
    "timestamp",
    asTimestamps("($1 AT TIME ZONE 'UTC')", "$2"),
  ),
  // Also what AT TIME ZONE is bound as; of a text it is that of a moment with a time zone (PostgreSQL 8, "Type Conversion").
  timezone: {
    page: "TIMEZONE function",
    forms: [
      {
        takes: ["varchar", "timestamptz"],
        gives: "timestamp",
        sql: "redshift_functions.from_utc(redshift_zone($1), ($2 AT TIME ZONE 'UTC'))",
      },
      {
        takes: ["varchar", "timestamp"],
        gives: "timestamptz",
        sql: "timezone('UTC', redshift_functions.to_utc(redshift_zone($1), $2))",
      },
    ],
  },
};
