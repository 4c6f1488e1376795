/** Functions of dates and times in DuckDB's words. */
import { SqlError } from "../../../errors.ts";
import { literal, type Call } from "./call.ts";
import { formatted, parseFormat } from "./date-format.ts";
import { datePart } from "./date-part.ts";
import { duckLiteral } from "../quote.ts";

/** Matches a format of numbers. */
const NUMBER_FORMAT = /^(?:FM)?[90,G]+(?:[.D][90]*)?$|^(?:FM)?[.D][90]+$/i;

const WEEKDAYS = ["su", "mo", "tu", "we", "th", "fr", "sa"];

/**
 * Returns DuckDB's name of the date part that is the first argument: a bare word or a literal.
 * @throws SqlError for anything else.
 */
export function part(call: Call): string {
  const [token] = call.tokens[0] ?? [];
  if (
    call.tokens[0]?.length !== 1 ||
    token === undefined ||
    !["word", "name", "string"].includes(token.kind)
  ) {
    throw new SqlError(`${call.name} needs a date part as its first argument`, call.at);
  }
  return datePart(token.value, token);
}

/**
 * Returns a DuckDB expression for a part of a date as a whole number; milliseconds and microseconds without the seconds
 * (Developer Guide, "EXTRACT function").
 */
export function extractPart(name: string, value: string): string {
  if (name === "epoch") return `CAST(floor(epoch(${value})) AS BIGINT)`;
  if (name === "second") return `CAST(floor(date_part('second', ${value})) AS BIGINT)`;
  if (name === "millisecond") return `(date_part('millisecond', ${value}) % 1000)`;
  if (name === "microsecond") return `(date_part('microsecond', ${value}) % 1000000)`;
  return `date_part('${name}', ${value})`;
}

/** Returns a DuckDB expression for the first such weekday behind the date. */
export function nextDay(call: Call): string {
  const day = literal(call, 1);
  const index = WEEKDAYS.indexOf(day.value.slice(0, 2).toLowerCase());
  if (index === -1) throw new SqlError(`${JSON.stringify(day.value)} is no day of the week`, day);
  const date = `CAST(${call.args[0]} AS DATE)`;
  return `(${date} + CAST((${index + 6} - dayofweek(${date})) % 7 + 1 AS INTEGER))`;
}

/** Returns TO_CHAR in DuckDB's words, of a number or of a timestamp: the format tells which. */
export function toChar(call: Call): string {
  const format = literal(call, 1);
  const [value] = call.args as [string];
  return NUMBER_FORMAT.test(format.value)
    ? `redshift_format(CAST(${value} AS VARCHAR), ${duckLiteral(format.value)})`
    : formatted(`CAST(${value} AS TIMESTAMP)`, format.value, format);
}

/**
 * Returns a DuckDB expression for a text read as a moment by a format, which has to be a literal.
 * @throws SqlError for a format that is not known.
 */
export function parsed(call: Call): string {
  const format = literal(call, 1);
  return `strptime(${call.args[0]}, ${duckLiteral(parseFormat(format.value, format))})`;
}

/**
 * Returns DATEDIFF in DuckDB's words: boundaries crossed (Developer Guide, "DATEDIFF function"); DuckDB counts the same,
 * but for weeks.
 */
export function dateDifference(call: Call): string {
  const name = part(call);
  if (name === "week") {
    throw new SqlError("datediff by week is not supported on the local warehouse", call.at, {
      sqlState: "0A000",
      next: "take datediff(day, date_trunc('week', a), date_trunc('week', b)) / 7",
    });
  }
  return `date_diff('${name}', CAST(${call.args[1]} AS TIMESTAMP), CAST(${call.args[2]} AS TIMESTAMP))`;
}
