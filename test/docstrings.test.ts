/** What every export of src/ says of itself: hovering over a name has to be enough to use it. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const SRC = fileURLToPath(new URL("../src/", import.meta.url));
const EXPORT = /^export (?:async |abstract )?(?:function\*?|const|class|interface|type) (\w+)/;

interface File {
  readonly path: string;
  readonly text: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .map((path): File => ({ path, text: readFileSync(`${SRC}${path}`, "utf8") }));

/** The exports that have no docstring on the lines above them: `file:line name`. */
function withoutDocstring({ path, text }: File): readonly string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const [, name] = EXPORT.exec(line) ?? [];
    const documented = lines[index - 1]?.endsWith("*/") === true;
    return name === undefined || documented ? [] : [`${path}:${index + 1} ${name}`];
  });
}

/** The words of every docstring, of exports and of all else, without the stars: `file: words`. */
function docstrings({ path, text }: File): readonly string[] {
  return [...text.matchAll(/\/\*\*(.*?)\*\//gs)].map(
    ([, words = ""]) => `${path}: ${words.replaceAll(/\n\s*\*/g, " ").trim()}`,
  );
}

describe("docstrings", () => {
  test("stand above every export", () => {
    expect(files.flatMap(withoutDocstring)).toEqual([]);
  });

  test("say what a thing is, and do not begin in the middle of a sentence", () => {
    expect(files.flatMap(docstrings).filter((words) => /^[^:]+: Of /.test(words))).toEqual([]);
  });

  test("of exports say more than what is thrown", () => {
    const bare = /\/\*\*[\s*]*@(?:(?!\*\/).)*\*\/\n(export [^\n]*)/gs;
    expect(files.flatMap(({ text }) => [...text.matchAll(bare)].map(([, line]) => line))).toEqual([]);
  });
});
