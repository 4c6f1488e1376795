/** What stands around the rows of a JSON file: an array, and perhaps an object that holds the array. Pure. */

/** Where the array is whose elements are the rows. */
export interface JsonWrapper {
  /** Its key in the object at the root; undefined where the array itself is at the root. */
  readonly key: string | undefined;
}

/** One word, or any text as a string of JSON. */
const WORD = /^[^\s"]+$/;
const QUOTED = /^".*"$/;

/**
 * Returns what the header of a staging file names: `array` for one at the root, else the key that holds it, in quotation marks where it has
 * blanks or is called array; undefined for what is neither.
 */
export function parseWrapper(text: string): JsonWrapper | undefined {
  if (text === "array") return { key: undefined };
  if (WORD.test(text)) return { key: text };
  try {
    return QUOTED.test(text) ? { key: JSON.parse(text) as string } : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the wrapper in words: `an array`, `an array under "records"`. */
export function wrapperName({ key }: JsonWrapper): string {
  return key === undefined ? "an array" : `an array under ${JSON.stringify(key)}`;
}
