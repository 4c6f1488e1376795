/** The header of a file in `sql/`: one sentence, then `-- key: value` lines (sql/README.md). */
import type { SqlProblem } from "../errors.ts";
import type { Comment } from "./lexer.ts";

/** What the first comment of a file says, and everything that is wrong with it. */
export interface Header {
  /** What the file is for, in one line; empty when it does not say. */
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly SqlProblem[];
}

interface Line {
  readonly text: string;
  readonly line: number;
}

const KEY = /^([a-z][a-z0-9_-]*):(?:\s+(.*))?$/;

/**
 * Reads the comment with which a file begins: its first paragraph is the title; the lines after it, as long as they are
 * `key: value`, are the values; what follows is prose. A key that is not allowed, is there twice or has no value is a
 * problem, and so is a file that does not begin with a sentence.
 */
export function parseHeader(comments: readonly Comment[], allowedKeys: readonly string[]): Header {
  const lines = firstLines(comments);
  const problems: SqlProblem[] = [];
  const values: Record<string, string> = {};
  const titleEnd = lines.findIndex(({ text }) => text === "" || KEY.test(text));
  const title = (titleEnd === -1 ? lines : lines.slice(0, titleEnd)).map(({ text }) => text).join(" ");
  if (title === "") {
    problems.push({
      message: "the file does not begin with a sentence that says what it is for",
      next: "write it as a comment in the first line: -- One row per …",
      line: 1,
      column: 1,
    });
  }
  for (const { text, line } of titleEnd === -1 ? [] : lines.slice(titleEnd)) {
    if (text === "") continue;
    const [, key, value = ""] = KEY.exec(text) ?? [];
    if (key === undefined) break;
    const message = problemOf(key, value, values, allowedKeys);
    if (message === undefined) values[key] = value;
    else problems.push({ message, next: allowed(allowedKeys), line, column: 1 });
  }
  return { title, values, problems };
}

/** The lines of the comments that stand one below the other from the first line on. */
function firstLines(comments: readonly Comment[]): readonly Line[] {
  const lines: Line[] = [];
  let expected = 1;
  for (const { text, line, endLine, column } of comments) {
    if (line !== expected || column !== 1) break;
    for (const [index, one] of text.split("\n").entries())
      lines.push({ text: one.trim(), line: line + index });
    expected = endLine + 1;
  }
  return lines;
}

function problemOf(
  key: string,
  value: string,
  values: Readonly<Record<string, string>>,
  allowedKeys: readonly string[],
): string | undefined {
  if (!allowedKeys.includes(key)) return `unknown key ${JSON.stringify(key)} in the header`;
  if (Object.hasOwn(values, key)) return `the header has the key ${JSON.stringify(key)} twice`;
  return value === "" ? `the key ${JSON.stringify(key)} has no value` : undefined;
}

function allowed(keys: readonly string[]): string {
  return keys.length === 0
    ? "a file of this kind has no keys; if this is prose, write a sentence before it"
    : `keys for this kind of file: ${keys.join(", ")}`;
}
