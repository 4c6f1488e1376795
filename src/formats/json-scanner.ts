/** A strict JSON scanner over bytes (RFC 8259): it says where values stand and keeps no copy of them. */

/** The kinds of JSON value. */
export type ValueKind = "string" | "number" | "true" | "false" | "null" | "object" | "array";

/** What a step of the scanner came to. */
export type Status = typeof DONE | typeof MORE | typeof BAD;
/** The step went to its end; `at` is after it. */
export const DONE = 0;
/** The bytes end before the value does. */
export const MORE = 1;
/** This is not JSON: `what` and `at` say why and where. */
export const BAD = 2;

/** The byte of `"`. */
export const QUOTE = 34;
/** The byte of `,`. */
export const COMMA = 44;
const COLON = 58;
/** The byte of `[`. */
export const OPEN_LIST = 91;
/** The byte of `]`. */
export const CLOSE_LIST = 93;
/** The byte of `{`. */
export const OPEN = 123;
/** The byte of `}`. */
export const CLOSE = 125;
const BACKSLASH = 92;
const LETTER_U = 117;
const LETTER_T = 116;
const LETTER_F = 102;
const LETTER_N = 110;

/** A cursor over bytes, one step a method. A value follows the others by what is expected of its first byte. */
export class JsonScanner {
  bytes: Buffer;
  /** The place of the next byte. */
  at: number;
  /** What the last value was. */
  kind: ValueKind = "null";
  /** Whether the last string is ASCII and has no escapes. */
  plain = true;
  /** What is wrong, after BAD. */
  what = "";

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Goes over white space. MORE when nothing follows it. */
  space(): Status {
    const { bytes } = this;
    for (let byte = bytes[this.at]; byte === 32 || byte === 10 || byte === 13 || byte === 9;)
      byte = bytes[(this.at += 1)];
    return this.at < bytes.length ? DONE : MORE;
  }

  /** Goes over one value that starts here, and sets `kind` and, for a string, `plain`. */
  value(): Status {
    const byte = this.bytes[this.at];
    if (byte !== OPEN && byte !== OPEN_LIST) return this.scalar(byte);
    const status = this.nested();
    this.kind = byte === OPEN ? "object" : "array";
    return status;
  }

  /** Goes over a key and the colon after it, to where its value starts. */
  key(): Status {
    if (this.bytes[this.at] !== QUOTE) return this.unexpected("a key in double quotes");
    const status = this.string();
    return status === DONE ? this.colon() : status;
  }

  /** Goes over a colon with the white space around it. */
  colon(): Status {
    if (this.space() === MORE) return MORE;
    if (this.bytes[this.at] !== COLON) return this.unexpected("a colon");
    this.at += 1;
    return this.space();
  }

  /** Goes over a string that starts here. */
  string(): Status {
    const { bytes } = this;
    const { length } = bytes;
    this.kind = "string";
    this.plain = true;
    for (let at = this.at + 1; at < length; at += 1) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.at = at + 1;
        return DONE;
      }
      if (byte > 127) this.plain = false;
      else if (byte === BACKSLASH) {
        this.plain = false;
        const escape = bytes[at + 1];
        if (escape === undefined) return MORE;
        if (escape === LETTER_U) {
          if (at + 5 >= length) return MORE;
          for (let digit = at + 2; digit < at + 6; digit += 1)
            if (!isHex(bytes[digit] as number)) return this.bad("an incomplete \\u escape", at);
          at += 5;
        } else if (isEscape(escape)) at += 1;
        else return this.bad("an unknown escape in a string", at);
      } else if (byte < 32) {
        const newline = byte === 10 || byte === 13;
        return this.bad(
          newline ? "a string is not closed on its line" : "a control character in a string",
          at,
        );
      }
    }
    return MORE;
  }

  /** Stops with what was expected where something else stands. */
  unexpected(expected: string): Status {
    if (this.at >= this.bytes.length) return MORE;
    const character = String.fromCodePoint(
      this.bytes.toString("utf8", this.at, this.at + 4).codePointAt(0) ?? 0,
    );
    return this.bad(`${JSON.stringify(character)} where ${expected} is expected`, this.at);
  }

  private bad(what: string, at: number): Status {
    this.what = what;
    this.at = at;
    return BAD;
  }

  private scalar(byte: number | undefined): Status {
    if (byte === QUOTE) return this.string();
    if (byte === 45 || isDigit(byte)) return this.number();
    if (byte === LETTER_T) return this.word("true");
    if (byte === LETTER_F) return this.word("false");
    return byte === LETTER_N ? this.word("null") : this.unexpected("a value");
  }

  /** The last byte of the input is never part of a number or word: an object closes after it. */
  private number(): Status {
    const { bytes } = this;
    const start = this.at;
    let at = start + (bytes[start] === 45 ? 1 : 0);
    const digits = (): boolean => {
      const first = at;
      while (isDigit(bytes[at])) at += 1;
      return at > first;
    };
    const zero = bytes[at] === 48;
    const whole = at;
    let good = digits() && !(zero && at > whole + 1);
    if (good && bytes[at] === 46) {
      at += 1;
      good = digits();
    }
    if (good && (bytes[at] === 69 || bytes[at] === 101)) {
      at += 1;
      if (bytes[at] === 43 || bytes[at] === 45) at += 1;
      good = digits();
    }
    this.kind = "number";
    if (at >= bytes.length) return MORE;
    if (!good) return this.bad("an invalid number", start);
    this.at = at;
    return DONE;
  }

  private word(word: "true" | "false" | "null"): Status {
    const { bytes, at } = this;
    this.kind = word;
    for (let index = 1; index < word.length; index += 1) {
      if (at + index >= bytes.length) return MORE;
      if (bytes[at + index] !== word.charCodeAt(index)) return this.unexpected("a value");
    }
    this.at = at + word.length;
    return DONE;
  }

  /** An object or array with all that is in it; without recursion, so that depth is no danger. */
  private nested(): Status {
    const { bytes } = this;
    const open: number[] = [];
    for (;;) {
      // A value is expected here.
      const byte = bytes[this.at];
      let status: Status = DONE;
      if (byte === OPEN || byte === OPEN_LIST) {
        this.at += 1;
        if (this.space() === MORE) return MORE;
        if (bytes[this.at] !== closing(byte)) {
          open.push(byte);
          status = byte === OPEN ? this.key() : DONE;
          if (status !== DONE) return status;
          continue;
        }
        this.at += 1;
      } else status = this.scalar(byte);
      if (status !== DONE) return status;
      // A value has ended: so may what it stands in.
      for (;;) {
        const top = open.at(-1);
        if (top === undefined) return DONE;
        if (this.space() === MORE) return MORE;
        const next = bytes[this.at];
        if (next !== COMMA && next !== closing(top))
          return this.unexpected(
            top === OPEN ? "a comma or a closing brace" : "a comma or a closing bracket",
          );
        this.at += 1;
        if (next === COMMA) {
          if (this.space() === MORE) return MORE;
          status = top === OPEN ? this.key() : DONE;
          if (status !== DONE) return status;
          break;
        }
        open.pop();
      }
    }
  }
}

function closing(open: number): number {
  return open === OPEN ? CLOSE : CLOSE_LIST;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102);
}

/** One of " \ / b f n r t. */
function isEscape(byte: number): boolean {
  return (
    byte === QUOTE ||
    byte === BACKSLASH ||
    byte === 47 ||
    byte === 98 ||
    byte === 102 ||
    byte === 110 ||
    byte === 114 ||
    byte === 116
  );
}
