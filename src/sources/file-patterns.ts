/** Patterns of file names, as the header of a staging file has them: `*` takes all, `!*.log` leaves some out. Pure. */

/** Returns the patterns of a text, which stand with blanks between; undefined where one of them names a folder, or nothing is taken in. */
export function parsePatterns(text: string): readonly string[] | undefined {
  const patterns = text.split(/\s+/).filter((one) => one !== "");
  const wrong = patterns.some((one) => one === "!" || one.includes("/"));
  return wrong || !patterns.some((one) => !one.startsWith("!")) ? undefined : patterns;
}

/** Whether a file's own name fits one of the patterns, and none of those that begin with `!`; `*` is any text, `?` one character. */
export function fitsPatterns(name: string, patterns: readonly string[]): boolean {
  const fits = (pattern: string): boolean => toExpression(pattern).test(name);
  return (
    patterns.some((one) => !one.startsWith("!") && fits(one)) &&
    !patterns.some((one) => one.startsWith("!") && fits(one.slice(1)))
  );
}

function toExpression(pattern: string): RegExp {
  const parts = pattern
    .replaceAll(/\*+/g, "*")
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${parts}$`, "su");
}
