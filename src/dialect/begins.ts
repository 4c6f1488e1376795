/** What a token may begin with, by the UTF-16 unit that stands there: one look tells how to read on, and most tokens need no pattern. */

/** White space of Redshift's own scanner: a no-break space, say, is none, and is better reported by the lexer than by the server. */
export const SPACE = 1;
/** A letter of ASCII or the underscore. */
export const LETTER = 2;
/** A digit of ASCII. */
export const DIGIT = 3;
/** One of ( ) [ ] , ; . */
export const PUNCTUATION = 4;
/** What an operator begins with. */
export const OPERATOR = 5;
/** Any unit beyond ASCII: a letter or nothing. */
export const BEYOND = 6;

const BEGINS = new Uint8Array(128);
for (const [units, begin] of [
  [" \t\n\r\f\v", SPACE],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", LETTER],
  ["0123456789", DIGIT],
  ["()[],;.", PUNCTUATION],
  ["-+*/%^<>=~!@#&|?:", OPERATOR],
] as const)
  for (const unit of units) BEGINS[unit.charCodeAt(0)] = begin;

/** Returns one of these, or 0 for a unit that begins no token; of quotes, the dollar sign and what is not a sign at all the lexer knows itself. */
export function beginOf(unit: number): number {
  return unit < BEGINS.length ? (BEGINS[unit] as number) : BEYOND;
}
