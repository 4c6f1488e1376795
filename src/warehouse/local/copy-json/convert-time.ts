/** Dates and timestamps as COPY reads them (Database Developer Guide, "DATEFORMAT and TIMEFORMAT strings"). */

/** A moment as text that DuckDB casts exactly, or undefined. */
export type Moment = { readonly date: string; readonly time: string } | undefined;

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(?:Z|UTC|[+-]00(?::?00)?)?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\s*(\d{2})(\d{2})(\d{2}))?$/;
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/;
const EPOCH_LIMIT = 253_402_300_800_000n;

/** Reads by TIMEFORMAT or DATEFORMAT; "" is the default, year-month-day with a time in 24 hours. */
export function parseMoment(text: string, format: string): Moment {
  if (format === "epochsecs") return parseEpoch(text, 1000n);
  if (format === "epochmillisecs") return parseEpoch(text, 1n);
  const trimmed = text.trim();
  if (format === "" || format.toLowerCase() === "auto") {
    const iso = ISO.exec(trimmed);
    if (iso !== null) return fromParts(iso[1], iso[2], iso[3], iso.slice(4));
    if (format === "") return undefined;
    const compact = COMPACT.exec(trimmed);
    if (compact !== null) return fromParts(compact[1], compact[2], compact[3], compact.slice(4));
    const american = AMERICAN.exec(trimmed);
    return american === null
      ? undefined
      : fromParts(american[3], american[1], american[2], american.slice(4));
  }
  return parseByFormat(trimmed, format);
}

function parseEpoch(text: string, scale: bigint): Moment {
  if (!/^-?\d{1,18}$/.test(text)) return undefined;
  const millis = BigInt(text) * scale;
  if (millis >= EPOCH_LIMIT || millis <= -EPOCH_LIMIT) return undefined;
  const iso = new Date(Number(millis)).toISOString();
  return { date: iso.slice(0, -14), time: iso.slice(-13, -1) };
}

const FIELDS: Readonly<Record<string, readonly [string, string]>> = {
  YYYY: ["year", "(\\d{4})"],
  YY: ["shortYear", "(\\d{2})"],
  MM: ["month", "(\\d{1,2})"],
  MON: ["monthName", "([A-Za-z]{3})"],
  DD: ["day", "(\\d{1,2})"],
  HH24: ["hour", "(\\d{1,2})"],
  HH12: ["hour12", "(\\d{1,2})"],
  HH: ["hour", "(\\d{1,2})"],
  MI: ["minute", "(\\d{2})"],
  SS: ["second", "(\\d{2}(?:\\.\\d+)?)"],
  AM: ["half", "([AaPp][Mm])"],
  PM: ["half", "([AaPp][Mm])"],
};
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function parseByFormat(text: string, format: string): Moment {
  const names: string[] = [];
  const pattern = format.replace(/YYYY|YY|MON|MM|MI|DD|HH24|HH12|HH|SS|AM|PM|[^A-Za-z0-9]|./gi, (part) => {
    const field = FIELDS[part.toUpperCase()];
    if (field === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    names.push(field[0]);
    return field[1];
  });
  const match = new RegExp(`^${pattern}$`).exec(text);
  if (match === null) return undefined;
  const field = (name: string): string | undefined => match[names.indexOf(name) + 1];
  const has = (name: string): boolean => names.includes(name);
  const short = Number(field("shortYear"));
  const year = has("year")
    ? field("year")
    : has("shortYear")
      ? String(short + (short < 70 ? 2000 : 1900))
      : "1";
  const month = has("monthName")
    ? String(MONTHS.indexOf(field("monthName")?.toLowerCase() ?? "") + 1)
    : (field("month") ?? "1");
  const [second, fraction] = (has("second") ? (field("second") ?? "0") : "0").split(".");
  const pm = has("half") && field("half")?.toLowerCase() === "pm";
  const hour12 =
    has("hour12") || has("half")
      ? (Number(field(has("hour12") ? "hour12" : "hour")) % 12) + (pm ? 12 : 0)
      : undefined;
  const hour = hour12 === undefined ? (has("hour") ? field("hour") : "0") : String(hour12);
  return fromParts(year, month, has("day") ? field("day") : "1", [
    hour,
    has("minute") ? field("minute") : "0",
    second,
    fraction,
  ]);
}

function fromParts(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  [hour = "0", minute = "0", second = "0", fraction = ""]: readonly (string | undefined)[],
): Moment {
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const two = (value: string): string => value.padStart(2, "0");
  return {
    date: `${(year ?? "").padStart(4, "0")}-${two(month ?? "")}-${two(day ?? "")}`,
    time: `${two(hour)}:${two(minute)}:${two(second)}${fraction === "" ? "" : `.${fraction.slice(0, 6)}`}`,
  };
}
