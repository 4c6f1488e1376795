/** What stands at the root of a JSON text, one stretch after the other: whole objects and lists, and what is none. */
import { endOfBroken } from "./broken-json.ts";
import { DONE, JsonScanner, MORE, OPEN, OPEN_LIST } from "./json-scanner.ts";

const NEWLINE = 10;

/** One stretch. */
export interface JsonRoot {
  /** `broken`: it begins as an object or a list and is not JSON; `open`: the text ends in it; `garbage`: it begins as neither. */
  readonly kind: "object" | "array" | "broken" | "open" | "garbage";
  readonly start: number;
  readonly end: number;
  /** Where it is wrong, or the end of what is not. */
  readonly at: number;
  /** What is wrong with it, after `broken`. */
  readonly what: string;
  /** The line of its start, and that of the place which load errors tell: its last one, or that of its fault. */
  readonly firstLine: number;
  readonly line: number;
}

/**
 * Yields the stretches in order, up to the one that begins after this line. After what is broken reading goes on as COPY of the local
 * warehouse does, at the next line that begins with a bracket or where the brackets balance.
 */
export function* rootsOf(bytes: Buffer, lastLine: number): Generator<JsonRoot> {
  const scanner = new JsonScanner(bytes);
  const lines = new LineCounter(bytes);
  if (bytes.indexOf("\ufeff") === 0) scanner.at = 3;
  while (scanner.space() !== MORE) {
    const start = scanner.at;
    const firstLine = lines.lineAt(start);
    if (firstLine > lastLine) return;
    const root = rootHere(scanner, start);
    yield { start, firstLine, line: lines.lineAt(root.place), ...root };
    scanner.at = root.end;
  }
}

type Found = Pick<JsonRoot, "kind" | "end" | "at" | "what"> & { readonly place: number };

function rootHere(scanner: JsonScanner, start: number): Found {
  const { bytes } = scanner;
  const open = bytes[start];
  if (open !== OPEN && open !== OPEN_LIST) {
    const next = bytes.indexOf(OPEN, start);
    const end = next === -1 ? bytes.length : next;
    return { kind: "garbage", end, at: start, place: start, what: "" };
  }
  const status = scanner.value();
  const { at, what } = scanner;
  if (status === DONE) return { kind: open === OPEN ? "object" : "array", end: at, at, place: at, what: "" };
  if (status === MORE) {
    const end = endOfText(bytes);
    return { kind: "open", end: bytes.length, at: end, place: end, what: "" };
  }
  const end = Math.max(endOfBroken(bytes, start, at, true) ?? bytes.length, start + 1);
  // A fault on the first byte of the next row lies on the line before: there something is missing.
  const place = at === end && bytes[at - 1] === NEWLINE ? at - 1 : at;
  return { kind: "broken", end, at, place, what };
}

/** After the last byte that is not white space. */
function endOfText(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 32) end -= 1;
  return end;
}

/** Lines of places that are asked for in their order. */
class LineCounter {
  private line = 1;
  private newline: number;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.newline = bytes.indexOf(NEWLINE);
  }

  /** The line, from 1, of the byte at that place. */
  lineAt(place: number): number {
    while (this.newline !== -1 && this.newline < place) {
      this.line += 1;
      this.newline = this.bytes.indexOf(NEWLINE, this.newline + 1);
    }
    return this.line;
  }
}
