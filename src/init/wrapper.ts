/** What stands around the rows of JSON files, told by the files: a list, or an object with nothing in it but a list. Pure. */
import type { JsonWrapper } from "../formats/json-wrapper.ts";

/** After a byte order mark and white space. */
const LIST = /^\uFEFF?\s*\[/;

/** Returns whether the text is a list, or the beginning of one. */
export function isList(text: string): boolean {
  return LIST.test(text);
}

/**
 * Returns the key under which all objects hold a list of objects and beside which none of them holds anything, so that nothing is lost where the list is taken
 * for the rows; undefined where there is none. An object with more in it may be a row that has a list.
 */
export function listWithin(objects: readonly object[]): JsonWrapper | undefined {
  const [first = {}] = objects;
  const [key = ""] = Object.keys(first);
  const isWrapper = objects.every((object) => {
    const [[name, list] = [], ...more] = Object.entries(object) as readonly (readonly [string?, unknown?])[];
    return more.length === 0 && name === key && Array.isArray(list) && list.length > 0 && list.every(isRow);
  });
  return objects.length > 0 && isWrapper ? { key } : undefined;
}

/** Returns the wrapper as the header of a staging file names it. */
export function headerOf({ key }: JsonWrapper): string {
  if (key === undefined) return "array";
  return key === "array" || /[\s"]/.test(key) ? JSON.stringify(key) : key;
}

function isRow(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 1
  );
}
