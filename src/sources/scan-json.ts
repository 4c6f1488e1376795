/** What a JSON file holds, without its values: enough to know whether it can stand beside others in a pack. */
import { DONE, JsonScanner, MORE, OPEN } from "../formats/json-scanner.ts";
import { countNewlines } from "../formats/newlines.ts";

/** What `scanJson` finds out about a file. */
export interface JsonScan {
  /** Objects at the root; of a file that is not whole those before its fault. */
  readonly objects: number;
  /** Newlines. */
  readonly newlines: number;
  /** Whether the last byte is a newline, or there is none. */
  readonly endsInNewline: boolean;
  /**
   * Whether it is objects of JSON, each to its end, with nothing but white space between them. A file that is not whole would swallow or
   * spoil its neighbours in a pack; and how many rows COPY makes of what is not JSON, it alone knows.
   */
  readonly whole: boolean;
}

const NEWLINE = 10;

/** Returns what the bytes of one file hold, decompressed. */
export function scanJson(bytes: Uint8Array): JsonScan {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scanner = new JsonScanner(buffer);
  let objects = 0;
  let whole = true;
  while (whole && scanner.space() !== MORE) {
    whole = buffer[scanner.at] === OPEN && scanner.value() === DONE;
    if (whole) objects += 1;
  }
  const endsInNewline = buffer.length === 0 || buffer.at(-1) === NEWLINE;
  return { objects, newlines: countNewlines(buffer), endsInNewline, whole };
}
