/** Which key of the rows may have been meant for a column. Pure. */
import type { JsonPath } from "../formats/json-path.ts";
import { nearest } from "../text/nearest.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * Returns the way to the key that is nearest to the one which a path misses, `user.uid` for `$.user.id`: among those of the object in which the path breaks off and, where that
 * is the row itself, one level below it too.
 * @param untaken keys at the root of the rows that no column takes
 */
export function nearKey(
  path: JsonPath,
  rows: readonly Row[],
  untaken: readonly string[],
): string | undefined {
  const [first, ...rest] = path;
  if (typeof first !== "string") return undefined;
  if (rest.length === 0 || !rows.some((row) => first in row))
    return nearestOf(first, untaken) ?? nearestBelow(first, rows, untaken);
  const below = rows.flatMap((row): readonly Row[] => {
    const value = asObject(row[first]);
    return value === undefined ? [] : [value];
  });
  const next = rest[0];
  if (typeof next !== "string") return undefined;
  const found = nearKey(rest, below, [...new Set(below.flatMap((row) => Object.keys(row)))]);
  return found === undefined ? undefined : `${first}.${found}`;
}

/** Of keys one level below those that no column takes. */
function nearestBelow(wanted: string, rows: readonly Row[], untaken: readonly string[]): string | undefined {
  for (const outer of untaken) {
    const keys = new Set(rows.flatMap((row) => Object.keys(asObject(row[outer]) ?? {})));
    const found = nearestOf(wanted, [...keys]);
    if (found !== undefined) return `${outer}.${found}`;
  }
  return undefined;
}

/** `user_id` and `userId` were both meant to be `userid`. */
function nearestOf(wanted: string, keys: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return keys.find((key) => plain(key) === plain(wanted)) ?? nearest(wanted, keys);
}

function asObject(value: unknown): Row | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
}
