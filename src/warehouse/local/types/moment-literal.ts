/** Dates, times and moments as they are written ("Date, time, and timestamp literals" of the Developer Guide; DateStyle is ISO, MDY). */
import { MONTH, renderMoment, type Moment, type Parts } from "../copy/moment.ts";

const NAME = `(?<monthName>${MONTH})`;
const YEAR = String.raw`(?:(?<year>\d{4})|(?<shortYear>\d{2}))`;

/** The date at the beginning. */
const DATES: readonly RegExp[] = [
  String.raw`(?<year>\d{4})(?<between>[-/])(?<month>\d{1,2})\k<between>(?<day>\d{1,2})`,
  String.raw`(?<year>\d{4})\.(?<month>\d{1,2})\.(?<day>\d{1,2})`,
  String.raw`(?<year>\d{4})\.(?<dayOfYear>\d{3})`,
  String.raw`(?<month>\d{1,2})(?<between>[-/.])(?<day>\d{1,2})\k<between>${YEAR}`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})`,
  String.raw`(?<shortYear>\d{2})(?<month>\d{2})(?<day>\d{2})`,
  String.raw`j(?<julian>\d{1,7})`,
  String.raw`${NAME}[-\s]\s*(?<day>\d{1,2})(?:,\s*|[-\s]\s*)${YEAR}`,
  String.raw`(?<day>\d{1,2})[-\s]\s*${NAME}[-\s]\s*${YEAR}`,
  String.raw`(?<year>\d{4})[-\s]\s*${NAME}[-\s]\s*(?<day>\d{1,2})`,
].map((date) => new RegExp(String.raw`^${date}(?=$|[\sT])`, "i"));

/** `17 Dec 07:37:16 1997 PST`, of the formats of "Datetime types", "TIMESTAMPTZ". */
const YEAR_LAST = new RegExp(
  String.raw`^(?<day>\d{1,2})\s+${NAME}\s+(?<clock>\d{1,2}:\S+)\s+(?<year>\d{4})(?<rest>.*)$`,
  "i",
);

const TIMES: readonly RegExp[] = [
  /^(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:\.(?<fraction>\d+))?)?(?:\s*(?<half>[ap]m)\b)?/i,
  /^(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})(?:\.(?<fraction>\d+))?(?![\d:])/,
];

/** A zone as an offset, an abbreviation or a name; and after it an era. */
const BEHIND =
  /^\s*(?<zone>[+-]\d{1,2}(?::?\d{2})?|(?!(?:bc|ad)\b)[a-z][a-z_/]*(?:\d[a-z]+)?)?\s*(?:(?<era>bc)|ad)?$/i;

/** Returns the moment that a text means, or undefined. With `toUtc` its zone counts; without, it is read and dropped, as for TIMESTAMP. */
export function readMoment(text: string, toUtc: boolean): Moment | undefined {
  const parts = dateAndTime(text.trim());
  return parts && renderMoment(parts, toUtc);
}

/**
 * Returns the time of day that a text means, or undefined: for TIMETZ with `toUtc` that of UTC; a date may stand before it.
 */
export function readTimeOfDay(text: string, toUtc: boolean): string | undefined {
  const own = text.trim();
  const clock = timeAndZone(own);
  // A zone that has a summer time needs the date.
  if (clock !== undefined) return renderMoment({ ...clock, year: "2000", month: "1", day: "1" }, toUtc)?.time;
  const parts = dateAndTime(own);
  return parts?.["hour"] === undefined ? undefined : renderMoment(parts, toUtc)?.time;
}

function dateAndTime(text: string): Parts | undefined {
  const last = YEAR_LAST.exec(text)?.groups;
  if (last !== undefined) {
    const time = timeAndZone(`${last["clock"] ?? ""}${last["rest"] ?? ""}`);
    return time && { ...last, ...time };
  }
  for (const format of DATES) {
    const match = format.exec(text);
    if (match === null) continue;
    const rest = text.slice(match[0].length).replace(/^(?:\s+|T)/i, "");
    const behind = timeAndZone(rest) ?? BEHIND.exec(rest)?.groups;
    if (behind !== undefined) return inOrder({ ...match.groups, ...behind });
  }
  return undefined;
}

function timeAndZone(text: string): Parts | undefined {
  for (const format of TIMES) {
    const match = format.exec(text);
    const behind = match && BEHIND.exec(text.slice(match[0].length))?.groups;
    if (match !== null && behind !== undefined && behind !== null) return { ...match.groups, ...behind };
  }
  return undefined;
}

/** Between points the day may stand first: `17.12.1997` ("Datetime types", "TIMESTAMPTZ"). */
function inOrder(parts: Parts): Parts {
  const { month, day, between } = parts;
  return between === "." && Number(month) > 12 ? { ...parts, month: day, day: month } : parts;
}
