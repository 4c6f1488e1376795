/** Rows that are wrapped into one object: `{"records": [{…}, {…}]}`. */
import { COMMA, DONE, JsonScanner, OPEN, OPEN_LIST } from "./json-scanner.ts";
import { keyHere, membersOf } from "./json-value.ts";

/** How deep the list may lie. */
const DEEPEST = 3;

/**
 * Returns the way to the list of rows in the object that starts there, `records` or `data.items`; undefined where a column takes a key of the object
 * itself, or none a key of the first row in the list. The object may be cut off.
 * @param isTaken whether a column takes the value of the key
 */
export function wrapperIn(
  bytes: Buffer,
  start: number,
  isTaken: (key: string) => boolean,
  depth = 1,
): string | undefined {
  const scanner = new JsonScanner(bytes, start + 1);
  let way: string | undefined;
  for (scanner.space(); scanner.at < bytes.length;) {
    const key = keyHere(scanner);
    if (key === undefined) break;
    if (isTaken(key)) return undefined;
    way ??= wayOf(key, bytes, scanner.at, isTaken, depth);
    if (scanner.value() !== DONE) break;
    scanner.space();
    if (bytes[scanner.at] !== COMMA) break;
    scanner.at += 1;
    scanner.space();
  }
  return way;
}

/** The way through the value of a key. */
function wayOf(
  key: string,
  bytes: Buffer,
  start: number,
  isTaken: (key: string) => boolean,
  depth: number,
): string | undefined {
  if (bytes[start] === OPEN) {
    const inner = depth < DEEPEST ? wrapperIn(bytes, start, isTaken, depth + 1) : undefined;
    return inner === undefined ? undefined : `${key}.${inner}`;
  }
  if (bytes[start] !== OPEN_LIST) return undefined;
  const scanner = new JsonScanner(bytes, start + 1);
  scanner.space();
  if (bytes[scanner.at] !== OPEN) return undefined;
  for (const member of membersOf({ bytes, start: scanner.at })) if (isTaken(member.key)) return key;
  return undefined;
}
