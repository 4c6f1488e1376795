/** Text from data, made safe and measurable for a terminal. */
import stringWidth from "string-width";

/** Control characters, line separators and what turns the direction of text: they would redraw the terminal, or mislead. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;
const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
/** Printable ASCII: one column a character, no need to look closer. */
const PLAIN = /^[ -~]*$/;

/** Returns the text with everything that is not a visible character written as an escape: `\n`, `\u001b`. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(UNSEEN, (one) => SHORT[one] ?? `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Returns how many columns the text takes on a terminal: two for a CJK letter, none for a combining mark. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Returns the text, or as much of its beginning as fits into the columns, with `…` for the rest. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  let taken = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    taken += widthOf(segment);
    if (taken > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Returns the text in pieces of so many columns at most, one at least; a character wider than that has a piece of its own. */
export function wrap(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  const pieces: string[] = [];
  let piece = "";
  let taken = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const wide = widthOf(segment);
    if (taken + wide > width && piece !== "") {
      pieces.push(piece);
      piece = "";
      taken = 0;
    }
    piece += segment;
    taken += wide;
  }
  return [...pieces, piece];
}

/** Returns the text filled up with blanks to the columns, after it (`left`) or before it (`right`). */
export function padTo(text: string, width: number, side: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return side === "left" ? text + blanks : blanks + text;
}
