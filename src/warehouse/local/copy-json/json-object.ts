/** A strict JSON parser that keeps the raw text: where in the bytes the values of one root object stand. */

export type ValueKind = "string" | "number" | "true" | "false" | "null" | "object" | "array";

/** One member of the root object. */
export interface Member {
  readonly key: string;
  readonly kind: ValueKind;
  /** Of the raw text, quotes included. */
  readonly start: number;
  readonly end: number;
}

export type Parsed =
  | { readonly kind: "object"; readonly members: readonly Member[]; readonly end: number }
  | { readonly kind: "error"; readonly what: string; readonly at: number }
  /** The bytes end before the object does. */
  | { readonly kind: "more" };

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const COMMA = 44;
const OPEN = 123;
const CLOSE = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
/** As deep as anything sensible goes; deeper would be a stack overflow. */
const DEEPEST = 500;

class Problem {
  readonly what: string;
  readonly at: number;
  constructor(what: string, at: number) {
    this.what = what;
    this.at = at;
  }
}
const MORE = Symbol("more");

/** Parses the object that starts at `start` with its opening bracket. */
export function parseObject(bytes: Buffer, start: number): Parsed {
  try {
    const members: Member[] = [];
    const end = parseMembers(bytes, start, 1, members);
    return { kind: "object", members, end };
  } catch (thrown) {
    if (thrown === MORE) return { kind: "more" };
    if (thrown instanceof Problem) return { kind: "error", what: thrown.what, at: thrown.at };
    throw thrown;
  }
}

/** Reads `{ … }` and returns where it ends; `members` takes those of the root. */
function parseMembers(bytes: Buffer, open: number, depth: number, members: Member[] | undefined): number {
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === CLOSE) return at + 1;
  for (;;) {
    if (bytes[at] !== QUOTE) throw unexpected(bytes, at, "a key in double quotes");
    const keyEnd = skipString(bytes, at);
    const keyStart = at;
    at = skipSpace(bytes, keyEnd);
    if (bytes[at] !== COLON) throw unexpected(bytes, at, "a colon");
    at = skipSpace(bytes, at + 1);
    const start = at;
    const kind = kindAt(bytes, at);
    at = skipValue(bytes, at, kind, depth);
    members?.push({ key: keyOf(bytes, keyStart, keyEnd), kind, start, end: at });
    at = skipSpace(bytes, at);
    if (bytes[at] === CLOSE) return at + 1;
    if (bytes[at] !== COMMA) throw unexpected(bytes, at, "a comma or a closing brace");
    at = skipSpace(bytes, at + 1);
  }
}

function parseList(bytes: Buffer, open: number, depth: number): number {
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === CLOSE_LIST) return at + 1;
  for (;;) {
    at = skipSpace(bytes, skipValue(bytes, at, kindAt(bytes, at), depth));
    if (bytes[at] === CLOSE_LIST) return at + 1;
    if (bytes[at] !== COMMA) throw unexpected(bytes, at, "a comma or a closing bracket");
    at = skipSpace(bytes, at + 1);
  }
}

function skipValue(bytes: Buffer, at: number, kind: ValueKind, depth: number): number {
  if (depth > DEEPEST) throw new Problem(`nested more than ${DEEPEST} deep`, at);
  switch (kind) {
    case "string":
      return skipString(bytes, at);
    case "object":
      return parseMembers(bytes, at, depth + 1, undefined);
    case "array":
      return parseList(bytes, at, depth + 1);
    case "number":
      return skipNumber(bytes, at);
    case "true":
    case "false":
    case "null":
      return skipWord(bytes, at, kind);
  }
}

function kindAt(bytes: Buffer, at: number): ValueKind {
  const byte = bytes[at];
  switch (byte) {
    case QUOTE:
      return "string";
    case OPEN:
      return "object";
    case OPEN_LIST:
      return "array";
    case 116:
      return "true";
    case 102:
      return "false";
    case 110:
      return "null";
    default:
      if (byte === 45 || (byte !== undefined && byte >= 48 && byte <= 57)) return "number";
      throw unexpected(bytes, at, "a value");
  }
}

function skipString(bytes: Buffer, open: number): number {
  for (let at = open + 1; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at = skipEscape(bytes, at);
    else if (byte < 32)
      throw new Problem(
        byte === 10 ? "a string is not closed on its line" : "a control character in a string",
        at,
      );
  }
  throw MORE;
}

function skipEscape(bytes: Buffer, at: number): number {
  const byte = bytes[at + 1];
  if (byte === undefined) throw MORE;
  if (byte !== 117) {
    if (!'"\\/bfnrt'.includes(String.fromCharCode(byte)))
      throw new Problem("an unknown escape in a string", at);
    return at + 1;
  }
  if (at + 5 >= bytes.length) throw MORE;
  if (!/^[0-9a-f]{4}$/i.test(bytes.toString("latin1", at + 2, at + 6)))
    throw new Problem("an incomplete \\u escape", at);
  return at + 5;
}

function skipNumber(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && isNumberByte(bytes[at] as number)) at += 1;
  if (at === bytes.length) throw MORE;
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(bytes.toString("latin1", start, at)))
    throw new Problem("a number that is none", start);
  return at;
}

function isNumberByte(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) || byte === 45 || byte === 43 || byte === 46 || byte === 69 || byte === 101
  );
}

function skipWord(bytes: Buffer, at: number, word: string): number {
  if (at + word.length >= bytes.length) throw MORE;
  if (bytes.toString("latin1", at, at + word.length) !== word) throw unexpected(bytes, at, "a value");
  return at + word.length;
}

function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return at;
  }
  throw MORE;
}

function keyOf(bytes: Buffer, start: number, end: number): string {
  const raw = bytes.toString("utf8", start + 1, end - 1);
  return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
}

function unexpected(bytes: Buffer, at: number, expected: string): Problem {
  const character = String.fromCodePoint(bytes.toString("utf8", at, at + 4).codePointAt(0) ?? 0);
  return new Problem(`${JSON.stringify(character)} where ${expected} is expected`, at);
}
