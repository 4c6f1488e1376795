/** How far a word, white space and a comment reach. Patterns find it: V8 runs them as machine code long before it does so with a loop. */
import { beginOf, BEYOND } from "./begins.ts";

// A leading # makes a temporary table; elsewhere # is the operator for exclusive or.
const WORD = /#?[\p{L}_][\p{L}\p{N}_$]*/uy;
/** The same where all is ASCII, as in nearly every word. */
const ASCII_WORD = /[A-Za-z_][A-Za-z0-9_$]*/y;
const SPACES = /[ \t\n\r\f\v]+/y;
const COMMENT_MARK = /\/\*|\*\//g;

/** Returns where the word that begins there ends; undefined where none does. Nearly all are of ASCII alone, and read without a pattern. */
export function endOfWord(source: string, start: number): number | undefined {
  ASCII_WORD.lastIndex = start;
  if (ASCII_WORD.test(source)) {
    const end = ASCII_WORD.lastIndex;
    if (end === source.length || beginOf(source.charCodeAt(end)) !== BEYOND) return end;
  }
  const found = match(WORD, source, start);
  return found && start + found[0].length;
}

/** Returns where the white space that begins there ends. */
export function endOfSpace(source: string, start: number): number {
  SPACES.lastIndex = start;
  return SPACES.test(source) ? SPACES.lastIndex : start;
}

/** Returns what a sticky pattern finds at a place; undefined where that is nothing. */
export function match(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}

/** Returns where the block comment that begins there ends; undefined where it does not. They nest, as in Postgres. */
export function endOfBlockComment(source: string, start: number): number | undefined {
  let depth = 0;
  for (const { 0: mark, index } of from(source, COMMENT_MARK, start)) {
    depth += mark === "/*" ? 1 : -1;
    if (depth === 0) return index + 2;
  }
  return undefined;
}

/** The matches of a pattern from a place on. */
function from(source: string, pattern: RegExp, start: number): Iterable<RegExpExecArray> {
  const own = new RegExp(pattern);
  own.lastIndex = start;
  return source.matchAll(own);
}
