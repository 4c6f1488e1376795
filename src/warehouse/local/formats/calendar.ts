/** A moment taken apart. */

const DAY = 86_400_000_000n;

/** The parts of a moment that formats show. */
export interface Calendar {
  /** Before Christ it is 0 and less. */
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** The year and the week to which the week of the day belongs; weeks begin on Monday (ISO 8601). */
  readonly isoYear: number;
  readonly isoWeek: number;
  readonly julian: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micros: number;
}

/** Returns the parts. @param moment microseconds since 1970 */
export function calendarOf(moment: bigint): Calendar {
  const time = ((moment % DAY) + DAY) % DAY;
  const days = Number((moment - time) / DAY);
  const date = new Date(days * 86_400_000);
  const year = date.getUTCFullYear();
  const weekday = date.getUTCDay();
  // A week belongs to the year of its Thursday.
  const thursday = days + 4 - (weekday === 0 ? 7 : weekday);
  const isoYear = new Date(thursday * 86_400_000).getUTCFullYear();
  const seconds = Number(time / 1_000_000n);
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    dayOfYear: days - firstOf(year) + 1,
    weekday,
    isoYear,
    isoWeek: Math.floor((thursday - firstOf(isoYear)) / 7) + 1,
    julian: days + 2_440_588,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    micros: Number(time % 1_000_000n),
  };
}

/** Days since 1970 to the first of January. */
function firstOf(year: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, 1);
  return date.getTime() / 86_400_000;
}
