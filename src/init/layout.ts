/** Text laid out as this repository's `npm run format` lays it out. Pure. */

/** What stands in brackets stays on its line up to so many characters. */
const BRACKETS = 87;
const PAGE = 110;

/** Returns a list in brackets: on one line, or an item a line. */
export function brackets(items: readonly string[]): string {
  const line = items.join(", ");
  return line.length <= BRACKETS ? `(${line})` : `(\n    ${items.join(",\n    ")}\n)`;
}

/** Returns the items of a clause, one a line. */
export function clause(items: readonly string[], between = ","): string {
  return items.map((item) => `    ${item}`).join(`${between}\n`);
}

/** Returns a value as a JSON file: arrays of plain values on a line where they fit. */
export function jsonFile(value: unknown): string {
  return `${print(value, "", 0)}\n`;
}

/** `before` is how many characters stand before the value on its line. */
function print(value: unknown, indent: string, before: number): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== "object" || item === null);
    const line = `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
    if (isPlain && before + line.length < PAGE) return line;
    return `[\n${value.map((item) => `${inner}${print(item, inner, inner.length)}`).join(",\n")}\n${indent}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, item]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return `${start}${print(item, inner, start.length)}`;
  });
  return `{\n${lines.join(",\n")}\n${indent}}`;
}
