/** Moments of the warehouse as they stand in JSON. */

/** `2018-11-01 20:57:10.796`, and a zone where the type has one: hours, and minutes where they are not 0. */
const PRINTED = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:([+-]\d\d)(?::?(\d\d))?)?$/;

/**
 * Returns a value of a column of type TIMESTAMP or TIMESTAMPTZ in ISO 8601 with its zone, and any other value as it is; so is a year that ISO
 * 8601 has no four digits for. A TIMESTAMP has no zone of its own: it is given in UTC, which it is "by default … in both user tables and
 * Amazon Redshift system tables" ("Datetime types" of the Developer Guide).
 */
export function isoMoment(value: string | null, type: string | undefined): string | null {
  if (value === null || !type?.startsWith("timestamp")) return value;
  const [, date, time, hours, minutes = "00"] = PRINTED.exec(value) ?? [];
  if (date === undefined || time === undefined) return value;
  const isUtc = hours === undefined || (Number(hours) === 0 && minutes === "00");
  return `${date}T${time}${isUtc ? "Z" : `${hours}:${minutes}`}`;
}
