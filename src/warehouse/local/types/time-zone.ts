/** Time zones by name, by abbreviation and in POSIX style ("Time zone usage notes" under "CONVERT_TIMEZONE function"). */
import { zoneAbbreviation } from "./zone-abbreviations.ts";

/** Minutes ahead of UTC, or the name of a zone of the IANA's database. */
export type TimeZone = number | string;

/** What a text is not: a time zone, or one that this warehouse knows. */
export interface BadZone {
  readonly sqlState: "22023" | "0A000";
  readonly says: string;
}

/** `NEWZONE+2`, `PST8`, `EST5EDT`, `NEWZONE -2:15`: hours west of Greenwich. */
const POSIX = /^[a-z_/]{3,}\s*([+-]?)(\d{1,2})(?::(\d{2}))?([a-z]{3,})?$/i;

/** Zones whose summer time is that of the United States, by their hours west. */
const SUMMERS: Readonly<Record<string, string>> = { 5: "EST5EDT", 6: "CST6CDT", 7: "MST7MDT", 8: "PST8PDT" };

const NAMES = new Map<string, string | undefined>();

/** Returns the zone of a text; or what is wrong with it. */
export function readTimeZone(text: string): TimeZone | BadZone {
  const offset = zoneAbbreviation(text.trim());
  if (typeof offset === "number") return offset;
  if (offset === "unsure") {
    const says = `the abbreviation "${text}" stands for several time zones: write the name of the zone, like Europe/Oslo`;
    return { sqlState: "0A000", says };
  }
  return (
    zoneName(text.trim()) ?? posix(text) ?? { sqlState: "22023", says: `time zone "${text}" not recognized` }
  );
}

function posix(text: string): TimeZone | BadZone | undefined {
  const match = POSIX.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, hours = "0", minutes = "0", summer] = match;
  const west = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  if (summer === undefined) return west === 0 ? 0 : -west;
  const known = SUMMERS[String(west / 60)];
  if (known !== undefined) return known;
  return {
    sqlState: "0A000",
    says: `nothing says when summer time begins in "${text}": write the name of the zone`,
  };
}

/** The name as the database writes it. */
function zoneName(text: string): string | undefined {
  if (!NAMES.has(text)) NAMES.set(text, canonical(text));
  return NAMES.get(text);
}

function canonical(name: string): string | undefined {
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/** Returns how many minutes a zone is ahead of UTC at a local time, which is given as if it were UTC, in milliseconds since 1970. */
export function minutesAhead(zone: TimeZone, local: number): number {
  if (typeof zone === "number") return zone;
  const first = aheadAt(zone, local);
  return aheadAt(zone, local - first * 60_000);
}

function aheadAt(name: string, utc: number): number {
  let clock = CLOCKS.get(name);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    CLOCKS.set(name, clock);
  }
  const parts = Object.fromEntries(clock.formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Math.round((Date.UTC(year, month - 1, day, hour, minute) - utc) / 60_000);
}
