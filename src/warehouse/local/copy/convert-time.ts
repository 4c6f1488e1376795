/**
 * Dates and times as COPY reads them (Database Developer Guide, "DATEFORMAT and TIMEFORMAT strings"). A moment is text
 * that DuckDB casts exactly; those of TIMESTAMPTZ are in UTC. Years are 1 to 9999, and before Christ with 'auto'.
 */
import { WarehouseError } from "../../../errors.ts";
import { parseAuto } from "./convert-time-auto.ts";
import { MONTH, renderMoment, type Moment } from "./moment.ts";

/** Returns the moment that a text means; undefined when it is none. */
export type ParseMoment = (text: string) => Moment | undefined;

/** The types of column that hold a moment. */
export type MomentKind = "date" | "timestamp" | "timestamptz";

/** The first millisecond since 1970 that a moment may be: the year 1. */
export const FIRST_MILLIS = -62_135_596_800_000;
/** The last one: the end of the year 9999. */
export const LAST_MILLIS = 253_402_300_799_999;

/**
 * Returns the parser of a format; "" is Redshift's default for the kind.
 * @throws WarehouseError for a format with a time zone, which Redshift takes by 'auto' only.
 */
export function momentParser(format: string, kind: MomentKind): ParseMoment {
  if (format === "auto") return (text) => parseAuto(text, kind === "timestamptz");
  if (kind !== "date" && format === "epochsecs") return epochParser(1000);
  if (kind !== "date" && format === "epochmillisecs") return epochParser(1);
  if (format !== "") return formatParser(format);
  if (kind === "date") return formatParser("YYYY-MM-DD");
  if (kind === "timestamp") return formatParser("YYYY-MM-DD HH:MI:SS");
  return (text) => (ZONED.test(text) ? parseAuto(text, true) : undefined);
}

/** YYYY-MM-DD HH:MI:SSOF */
const ZONED = /^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:[+-]\d{1,2}(?::?\d{2})?)?$/;

const DAY = 86_400_000;

/** Whole seconds or milliseconds since 1970. Files are mostly of few days: the last one is remembered. */
function epochParser(scale: number): ParseMoment {
  let last = { day: Number.NaN, date: "" };
  return (text) => {
    if (!/^-?\d{1,15}$/.test(text)) return undefined;
    const millis = Number(text) * scale;
    if (millis < FIRST_MILLIS || millis > LAST_MILLIS) return undefined;
    const day = Math.floor(millis / DAY);
    if (day !== last.day) last = { day, date: new Date(millis).toISOString().slice(0, 10) };
    const rest = millis - day * DAY;
    const seconds = Math.floor(rest / 1000);
    const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return {
      date: last.date,
      time: `${two(hour)}:${two(minute)}:${two(second)}.${String(rest % 1000).padStart(3, "0")}`,
    };
  };
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** Parts of a format, the longer ones first, with what they match. HH is 24 hours here, other than in TO_CHAR. */
const PARTS: Readonly<Record<string, string>> = {
  YYYY: "(?<year>\\d{4})",
  YY: "(?<shortYear>\\d{2})",
  MON: `(?<monthName>${MONTH})`,
  MM: "(?<month>\\d{1,2})",
  MI: "(?<minute>\\d{1,2})",
  DD: "(?<day>\\d{1,2})",
  HH24: "(?<hour>\\d{1,2})",
  HH12: "(?<hour>\\d{1,2})",
  HH: "(?<hour>\\d{1,2})",
  SS: "(?<second>\\d{1,2})(?:\\.(?<fraction>\\d+))?",
  AM: "(?<half>[ap]m)",
  PM: "(?<half>[ap]m)",
};
const PART = new RegExp(`${Object.keys(PARTS).join("|")}|TZ|OF|.`, "gis");

function formatParser(format: string): ParseMoment {
  const seen = new Set<string>();
  const pattern = format.replace(PART, (part) => {
    const name = part.toUpperCase();
    const matched = PARTS[name];
    if (matched === undefined && name.length === 1) return part.replace(/[.*+?^${}()|[\]\\]/, "\\$&");
    const group = /<(\w+)>/.exec(matched ?? "")?.[1];
    if (matched === undefined || group === undefined || seen.has(group)) throw badFormat(format);
    seen.add(group);
    return matched;
  });
  const expression = new RegExp(`^${pattern}$`, "i");
  return (text) => {
    const groups = expression.exec(text)?.groups;
    return groups && renderMoment(groups, false);
  };
}

function badFormat(format: string): WarehouseError {
  return new WarehouseError(`COPY cannot read the format '${format}'`, {
    sqlState: "XX000",
    next: "use YYYY YY MON MM DD HH24 HH12 HH MI SS AM PM, each once, or 'auto'; a time zone is read with 'auto' only",
  });
}

const TIME = /^(?<hour>\d{1,2}):(?<minute>\d{1,2}):(?<second>\d{1,2})(?:\.(?<fraction>\d+))?$/;

/** Returns the value of a TIME column as `HH:MM:SS[.ffffff]`; undefined when the text is none. */
export function parseTime(text: string): string | undefined {
  const groups = TIME.exec(text)?.groups;
  return groups && renderMoment({ ...groups, year: "2000", month: "1", day: "1" }, false)?.time;
}
