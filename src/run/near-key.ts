/** Which key of the rows may have been meant for a column. Pure. */
import type { JsonPath } from "../formats/json-path.ts";
import { nearest } from "../text/nearest.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * Returns the path of the key that is nearest to the one that a path misses, `user.uid` for `$.user.id`: among those of the object in which the path breaks off and, where that
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
  if (rest.length === 0 || !rows.some((row) => first in row)) {
    const inner = keysBelow(rows, untaken);
    return (
      sameOf(first, untaken) ?? sameOf(first, inner) ?? nearest(first, untaken) ?? nearInner(first, inner)
    );
  }
  const below = rows.flatMap((row): readonly Row[] => {
    const value = asObject(row[first]);
    return value === undefined ? [] : [value];
  });
  const next = rest[0];
  if (typeof next !== "string") return undefined;
  const found = nearKey(rest, below, [...new Set(below.flatMap((row) => Object.keys(row)))]);
  return found === undefined ? undefined : `${first}.${found}`;
}

/** The ways to what is one level below keys that no column takes. */
function keysBelow(rows: readonly Row[], untaken: readonly string[]): readonly string[] {
  const ways = rows.flatMap((row) =>
    untaken.flatMap((outer) => Object.keys(asObject(row[outer]) ?? {}).map((key) => `${outer}.${key}`)),
  );
  return [...new Set(ways)];
}

/** `user_id` and `userId` were both meant to be `userid`. */
function sameOf(wanted: string, ways: readonly string[]): string | undefined {
  const plain = (way: string): string =>
    lastOf(way)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, "");
  return ways.find((way) => plain(way) === plain(wanted));
}

function nearInner(wanted: string, ways: readonly string[]): string | undefined {
  const near = nearest(wanted, ways.map(lastOf));
  return ways.find((way) => lastOf(way) === near);
}

function lastOf(way: string): string {
  return way.slice(way.lastIndexOf(".") + 1);
}

function asObject(value: unknown): Row | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
}
