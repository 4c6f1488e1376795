/** How much synthetic data to make, and of what kind. */
import { ConfigError } from "../errors.ts";

/** What `writeSampleData` makes; `checkOptions` says what each may be. */
export interface SampleOptions {
  /** Events altogether, plays and other pages. */
  readonly events: number;
  /** Days that they are spread over; a file each. */
  readonly days: number;
  /** The first day, UTC: YYYY-MM-DD. */
  readonly firstDay: string;
  readonly users: number;
  readonly songs: number;
  readonly songsPerFile: number;
  /** Which share of the plays is of a song in the catalogue, 0 to 1. */
  readonly matchedShare: number;
  /** Same seed, same bytes; with gzip, same bytes once unpacked. */
  readonly seed: number;
  readonly gzip: boolean;
}

/** What a first run is shown: small, made at once, and something to see in every report. */
export const defaultSample: SampleOptions = {
  events: 8000,
  days: 30,
  firstDay: "2018-11-01",
  users: usersFor(8000),
  songs: 1500,
  songsPerFile: 1,
  matchedShare: 0.6,
  seed: 1,
  gzip: false,
};

/**
 * Returns how many users make that many events if each is as busy as in the public data; bounded, as all are held in
 * memory.
 */
export function usersFor(events: number): number {
  return Math.min(50_000, Math.max(10, Math.ceil(events / 80)));
}

/** Lets options pass that make sense. @throws ConfigError that names every one that does not. */
export function checkOptions(options: SampleOptions): void {
  const problems = [
    ...wholeNumber("events", options.events, 1, 1e12),
    ...wholeNumber("days", options.days, 1, 36_500),
    ...wholeNumber("users", options.users, 1, 1_000_000),
    // Beyond that the ids of songs outside the catalogue begin.
    ...wholeNumber("songs", options.songs, 1, 1e9),
    ...wholeNumber("songs per file", options.songsPerFile, 1, 1e9),
    ...wholeNumber("seed", options.seed, 0, Number.MAX_SAFE_INTEGER),
  ];
  if (!(options.matchedShare >= 0 && options.matchedShare <= 1)) {
    problems.push(`the matched share is ${options.matchedShare}, but must be from 0 to 1`);
  }
  if (Number.isNaN(dayStart(options.firstDay))) {
    problems.push(`the first day is "${options.firstDay}", but must be a day of the calendar, as YYYY-MM-DD`);
  }
  if (problems.length > 0) {
    throw new ConfigError(`no sample data can be made: ${problems.join("; ")}`, {
      next: "see dwh generate --help",
    });
  }
}

/** Returns the first moment of a day (YYYY-MM-DD) in milliseconds since 1970, UTC; NaN for what is not a day. */
export function dayStart(day: string): number {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(day) ? start : Number.NaN;
}

function wholeNumber(name: string, value: number, low: number, high: number): string[] {
  if (Number.isInteger(value) && value >= low && value <= high) return [];
  return [`${name} is ${value}, but must be a whole number from ${low} to ${high}`];
}
