/** The key `newest` of an analysis: how old the newest moment that it finds may be. Pure. */
import type { SqlProblem } from "../errors.ts";

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Returns `48 hours` as milliseconds; undefined for a text that is no such limit. */
export function parseNewestLimit(text: string | undefined): number | undefined {
  const [, count, unit = ""] = /^([1-9]\d{0,5}) (minute|hour|day)s?$/.exec(text ?? "") ?? [];
  const size = UNITS[unit];
  return count === undefined || size === undefined ? undefined : Number(count) * size;
}

/** Returns what is wrong with the key, by itself and beside others: its answer is one moment. */
export function newestProblems({
  newest,
  ...others
}: Readonly<Record<string, string>>): readonly SqlProblem[] {
  if (newest === undefined) return [];
  const place = { line: 1, column: 1 };
  if (parseNewestLimit(newest) === undefined) {
    const message = `newest takes an age such as 48 hours or 2 days, not ${JSON.stringify(newest)}`;
    return [{ message, ...place }];
  }
  const other = ["chart", "card", "total"].find((key) => others[key] !== undefined);
  if (other === undefined) return [];
  const next = "make a second analysis for it";
  return [{ message: `the newest moment is one value, and has no ${other}`, next, ...place }];
}
