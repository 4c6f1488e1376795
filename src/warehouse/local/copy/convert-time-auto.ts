/** DATEFORMAT and TIMEFORMAT 'auto' (Database Developer Guide, "Using automatic recognition with DATEFORMAT and TIMEFORMAT"). */
import { MONTH, renderMoment, type Moment } from "./moment.ts";

const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d+))?)?(?:\s*(?<half>[ap]m))?`;
/** BC is an era, and no zone. */
const ZONE = String.raw`(?:\s*(?<zone>(?!bc\b)[a-z]{1,4}|[+-]\d{1,2}(?::?\d{2})?))?`;
/** A time may follow, a blank or a T between. */
const THEN = String.raw`(?:(?:\s+|t)${CLOCK}${ZONE})?`;
const COMPACT = String.raw`(?:[\st]*(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})(?:\.(?<fraction>\d+))?${ZONE})?`;
const NAME = `(?<monthName>${MONTH})`;

const FORMATS: readonly RegExp[] = [
  String.raw`(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})${THEN}`,
  String.raw`(?<year>\d{4})\.(?<month>\d{1,2})\.(?<day>\d{1,2})${THEN}`,
  String.raw`(?<year>\d{4})\.(?<dayOfYear>\d{3})`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})${THEN}`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})${COMPACT}`,
  String.raw`(?<shortYear>\d{2})(?<month>\d{2})(?<day>\d{2})${THEN}`,
  String.raw`(?<shortYear>\d{2})(?<month>\d{2})(?<day>\d{2})${COMPACT}`,
  String.raw`j(?<julian>\d{1,7})${THEN}`,
  String.raw`(?<month>\d{1,2})[-/.](?<day>\d{1,2})[-/.](?<year>\d{4})${THEN}`,
  String.raw`${NAME}[-\s](?<day>\d{1,2}),?[-\s]\s*(?:(?<year>\d{4})|(?<shortYear>\d{2}))${THEN}`,
  String.raw`(?<day>\d{1,2})[-\s]${NAME}[-\s](?<year>\d{4})${THEN}`,
  String.raw`(?<year>\d{4})-${NAME}-(?<day>\d{1,2})${THEN}`,
  String.raw`(?<day>\d{1,2})\s${NAME}\s${CLOCK}\s(?<year>\d{4})${ZONE}`,
].map((format) => new RegExp(String.raw`^\s*${format}(?:\s*(?<era>bc))?\s*$`, "i"));

/**
 * Returns the moment that a text of any of the formats of 'auto' means, or undefined. With `toUtc` the zone counts;
 * without, it is read and dropped, as for TIMESTAMP.
 */
export function parseAuto(text: string, toUtc: boolean): Moment | undefined {
  for (const format of FORMATS) {
    const parts = format.exec(text)?.groups;
    const moment = parts && renderMoment(inOrder(parts), toUtc);
    if (moment !== undefined) return moment;
  }
  return undefined;
}

/** A month beyond twelve is the day: the manual's 12.17.1997 and 17.12.1997 are the same. */
function inOrder(
  parts: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const { month, day } = parts;
  return Number(month) > 12 && Number(day) <= 12 ? { ...parts, month: day, day: month } : parts;
}
