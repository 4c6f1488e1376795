/** Patterns of LIKE, ILIKE and SIMILAR TO ("Pattern-matching conditions" of the Database Developer Guide). */
import { duckLiteral } from "../quote.ts";
import { bracket, isRegex, literal } from "./bracket.ts";

/**
 * Returns DuckDB's text for $1 like the pattern $2. ILIKE takes only ASCII letters as equal, whatever their case ("LIKE").
 * @param escape the sign that escapes, empty for none
 * @param pattern the pattern where the statement gives it
 */
export function likePattern(
  operator: "like" | "ilike" | "similar to",
  escape: string,
  pattern?: string,
): string {
  if (operator === "similar to")
    return `regexp_full_match($1, redshift_similar($2, ${duckLiteral(escape)}), 's')`;
  const folded = operator === "ilike";
  // DuckDB is quicker without an escape.
  const plain = pattern !== undefined && escape !== "" && !pattern.includes(escape);
  const behind = plain ? "" : ` ESCAPE ${duckLiteral(folded ? lower(escape) : escape)}`;
  return folded
    ? `(redshift_functions.lower_ascii($1) LIKE redshift_functions.lower_ascii($2)${behind})`
    : `($1 LIKE $2${behind})`;
}

function lower(sign: string): string {
  return /[A-Z]/.test(sign) ? sign.toLowerCase() : sign;
}

/** Statements that make the macros. */
export const PATTERN_MACROS: readonly string[] = [
  `CREATE MACRO redshift_functions.lower_ascii(value) AS
    translate(value, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')`,
];

/**
 * Returns a pattern of SIMILAR TO as a regular expression that has to match all of a text ("SIMILAR TO"): % and _ are wildcards, and
 * | * + ? {m,n} ( ) [ ] mean what they do in regular expressions.
 * @param escape the sign that makes the next one mean itself, empty for none
 * @throws Error that begins with a SQLSTATE
 */
export function similarToRegex(pattern: string, escape: string): string {
  let regex = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at] as string;
    if (sign === escape) {
      at += 1;
      regex += escaped(pattern, pattern[at]);
    } else if (sign === "[") {
      const list = bracket(pattern.slice(at), { escape, classes: false });
      if (typeof list === "string") throw invalid(pattern);
      regex += list.text;
      at += list.length - 1;
    } else if (sign === "%") regex += ".*";
    else if (sign === "_") regex += ".";
    else if (sign === "(") regex += "(?:";
    else regex += /[.^$\\]/.test(sign) ? literal(sign) : sign;
  }
  if (!isRegex(regex)) throw invalid(pattern);
  return regex;
}

/** The manual tells of signs with a meaning only: what an escaped letter is, it leaves open. */
function escaped(pattern: string, sign: string | undefined): string {
  if (sign === undefined || /[A-Za-z0-9]/.test(sign)) {
    throw new Error(`[22025] invalid escape sequence in the pattern "${pattern}"`);
  }
  return literal(sign);
}

function invalid(pattern: string): Error {
  return new Error(`[2201B] invalid regular expression: "${pattern}"`);
}
