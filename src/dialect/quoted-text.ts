/** Text in quotes: string literals and quoted names. */
const APOSTROPHE = 39;
const QUOTE = 34;
const BACKSLASH = 92;

/** What the letters after a backslash stand for, in UTF-16 units. */
const ESCAPES: ReadonlyMap<number, number> = new Map(
  ["n\n", "t\t", "r\r", "b\b", "f\f", "0\0"].map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]),
);

/** What a text in quotes means, and the place after it. */
interface QuotedText {
  readonly value: string;
  readonly end: number;
}

/**
 * Reads the string literal whose first quote is there; undefined when it does not end. '' is a quote, and a backslash escapes, in plain
 * literals too (Redshift keeps C-style escapes).
 */
export function readString(source: string, start: number): QuotedText | undefined {
  return readBetween(source, start, APOSTROPHE);
}

/** Reads the quoted name whose first quote is there; undefined when it does not end. */
export function readQuoted(source: string, start: number): QuotedText | undefined {
  return readBetween(source, start, QUOTE);
}

function readBetween(source: string, start: number, quote: number): QuotedText | undefined {
  for (let at = start + 1; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === BACKSLASH && quote === APOSTROPHE) at += 1;
    else if (code === quote) {
      if (source.charCodeAt(at + 1) !== quote)
        return { value: meant(source.slice(start + 1, at), quote), end: at + 1 };
      at += 1;
    }
  }
  return undefined;
}

/** What stands in quotes means: the second of two quotes, and in a string what follows a backslash. Unit by unit, since there may be millions of pairs. */
function meant(inside: string, quote: number): string {
  if (!inside.includes(String.fromCharCode(quote)) && (quote === QUOTE || !inside.includes("\\")))
    return inside;
  const units = new Uint16Array(inside.length);
  let length = 0;
  for (let at = 0; at < inside.length; at += 1) {
    const unit = inside.charCodeAt(at);
    const escapes = unit === BACKSLASH && quote === APOSTROPHE;
    if (escapes || unit === quote) at += 1;
    const escaped = inside.charCodeAt(at);
    units[length] = escapes ? (ESCAPES.get(escaped) ?? escaped) : unit;
    length += 1;
  }
  return textOf(units.subarray(0, length));
}

/** Returns UTF-16 units as a text, of which there may be millions. */
function textOf(units: Uint16Array): string {
  return Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString("utf16le");
}
