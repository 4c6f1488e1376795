/** Where to go on after an object that is not JSON. */
import { CLOSE, CLOSE_LIST, OPEN, OPEN_LIST, QUOTE } from "./json-scanner.ts";

const NEWLINE = 10;
const BACKSLASH = 92;

/**
 * Returns where the broken structure at `start`, with its fault at `fault`, seems to end: where its brackets balance,
 * but not beyond a later line that begins with a bracket, since that is most likely the next row. Strings end with their
 * line. Undefined when the bytes end first and more may come.
 */
export function endOfBroken(
  bytes: Buffer,
  start: number,
  fault: number,
  finished: boolean,
): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === NEWLINE) {
      inString = false;
      const next = bytes[at + 1];
      if (at + 1 >= fault && (next === OPEN || next === OPEN_LIST)) return at + 1;
    } else if (inString) {
      if (byte === BACKSLASH && bytes[at + 1] !== NEWLINE) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      inString = true;
    } else if (byte === OPEN || byte === OPEN_LIST) {
      depth += 1;
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0 && at >= fault) return at + 1;
      // The brackets balanced before the fault: they are not to be trusted.
      if (depth <= 0) depth = 0;
    }
  }
  return finished ? bytes.length : undefined;
}
