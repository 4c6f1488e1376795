/** What functions of dates and times do with a value more than once. */

/** The last day of a month stays the last day ("ADD_MONTHS function"). */
const ADD_MONTHS = `CASE WHEN last_day(value) = CAST(value AS DATE)
    THEN CAST(last_day(value + to_months(count)) AS TIMESTAMP) + (value - date_trunc('day', value))
    ELSE value + to_months(count) END`;

/** 29 February plus a year is 1 March ("DATEADD function", "Usage notes"). */
const ADD_YEARS = `value + to_years(CAST(count AS INTEGER)) +
    to_days(CASE WHEN date_part('day', value) = 29 AND date_part('day', value + to_years(CAST(count AS INTEGER))) = 28 THEN 1 ELSE 0 END)`;

/** Whole months, and the rest as a part of 31 days; a same day, or two last days, make a whole number ("MONTHS_BETWEEN function"). */
const MONTHS_BETWEEN = `CAST((date_part('year', one) - date_part('year', other)) * 12 + date_part('month', one) - date_part('month', other)
    AS DOUBLE) + CASE
      WHEN date_part('day', one) = date_part('day', other) THEN CAST(0 AS DOUBLE)
      WHEN last_day(one) = CAST(one AS DATE) AND last_day(other) = CAST(other AS DATE) THEN CAST(0 AS DOUBLE)
      ELSE (CAST(date_part('day', one) - date_part('day', other) AS DOUBLE)
        + CAST(epoch_us(one - date_trunc('day', one)) - epoch_us(other - date_trunc('day', other)) AS DOUBLE) / CAST(86400000000 AS DOUBLE))
        / CAST(31 AS DOUBLE) END`;

/** "NEXT_DAY function", "Valid values". */
const DAYS: readonly string[] = [
  "su sun sunday",
  "m mo mon monday",
  "tu tue tues tuesday",
  "w we wed wednesday",
  "th thu thurs thursday",
  "f fr fri friday",
  "sa sat saturday",
];

const WEEKDAY = DAYS.map((names, at) => {
  const list = names.split(" ").map((name) => `'${name}'`);
  return `WHEN lower(rtrim(day, ' ')) IN (${list.join(", ")}) THEN CAST(${at} AS BIGINT)`;
}).join(" ");

/**
 * An interval times a number: what is left of a month is days of a thirtieth, what is left of a day is time (PostgreSQL 8, "Date/Time
 * Operators"), so that a month stays one.
 */
const TIMES = `to_months(CAST(trunc(months) AS INTEGER)) + to_days(CAST(trunc(days) AS INTEGER))
    + to_microseconds(CAST(round(micros + (days - trunc(days)) * CAST(86400000000 AS DOUBLE)) AS BIGINT))`;

/** "Datetime types": a DATE is between 4713 BC and 294276 AD; as days from 1970. */
const [FIRST_DAY, LAST_DAY] = [-2_440_550, 106_762_939];

/** Statements that make the macros. */
export const DATE_MACROS: readonly string[] = [
  // DuckDB's sum may be an infinity, or a day that nobody can write.
  `CREATE MACRO redshift_functions.later(value, days) AS CASE
    WHEN CAST(value - CAST('1970-01-01' AS DATE) AS BIGINT) + CAST(days AS BIGINT)
      NOT BETWEEN CAST(${FIRST_DAY} AS BIGINT) AND CAST(${LAST_DAY} AS BIGINT)
    THEN error('[22008] date out of range') ELSE value + CAST(days AS INTEGER) END`,
  `CREATE MACRO redshift_functions.parts_of_interval(months, days, micros) AS ${TIMES}`,
  `CREATE MACRO redshift_functions.times_parts(months, days, micros) AS
    redshift_functions.parts_of_interval(months, days + round((months - trunc(months)) * CAST(30 AS DOUBLE), 6), micros)`,
  `CREATE MACRO redshift_functions.times(span, factor) AS redshift_functions.times_parts(
    CAST(date_part('year', span) * 12 + date_part('month', span) AS DOUBLE) * factor,
    CAST(date_part('day', span) AS DOUBLE) * factor,
    CAST(date_part('hour', span) * 3600000000 + date_part('minute', span) * 60000000 + date_part('microsecond', span) AS DOUBLE) * factor)`,
  // PostgreSQL 8 has the era after all else, DuckDB in brackets after the day.
  `CREATE MACRO redshift_functions.moment_text(value) AS
    CASE WHEN contains(value, ' (BC)') THEN replace(value, ' (BC)', '') || ' BC' ELSE value END`,
  "CREATE MACRO redshift_functions.add_micros(value, count, size) AS value + to_microseconds(count * size)",
  "CREATE MACRO redshift_functions.plus_days(value, count) AS value + to_days(CAST(count AS INTEGER))",
  "CREATE MACRO redshift_functions.plus_months(value, count) AS value + to_months(CAST(count AS INTEGER))",
  `CREATE MACRO redshift_functions.add_years(value, count) AS ${ADD_YEARS}`,
  `CREATE MACRO redshift_functions.add_months(value, count) AS ${ADD_MONTHS}`,
  `CREATE MACRO redshift_functions.months_between(one, other) AS ${MONTHS_BETWEEN}`,
  // Weeks begin on Monday, as those of DATE_TRUNC.
  `CREATE MACRO redshift_functions.weeks_between(one, other) AS
    (CAST(date_trunc('week', other) AS DATE) - CAST(date_trunc('week', one) AS DATE)) // 7`,
  `CREATE MACRO redshift_functions.weekday(day) AS CASE WHEN day IS NULL THEN NULL ${WEEKDAY}
    ELSE error('[22023] "' || day || '" is not a day of the week') END`,
  `CREATE MACRO redshift_functions.next_day(value, day) AS
    value + CAST((redshift_functions.weekday(day) + 6 - dayofweek(value)) % 7 + 1 AS INTEGER)`,
  `CREATE MACRO redshift_functions.decade(value) AS date_part('year', value) // 10 + 1`,
  // Centuries begin with the year 1 of a hundred ("CENTURY, EPOCH, DECADE, and MIL notes"); DuckDB's with the year 0.
  `CREATE MACRO redshift_functions.truncated_years(value, years) AS
    make_timestamp((date_part('year', value) - 1) // years * years + 1, CAST(1 AS BIGINT), CAST(1 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS DOUBLE))`,
  `CREATE MACRO redshift_functions.order_of(one, other) AS
    CASE WHEN one < other THEN -1 WHEN one > other THEN 1 WHEN one = other THEN 0 END`,
  // A zone is minutes ahead of UTC, or a name that DuckDB knows.
  `CREATE MACRO redshift_functions.to_utc(zone, value) AS CASE WHEN TRY_CAST(zone AS BIGINT) IS NOT NULL
    THEN value - to_minutes(TRY_CAST(zone AS BIGINT)) ELSE timezone('UTC', timezone(zone, value)) END`,
  `CREATE MACRO redshift_functions.from_utc(zone, value) AS CASE WHEN TRY_CAST(zone AS BIGINT) IS NOT NULL
    THEN value + to_minutes(TRY_CAST(zone AS BIGINT)) ELSE timezone(zone, timezone('UTC', value)) END`,
];
