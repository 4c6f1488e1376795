/** The text that a JSON value means, and what may be wrong with its bytes (Developer Guide, "Multibyte character load errors"). */
import { isUtf8 } from "node:buffer";
import { flatten } from "../../../formats/json-value.ts";
import { invalidUtf8, nulCharacter, type LoadError } from "./load-errors.ts";
import type { RawValue } from "./raw-value.ts";

const SURROGATE = /\p{Surrogate}/u;
/** Valid UTF-8, but no characters; ACCEPTINVCHARS replaces them, else they are loaded. */
const NONCHARACTER = /\p{Noncharacter_Code_Point}/gu;

/**
 * Returns the text of a value: of a string without its escapes, of everything else as it stands; or what is wrong.
 * `replacement` stands for each invalid byte (ACCEPTINVCHARS), and `onReplaced` is told; without one, invalid bytes are an error.
 */
export function textOf(
  value: RawValue,
  replacement: string | undefined,
  onReplaced: () => void = () => undefined,
): string | LoadError {
  const { kind, bytes, start, end } = value;
  if (kind === "string" && value.plain) return bytes.toString("latin1", start + 1, end - 1);
  if (kind === "number" || kind === "true" || kind === "false") return bytes.toString("latin1", start, end);
  const [from, to] = kind === "string" ? [start + 1, end - 1] : [start, end];
  let text = bytes.toString("utf8", from, to);
  // Bytes that are not UTF-8 become this character; only then it is worth a closer look.
  if (text.includes("�") && !isUtf8(bytes.subarray(from, to))) {
    const part = bytes.subarray(from, to);
    if (replacement === undefined) return firstInvalid(part);
    text = replaceInvalid(part, replacement);
    onReplaced();
  }
  const replace = (found: string, width: number): string => {
    onReplaced();
    return (replacement ?? found).repeat(width);
  };
  if (kind === "text") {
    const nul = text.indexOf("\0");
    if (nul !== -1) return nulCharacter(nul);
    return replacement === undefined
      ? text
      : text.replace(NONCHARACTER, (found) => replace(found, Buffer.byteLength(found)));
  }
  if (kind !== "string") return flatten(text);
  return unescape(text, replacement === undefined ? undefined : replace);
}

/** @param replace gives what stands for so many bytes of a character that is not one; undefined: half a pair is an error */
function unescape(
  raw: string,
  replace: ((found: string, bytes: number) => string) | undefined,
): string | LoadError {
  const escaped = raw.includes("\\");
  let text = escaped ? (JSON.parse(`"${raw}"`) as string) : raw;
  // Only an escape can bring half a pair, or a NUL, into a text.
  if (escaped && SURROGATE.test(text)) {
    if (replace === undefined) {
      const at = text.search(SURROGATE);
      return invalidUtf8(`u+${text.charCodeAt(at).toString(16)}`, 5, at);
    }
    // Half a pair would be three bytes of UTF-8.
    text = text.replace(/\p{Surrogate}/gu, (half) => replace(half, 3));
  }
  if (replace !== undefined)
    text = text.replace(NONCHARACTER, (character) => replace(character, Buffer.byteLength(character)));
  const nul = escaped ? text.indexOf("\0") : -1;
  return nul === -1 ? text : nulCharacter(nul);
}

/** How many bytes make the valid character at `at`; 0 if none does. */
function validAt(part: Buffer, at: number): number {
  const length = lengthBy(part[at] as number);
  const character = part.subarray(at, at + length);
  return length > 0 && character.length === length && isUtf8(character) ? length : 0;
}

/** Bytes of a character by its first one; 0 for one that begins none. */
function lengthBy(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc0 || first > 0xf7) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** The first invalid sequence, with the manual's number for what is wrong with it. */
function firstInvalid(part: Buffer): LoadError {
  let at = 0;
  for (let valid = validAt(part, at); valid > 0; valid = validAt(part, at)) at += valid;
  const length = lengthBy(part[at] as number);
  const sequence = part.subarray(at, at + Math.max(1, length));
  return invalidUtf8(sequence.toString("hex").replace(/..(?=.)/g, "$& "), kindOf(sequence, length), at);
}

function kindOf(sequence: Buffer, length: number): number {
  const [first = 0, second = 0] = sequence;
  if (length === 0) return first > 0xf7 && first < 0xfe ? 1 : 3;
  if (sequence.length < length) return 2;
  if (sequence.subarray(1).some((byte) => byte < 0x80 || byte > 0xbf)) return 4;
  if (first === 0xed && second >= 0xa0) return 5;
  return first > 0xf4 || (first === 0xf4 && second > 0x8f) ? 8 : 9;
}

function replaceInvalid(part: Buffer, by: string): string {
  let text = "";
  for (let at = 0; at < part.length;) {
    const valid = validAt(part, at);
    text += valid > 0 ? part.toString("utf8", at, at + valid) : by;
    at += Math.max(1, valid);
  }
  return text;
}
