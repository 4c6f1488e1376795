/** The structure of a JSON file, without its values: enough to know whether it can stand beside others in a pack. */

/** What `scanJson` finds out about a file. */
export interface JsonScan {
  /** Objects at the root. */
  readonly objects: number;
  /** Newlines. */
  readonly newlines: number;
  /** Whether the last byte is a newline, or there is none. */
  readonly endsInNewline: boolean;
  /**
   * Whether every object and string is closed, and nothing but white space stands between the objects. A file that is
   * not whole would swallow or spoil its neighbours in a pack.
   */
  readonly whole: boolean;
}

const NEWLINE = 10;
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

/**
 * Returns what the bytes of one file hold, decompressed. Bytes over 127 only occur in strings, so UTF-8 needs no
 * decoding.
 */
export function scanJson(bytes: Uint8Array): JsonScan {
  let objects = 0;
  let newlines = 0;
  let depth = 0;
  let inString = false;
  let stray = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === NEWLINE) newlines += 1;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) {
      if (depth === 0) stray = true;
      inString = true;
    } else if (byte === OPEN) {
      depth += 1;
    } else if (byte === CLOSE) {
      depth -= 1;
      if (depth === 0) objects += 1;
      if (depth < 0) stray = true;
    } else if (depth === 0 && byte !== 32 && byte !== 9 && byte !== 13 && byte !== NEWLINE) {
      stray = true;
    }
  }
  const endsInNewline = bytes.length === 0 || bytes.at(-1) === NEWLINE;
  return { objects, newlines, endsInNewline, whole: depth === 0 && !inString && !stray };
}
