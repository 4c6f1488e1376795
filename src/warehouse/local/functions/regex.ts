/**
 * Regular expressions of Redshift as those that DuckDB and JavaScript read ("POSIX operators" and the REGEXP_ functions of the Database
 * Developer Guide). A pattern is POSIX unless the parameter `p` makes it a Perl compatible one. What the guide does not tell the
 * meaning of is refused. The translation stands for the same in both engines.
 */
import { bracket, isRegex, literal, SHORT_CLASSES } from "./bracket.ts";

/** Perl's end of a text: before a line's end that is the last character, too. */
const LAST = "(?=\\n?(?![\\s\\S]))";
/** Letters that Perl gives a meaning, and how JavaScript says it. */
const PERL: Readonly<Record<string, string>> = {
  t: "\\t",
  n: "\\n",
  r: "\\r",
  f: "\\f",
  v: "\\v",
  b: "\\b",
  B: "\\B",
  A: "(?<![\\s\\S])",
  z: "(?![\\s\\S])",
  Z: LAST,
};
const PERL_GROUP = /^\(\?(?::|=|!|<=|<!|<[A-Za-z]\w*>)/;
const BOUNDS = /^\{(\d+)(?:,(\d*))?\}/;
/** RE2, which is DuckDB's engine, repeats no more often. */
const MOST_REPEATS = 1000;

/** Returns a POSIX pattern for DuckDB: a dot matches a line's end, ^ and $ those of a line. @throws Error that begins with a SQLSTATE. */
export function duckRegex(pattern: string): string {
  const regex = translated(pattern, false);
  const many = [...regex.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].some(
    ([, from, to]) => Math.max(Number(from), Number(to ?? 0)) > MOST_REPEATS,
  );
  if (many)
    throw refused(pattern, `more than ${MOST_REPEATS} repeats are not supported on the local warehouse`);
  return `(?ms)${regex}`;
}

/** How REGEXP_ functions match. */
export interface RegexParameters {
  readonly ignoreCase: boolean;
  readonly perl: boolean;
}

/** Returns a pattern for JavaScript, that finds all matches and their places. @throws Error that begins with a SQLSTATE. */
export function scriptRegex(pattern: string, { ignoreCase, perl }: RegexParameters): RegExp {
  const inline = perl && pattern.startsWith("(?i)");
  const regex = translated(inline ? pattern.slice(4) : pattern, perl);
  return new RegExp(regex, `dgu${ignoreCase || inline ? "i" : ""}${perl ? "" : "ms"}`);
}

/** How many groups a POSIX pattern has. */
export function groupsOf(pattern: string): number {
  return (new RegExp(`${translated(pattern, false)}|`, "u").exec("")?.length ?? 1) - 1;
}

function translated(pattern: string, perl: boolean): string {
  let [regex, rest] = ["", pattern];
  while (rest !== "") {
    const { text, length } = rest.startsWith("[") ? list(pattern, rest) : next(pattern, rest, perl);
    regex += text;
    rest = rest.slice(length);
  }
  if (!isRegex(regex)) throw invalid(pattern);
  return regex;
}

interface Piece {
  readonly text: string;
  /** How much of the pattern it was. */
  readonly length: number;
}

function next(pattern: string, rest: string, perl: boolean): Piece {
  const sign = rest[0] as string;
  if (sign === "\\") return escaped(pattern, rest, perl);
  if (sign === "(" && rest[1] === "?") {
    const [group] = (perl ? PERL_GROUP.exec(rest) : null) ?? [];
    if (group !== undefined) return { text: group, length: group.length };
    if (perl)
      throw refused(pattern, `the group ${rest.slice(0, 4)}… is not supported on the local warehouse`);
    throw invalid(pattern, "(? is Perl's: give the functions the parameter 'p'");
  }
  const repeat = /^[*+?]/.exec(rest)?.[0] ?? BOUNDS.exec(rest)?.[0];
  if (repeat !== undefined) {
    const after = rest[repeat.length];
    if (!perl && after === "?")
      throw invalid(pattern, "the shortest match is Perl's: give the functions the parameter 'p'");
    const lazy = after === "?" ? "?" : "";
    return { text: repeat + lazy, length: repeat.length + lazy.length };
  }
  // Perl's $ matches before a line's end that is the last character.
  if (sign === "$" && perl) return { text: LAST, length: 1 };
  if (sign === "{" || sign === "}" || sign === "]") return { text: `\\${sign}`, length: 1 };
  return { text: sign, length: 1 };
}

function list(pattern: string, rest: string): Piece {
  const found = bracket(rest, { escape: "\\", classes: true });
  if (typeof found === "object") return found;
  throw found === "invalid"
    ? invalid(pattern)
    : refused(pattern, `the manual has no ${found} between brackets`);
}

function escaped(pattern: string, rest: string, perl: boolean): Piece {
  const sign = rest[1];
  if (sign === undefined) throw invalid(pattern);
  const short = SHORT_CLASSES[sign.toLowerCase()];
  if (short !== undefined) return { text: `[${sign === sign.toLowerCase() ? "" : "^"}${short}]`, length: 2 };
  if (!/[A-Za-z0-9]/.test(sign)) return { text: literal(sign), length: 2 };
  if (perl && /[1-9]/.test(sign)) return { text: `\\${sign}(?:)`, length: 2 };
  const known = perl ? PERL[sign] : undefined;
  if (known !== undefined) return { text: known, length: 2 };
  const says = perl
    ? `\\${sign} is not supported on the local warehouse`
    : `the manual has no \\${sign} outside of the parameter 'p'`;
  throw refused(pattern, says);
}

function invalid(pattern: string, why?: string): Error {
  return new Error(`[2201B] invalid regular expression: "${pattern}"${why === undefined ? "" : `: ${why}`}`);
}

function refused(pattern: string, why: string): Error {
  return new Error(`[0A000] regular expression "${pattern}": ${why}`);
}
