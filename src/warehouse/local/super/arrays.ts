/** "Array functions" of the Developer Guide, on the elements of SUPER arrays. */
import type { Json } from "./json.ts";
import { keyOf } from "./key.ts";

/** Returns the elements of arrays within arrays, one after the other ("ARRAY_FLATTEN function"). */
export function flattened(items: readonly Json[]): readonly Json[] {
  return items.flatMap((item) => (item.kind === "array" ? flattened(item.items) : [item]));
}

/** Returns `length` elements from a place on; a negative one counts from the end ("SUBARRAY function"). */
export function part(items: readonly Json[], start: number, length: number): readonly Json[] {
  const from = start < 0 ? items.length + start : start;
  return from < 0 || length < 0 ? [] : items.slice(from, from + length);
}

/** Returns every element once, where it comes first ("ARRAY_DISTINCT function"). */
export function distinct(items: readonly Json[]): readonly Json[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.size < seen.add(keyOf(item)).size);
}

/** Returns the elements that both have, as often as both have them ("ARRAY_INTERSECTION function"). */
export function intersection(items: readonly Json[], others: readonly Json[]): readonly Json[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(keyOf(item)) ?? 0;
    left.set(keyOf(item), count - 1);
    return count > 0;
  });
}

/**
 * Returns the places of a value, from 0; undefined for NULL where NULL is not a value to look for: it is looked for, or it is there and the
 * value is not ("ARRAY_POSITIONS function", null_match).
 */
export function positions(
  items: readonly Json[],
  value: Json,
  nullMatch: boolean,
): readonly number[] | undefined {
  const key = keyOf(value);
  const found = items.flatMap((item, index) => (keyOf(item) === key ? [index] : []));
  if (nullMatch) return found;
  if (value.kind === "null") return undefined;
  return found.length === 0 && items.some(({ kind }) => kind === "null") ? undefined : found;
}
