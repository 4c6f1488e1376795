/** The operators of Redshift that the local warehouse knows. */
import { isWord, type Token } from "../../../dialect/lexer.ts";

/** Operators and how DuckDB writes them; one that is not here is an error. */
export const OPERATORS: Readonly<Record<string, string>> = {
  "+": "+",
  "-": "-",
  "*": "*",
  "/": "/",
  "%": "%",
  "=": "=",
  "<": "<",
  ">": ">",
  "<=": "<=",
  ">=": ">=",
  "<>": "<>",
  "!=": "!=",
  "||": "||",
  "&": "&",
  "|": "|",
  "<<": "<<",
  ">>": ">>",
};

/**
 * Operators of regular expressions: what goes before the match, and its flags. They match a part of the text in
 * Redshift; in DuckDB `~` means all of it.
 */
export const MATCHES: Readonly<Record<string, readonly [string, string]>> = {
  "~": ["", ""],
  "!~": ["NOT ", ""],
  "~*": ["", ", 'i'"],
  "!~*": ["NOT ", ", 'i'"],
};

/** Returns whether a pattern of LIKE has a backslash that escapes: always in Redshift, in DuckDB only when ESCAPE says so. */
export function escapes(pattern: Token | undefined, behind: Token | undefined): boolean {
  return pattern?.kind === "string" && pattern.value.includes("\\") && !isWord(behind, "escape");
}

/** Returns SQL's wildcards (SIMILAR TO) as a regular expression that has to match all of the text. */
export function similarToRegex(pattern: string): string {
  return pattern
    .replaceAll(/[.^$\\]/g, "\\$&")
    .replaceAll("%", ".*")
    .replaceAll("_", ".");
}

/** Returns a divisor that is an error when it is zero, as in Redshift; DuckDB would make NULL of it. */
export function nonzero(divisor: string): string {
  const certain = /^[\d.]*[1-9][\d.]*$/.test(divisor);
  return certain ? divisor : `redshift_functions.nonzero(${divisor})`;
}
