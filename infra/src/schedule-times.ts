/** When a schedule expression starts something, as far as the settings that depend on it need to know. Pure. */
import { MONTHS, WEEKDAYS } from "./schedule-expression.ts";

const MINUTES_A_DAY = 24 * 60;
const UNITS: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: MINUTES_A_DAY };
/** Two years hold every distance between starts that is short enough to matter. Which ones is no matter; years are not asked. */
const FROM = Date.UTC(2027, 0, 1) / 60_000;
const DAYS = 731;

/** The shortest and the longest time from one start to the next, in minutes; the longest is at least what two years show. */
export interface Gaps {
  readonly shortest: number;
  readonly longest: number;
}

/** Returns the gaps of an expression that `scheduleProblem` finds nothing wrong with. */
export function gapsOf(expression: string): Gaps {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const minutes = Number(rate[1]) * (UNITS[rate[2] ?? ""] ?? 0);
    return { shortest: minutes, longest: minutes };
  }
  const starts = startsOf(expression);
  let [shortest, longest] = [Infinity, (starts[0] ?? Infinity) - FROM];
  for (let index = 1; index < starts.length; index += 1) {
    const gap = (starts[index] ?? 0) - (starts[index - 1] ?? 0);
    shortest = Math.min(shortest, gap);
    longest = Math.max(longest, gap);
  }
  return { shortest, longest };
}

/**
 * Whether one schedule starts something within `minutes` after the other has. The first is in `timezone`, the second in UTC. A
 * rate begins whenever it is made, so nothing is known of it; neither is anything of one that never comes.
 */
export function collides(runs: string, timezone: string, pauses: string, minutes: number): boolean {
  if (!runs.startsWith("cron(") || !pauses.startsWith("cron(")) return false;
  const [starts, ends] = [startsOf(runs), startsOf(pauses)];
  return offsetsOf(timezone).some((offset) => {
    let next = 0;
    return starts.some((local) => {
      const start = local - offset;
      while (next < ends.length && (ends[next] ?? 0) < start) next += 1;
      return next < ends.length && (ends[next] ?? 0) <= start + minutes;
    });
  });
}

/** The starts of a cron expression in two years, in minutes since 1970, by the clock of its own time zone. */
function startsOf(expression: string): readonly number[] {
  const [minutes = "", hours = "", dayOfMonth = "", month = "", dayOfWeek = ""] = expression
    .slice("cron(".length, -1)
    .split(" ");
  const times = valuesOf(hours, 0, 23).flatMap((hour) =>
    valuesOf(minutes, 0, 59).map((minute) => hour * 60 + minute),
  );
  const months = valuesOf(month, 1, 12, MONTHS);
  return Array.from({ length: DAYS }, (_, index) => FROM + index * MINUTES_A_DAY).flatMap((midnight) => {
    const day = new Date(midnight * 60_000);
    const comes =
      months.includes(day.getUTCMonth() + 1) &&
      (dayOfWeek === "?" ? isDayOfMonth(day, dayOfMonth) : isDayOfWeek(day, dayOfWeek));
    return comes ? times.map((time) => midnight + time) : [];
  });
}

/** The values that a field of lists, ranges and steps stands for, in order. */
function valuesOf(
  field: string,
  least: number,
  most: number,
  words: readonly string[] = [],
): readonly number[] {
  const valueOf = (text: string): number => (words.includes(text) ? words.indexOf(text) + 1 : Number(text));
  const found = field.split(",").flatMap((item) => {
    const [range = "", step] = item.split("/");
    const [first = "", last] = range.split("-");
    const start = first === "*" || first === "?" ? least : valueOf(first);
    const end =
      last !== undefined
        ? valueOf(last)
        : first === "*" || first === "?" || step !== undefined
          ? most
          : start;
    const by = Number(step ?? 1);
    return Array.from(
      { length: Math.max(0, Math.floor((end - start) / by) + 1) },
      (_, index) => start + index * by,
    );
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function isDayOfMonth(day: Date, field: string): boolean {
  const date = day.getUTCDate();
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  if (field === "L") return date === last;
  const [, back] = /^L-(\d+)$/.exec(field) ?? [];
  if (back !== undefined) return date === last - Number(back);
  const [, near] = /^(\d+|L)W$/.exec(field) ?? [];
  if (near === undefined) return valuesOf(field, 1, 31).includes(date);
  // The weekday nearest to a date, within its month.
  const wanted = near === "L" ? last : Number(near);
  if (wanted > last) return false;
  const weekday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), wanted)).getUTCDay();
  const shift = weekday === 6 ? (wanted === 1 ? 2 : -1) : weekday === 0 ? (wanted === last ? -2 : 1) : 0;
  return date === wanted + shift;
}

function isDayOfWeek(day: Date, field: string): boolean {
  const weekday = day.getUTCDay() + 1;
  if (field === "L") return weekday === 7;
  const [, which = "", count] = /^(\w+?)(?:L|#([1-5]))$/.exec(field) ?? [];
  if (which === "") return valuesOf(field, 1, 7, WEEKDAYS).includes(weekday);
  if (!valuesOf(which, 1, 7, WEEKDAYS).includes(weekday)) return false;
  const date = day.getUTCDate();
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  return count === undefined ? date > last - 7 : Math.ceil(date / 7) === Number(count);
}

/** How many minutes a zone is ahead of UTC, summer and winter. */
function offsetsOf(timezone: string): readonly number[] {
  const clock = new Intl.DateTimeFormat("en-US", { timeZone: timezone, timeZoneName: "longOffset" });
  const offsets = Array.from({ length: 12 }, (_, month) => {
    const name = clock
      .formatToParts(new Date(Date.UTC(2027, month, 15)))
      .find(({ type }) => type === "timeZoneName");
    const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d+):?(\d+)?/.exec(name?.value ?? "") ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  });
  return [...new Set(offsets)];
}
