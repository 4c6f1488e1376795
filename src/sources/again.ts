/** Files that are loaded again whatever the ledger says. Pure. */
import { ConfigError } from "../errors.ts";
import { locationsBetween, parseTemplate } from "./date-template.ts";
import type { Source } from "./source.ts";

/** Which files those are. */
export interface Again {
  /** What somebody typed, for people. */
  readonly typed: string;
  /** What their urls begin with; undefined: all that are listed. */
  readonly prefixes: readonly string[] | undefined;
  /** Whether files that the ledger does not hold stay out, for the next run. */
  readonly knownOnly: boolean;
}

/** Whether a file of that url is meant. */
export function isAgain(again: Again | undefined, url: string): boolean {
  if (again === undefined) return false;
  return again.prefixes === undefined || again.prefixes.some((prefix) => url.startsWith(prefix));
}

/** `2018-11-01..2018-11-30`. */
const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/**
 * Returns the files that a text means: those of the days from one to another, both included, where locations have a date in them; else those whose
 * urls begin so.
 * @param url a location as a whole url
 * @param locations those of all sources, whole
 * @throws ConfigError for days that do not exist, come in the wrong order, or where no location has a date
 */
export function parseAgain(
  typed: string,
  url: (location: string) => string,
  locations: readonly string[],
): Again {
  const [, first, last] = DAYS.exec(typed) ?? [];
  if (first === undefined || last === undefined) return { typed, prefixes: [url(typed)], knownOnly: false };
  const from = dayOf(first, typed);
  const to = new Date(dayOf(last, typed).getTime() + 24 * 3_600_000 - 1);
  if (to < from) throw wrongDays(typed, `${last} comes before ${first}`);
  const templates = locations.flatMap((location) => parseTemplate(location) ?? []);
  if (templates.length === 0)
    throw new ConfigError("days select files only in locations with a date, and no location has one", {
      where: locations.join(", "),
      next: "name a prefix in place of the days, or write the date in its place in the location, as in s3://bucket/log_data/{yyyy}/{MM}/{dd}/",
    });
  const prefixes = templates.flatMap((template) => locationsBetween(template, from, to));
  return { typed, prefixes: [...new Set(prefixes)], knownOnly: false };
}

function dayOf(text: string, typed: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text)
    throw wrongDays(typed, `${text} is not a day`);
  return day;
}

function wrongDays(typed: string, what: string): ConfigError {
  return new ConfigError(`the days cannot be read: ${what}`, {
    where: `--reload ${typed}`,
    next: "write the first and the last day: --reload 2018-11-01..2018-11-30",
  });
}

/** Returns a source in which that is listed too which a lookback leaves out, as far as it lies below what the source is. */
export function listedAgain(source: Source, { prefixes }: Again): Source {
  const { urls, roots = urls } = source;
  if (prefixes === undefined) return { ...source, urls: [...new Set([...urls, ...roots])] };
  const more = prefixes.flatMap((prefix) => {
    if (urls.some((url) => prefix.startsWith(url))) return [];
    if (roots.some((root) => prefix.startsWith(root))) return [prefix];
    return roots.filter((root) => root.startsWith(prefix));
  });
  return { ...source, urls: [...new Set([...urls, ...more])] };
}
