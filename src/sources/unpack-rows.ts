/** The rows of a JSON file that has an array around them, and whether it has one. */
import { BAD, DONE } from "../formats/json-scanner.ts";
import { countNewlines } from "../formats/newlines.ts";
import type { JsonWrapper } from "../formats/json-wrapper.ts";
import { RowScanner, type UnpackedRow } from "./row-scanner.ts";

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NEWLINE = Buffer.from("\n");

/** What keeps a file from being unpacked: it is not JSON, or not whole, and its rows cannot be told apart. */
export class UnpackFault extends Error {
  /** The line of the file, from 1. */
  readonly line: number;

  constructor(what: string, line: number) {
    super(what);
    this.line = line;
  }
}

/**
 * Gives the rows in order, some at a time; a value at the root that has no such array around it is a row as it is.
 * @param parts plain bytes
 * @throws UnpackFault after the rows before it
 */
export async function* unpackRows(
  parts: AsyncIterable<Uint8Array>,
  wrapper: JsonWrapper,
): AsyncGenerator<readonly UnpackedRow[]> {
  const reading = new Reading(parts, wrapper);
  const { scanner } = reading;
  try {
    await reading.begin();
    for (;;) {
      const rows: UnpackedRow[] = [];
      let status = scanner.step(rows);
      while (status === DONE) status = scanner.step(rows);
      if (rows.length > 0) yield rows;
      if (status === BAD) throw new UnpackFault(scanner.what, scanner.line);
      if (await reading.more()) continue;
      if (scanner.place === "root" && scanner.rest.length === 0) return;
      throw new UnpackFault("the file ends inside it", scanner.line + countNewlines(scanner.rest));
    }
  } finally {
    await reading.close();
  }
}

/** Whether the first value of a file is such an array, or has one in it; read as far as it takes to know. */
export async function isWrapped(parts: AsyncIterable<Uint8Array>, wrapper: JsonWrapper): Promise<boolean> {
  const reading = new Reading(parts, wrapper);
  const { scanner } = reading;
  try {
    await reading.begin();
    for (;;) {
      const rows: UnpackedRow[] = [];
      const status = scanner.step(rows);
      if (status === DONE || status === BAD) return scanner.place === "first";
      if (!(await reading.more())) return false;
    }
  } finally {
    await reading.close();
  }
}

/** Returns the start of a file with its rows one a line, as far as they are whole; as it is where no such array is around them. */
export function unpackStart(bytes: Buffer, wrapper: JsonWrapper): Buffer {
  const scanner = new RowScanner(wrapper);
  scanner.give(withoutMark(bytes));
  const rows: UnpackedRow[] = [];
  if (scanner.step(rows) !== DONE || scanner.place !== "first") return bytes;
  while (scanner.step(rows) === DONE) continue;
  return joinRows(rows);
}

/** The first bytes of a file without a byte order mark. */
function withoutMark(first: Buffer): Buffer {
  const { length } = BYTE_ORDER_MARK;
  return first.subarray(0, length).equals(BYTE_ORDER_MARK) ? first.subarray(length) : first;
}

/** Returns the rows as a file of one object a line. */
export function joinRows(rows: readonly UnpackedRow[]): Buffer {
  return Buffer.concat(rows.flatMap(({ bytes }) => [bytes, NEWLINE]));
}

/** A file in parts, with the scanner that goes over them. */
class Reading {
  readonly scanner: RowScanner;
  private readonly parts: AsyncIterator<Uint8Array>;

  constructor(parts: AsyncIterable<Uint8Array>, wrapper: JsonWrapper) {
    this.parts = parts[Symbol.asyncIterator]();
    this.scanner = new RowScanner(wrapper);
  }

  /** Gives the scanner the first bytes, without a byte order mark. */
  async begin(): Promise<void> {
    await this.more(BYTE_ORDER_MARK.length);
    const first = this.scanner.rest;
    const plain = withoutMark(first);
    if (plain !== first) this.scanner.give(plain);
  }

  /**
   * Gives the scanner what it has not taken, and at least so many bytes more, or as many as are left: false when none are. By
   * default as much again, so that a large row is not gone over too often.
   */
  async more(least = Math.max(1, this.scanner.rest.length)): Promise<boolean> {
    const kept = this.scanner.rest;
    const chunks: Uint8Array[] = kept.length === 0 ? [] : [kept];
    let missing = least;
    while (missing > 0) {
      const next = await this.parts.next();
      if (next.done === true) break;
      chunks.push(next.value);
      missing -= next.value.length;
    }
    this.scanner.give(Buffer.concat(chunks));
    return missing < least;
  }

  async close(): Promise<void> {
    await this.parts.return?.();
  }
}
