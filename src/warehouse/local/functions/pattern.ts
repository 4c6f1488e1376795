/** Patterns ("Pattern-matching conditions" of the Database Developer Guide). */

/** Returns DuckDB's text for $1 like the pattern $2; `escape` is DuckDB's literal of the sign that escapes. */
export function likePattern(operator: "like" | "ilike" | "similar to", escape: string): string {
  if (operator === "similar to") return `regexp_full_match($1, redshift_similar($2, ${escape}), 's')`;
  return `($1 ${operator === "like" ? "LIKE" : "ILIKE"} $2 ESCAPE ${escape})`;
}

const SPECIAL = /[.^$\\+*?()[\]{}|]/;

/**
 * Returns a pattern of SIMILAR TO as a regular expression that has to match all of a text ("SIMILAR TO"): % and _ are wildcards, and
 * | * + ? {m,n} ( ) [ ] mean what they do in regular expressions.
 */
export function similarToRegex(pattern: string, escape: string): string {
  let regex = "";
  let bracket = false;
  const signs = [...pattern];
  for (let at = 0; at < signs.length; at += 1) {
    const sign = signs[at] as string;
    if (sign === escape && escape !== "") {
      at += 1;
      const next = signs[at] ?? escape;
      regex += SPECIAL.test(next) ? `\\${next}` : next;
    } else if (bracket) {
      if (sign === "]") bracket = false;
      regex += sign === "\\" || sign === "[" ? `\\${sign}` : sign;
    } else if (sign === "[") {
      bracket = true;
      regex += "[";
    } else if (sign === "%") regex += ".*";
    else if (sign === "_") regex += ".";
    else if (sign === "(") regex += "(?:";
    else regex += sign === "." || sign === "^" || sign === "$" || sign === "\\" ? `\\${sign}` : sign;
  }
  return regex;
}
