/** Values of JSON by their place in the bytes, and what is in them. */
import { CLOSE, CLOSE_LIST, COMMA, DONE, JsonScanner, QUOTE, type ValueKind } from "./json-scanner.ts";

/** Where a value stands. */
export interface JsonValue {
  readonly kind: ValueKind;
  readonly bytes: Buffer;
  /** Where the raw text begins, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Whether a string is ASCII without escapes. */
  readonly plain: boolean;
}

/** One key of an object, and its value. */
export interface JsonMember {
  readonly key: string;
  readonly value: JsonValue;
}

/** Yields the members of the object, in order, one that is there twice too; ends where what follows is not a member, or not whole. */
export function* membersOf({ bytes, start }: Pick<JsonValue, "bytes" | "start">): Generator<JsonMember> {
  const scanner = new JsonScanner(bytes, start + 1);
  scanner.space();
  while (scanner.at < bytes.length && bytes[scanner.at] !== CLOSE) {
    const key = keyHere(scanner);
    const value = key === undefined ? undefined : valueHere(scanner);
    if (key === undefined || value === undefined) return;
    yield { key, value };
  }
}

/** Returns the element at that place, from 0, of the array; undefined where it has none. */
export function elementAt(
  { bytes, start }: Pick<JsonValue, "bytes" | "start">,
  index: number,
): JsonValue | undefined {
  const scanner = new JsonScanner(bytes, start + 1);
  scanner.space();
  for (let place = 0; scanner.at < bytes.length && bytes[scanner.at] !== CLOSE_LIST; place += 1) {
    const value = valueHere(scanner);
    if (value === undefined || place === index) return value;
  }
  return undefined;
}

/** The key here; goes on after its colon. */
export function keyHere(scanner: JsonScanner): string | undefined {
  const start = scanner.at;
  if (scanner.bytes[start] !== QUOTE || scanner.string() !== DONE) return undefined;
  const key = JSON.parse(scanner.bytes.toString("utf8", start, scanner.at)) as string;
  return scanner.colon() === DONE ? key : undefined;
}

/** The value here; goes on after it and its comma. */
function valueHere(scanner: JsonScanner): JsonValue | undefined {
  const start = scanner.at;
  if (scanner.value() !== DONE) return undefined;
  const { bytes, kind, plain, at: end } = scanner;
  scanner.space();
  if (bytes[scanner.at] === COMMA) {
    scanner.at += 1;
    scanner.space();
  }
  return { kind, bytes, start, end, plain };
}

/**
 * Returns an object or array, as it is written, without its line breaks and the indentation around them, as COPY loads it into a column of
 * text (examples of "COPY from JSON format").
 */
export function flatten(text: string): string {
  if (!text.includes("\n")) return text;
  return text.replace(
    /("(?:[^"\\]|\\.)*")|[ \t\r]*\n[ \t\r\n]*/g,
    (_, string: string | undefined) => string ?? "",
  );
}
