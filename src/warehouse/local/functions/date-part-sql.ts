/** Parts of dates and times in DuckDB's words ("Date parts for date or timestamp functions" of the Database Developer Guide); $1 is the value. */

const OF_TIME: ReadonlySet<string> = new Set([
  "hour",
  "minute",
  "second",
  "millisecond",
  "microsecond",
  "epoch",
]);
const OF_INTERVAL: ReadonlySet<string> = new Set([...OF_TIME, "year", "month", "day"]);
/** Parts that EXTRACT and DATE_PART alone take. */
const READ_ONLY: ReadonlySet<string> = new Set([
  "dow",
  "doy",
  "epoch",
  "timezone",
  "timezone_hour",
  "timezone_minute",
]);

/** Whether a value of the type has the part; a date has those of a timestamp. */
export function hasPart(part: string, type: string): boolean {
  if (part.startsWith("timezone")) return type === "timestamptz";
  if (type === "time" || type === "timetz") return OF_TIME.has(part);
  return type === "interval" ? OF_INTERVAL.has(part) : true;
}

/** Whether DATEADD, DATEDIFF and DATE_TRUNC take the part. */
export function isLength(part: string): boolean {
  return !READ_ONLY.has(part);
}

/** The part alone, without what is above and below it ("Variations in results with seconds, milliseconds, and microseconds"). */
export function extractedPart(part: string): string {
  switch (part) {
    case "epoch":
      return "floor(date_part('epoch', $1))";
    case "millisecond":
      return "(date_part('microsecond', $1) // CAST(1000 AS BIGINT) % CAST(1000 AS BIGINT))";
    case "microsecond":
      return "(date_part('microsecond', $1) % CAST(1000 AS BIGINT))";
    default:
      return wholePart(part);
  }
}

/** The part as DATE_PART has it: all of the seconds, with their fraction. */
export function completePart(part: string): string {
  const micros = "CAST(date_part('microsecond', $1) AS DOUBLE)";
  switch (part) {
    case "second":
      return `(${micros} / CAST(1000000 AS DOUBLE))`;
    case "millisecond":
      return `(${micros} / CAST(1000 AS DOUBLE))`;
    case "microsecond":
      return micros;
    case "epoch":
      return "date_part('epoch', $1)";
    default:
      return `CAST(${wholePart(part)} AS DOUBLE)`;
  }
}

function wholePart(part: string): string {
  if (part === "decade") return "redshift_functions.decade($1)";
  // The time zone of a session is UTC here.
  if (part.startsWith("timezone")) return "CASE WHEN $1 IS NOT NULL THEN CAST(0 AS BIGINT) END";
  return `date_part('${part}', $1)`;
}

/** $2 and $1 of a part, in time. */
export function addedPart(part: string): string {
  const micros = MICROS[part];
  if (micros !== undefined) return `redshift_functions.add_micros($2, $1, CAST(${micros} AS BIGINT))`;
  if (part === "day" || part === "week")
    return `redshift_functions.plus_days($2, $1 * CAST(${part === "day" ? 1 : 7} AS BIGINT))`;
  if (part === "month" || part === "quarter")
    return `redshift_functions.plus_months($2, $1 * CAST(${part === "month" ? 1 : 3} AS BIGINT))`;
  return `redshift_functions.add_years($2, $1 * CAST(${YEARS[part] ?? 1} AS BIGINT))`;
}

const MICROS: Readonly<Record<string, number>> = {
  hour: 3_600_000_000,
  minute: 60_000_000,
  second: 1_000_000,
  millisecond: 1000,
  microsecond: 1,
};

const YEARS: Readonly<Record<string, number>> = { year: 1, decade: 10, century: 100, millennium: 1000 };

/** The boundaries of a part between $1 and $2 ("DATEDIFF function"). */
export function boundaries(part: string): string {
  if (part === "week") return "redshift_functions.weeks_between($1, $2)";
  if (["decade", "century", "millennium"].includes(part))
    return `(date_part('${part}', $2) - date_part('${part}', $1))`;
  return `date_diff('${part}', $1, $2)`;
}
