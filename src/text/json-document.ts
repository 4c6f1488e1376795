/** What `--format json` prints and a line of the log holds: one shape for all of them. Pure. */

/**
 * Returns the value with the keys of its objects in snake case at every level, `rowsRead` as `rows_read`, and null for what is undefined, so
 * that a key is there whatever it holds. The keys of a Map are data, names of columns for one, and stay as they are. A Date becomes ISO 8601
 * in UTC, a bigint its digits; an object of a class stays what it is.
 */
export function jsonDocument(value: unknown, within: ReadonlySet<unknown> = new Set()): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object") return value;
  if (value instanceof Date) return value.toISOString();
  if (within.has(value)) return "(itself)";
  const inside = new Set(within).add(value);
  if (Array.isArray(value)) return value.map((one) => jsonDocument(one, inside));
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, unknown>)];
    return Object.fromEntries(entries.map(([key, held]) => [key, jsonDocument(held, inside)]));
  }
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]: [string, unknown]) => [
      snakeCase(key),
      jsonDocument(held, inside),
    ]),
  );
}

/** Returns the text of `jsonDocument`, with a line feed at its end. */
export function printJson(value: unknown): string {
  return `${JSON.stringify(jsonDocument(value))}\n`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
