/** The README, the glossary, and the words that people read: what they keep to. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

describe("README.md", () => {
  const text = read("README.md");
  const headings = [...text.replaceAll(/^```.*?^```/gms, "").matchAll(/^#+ (.*)$/gm)].map(([, one]) => one);

  it("says what it is, shows it, and comes to your own data with the third heading", () => {
    expect(headings.slice(0, 5)).toEqual([
      "sparkify-dwh",
      "Two commands",
      "Your own data",
      "How it compares",
      "Deploy",
    ]);
    const [before = ""] = text.split("## Two commands");
    expect(before).toMatch(/!\[.*\]\(docs\/report-run\.png\)/);
    expect(before).toContain("**It is not for you** if");
  });

  it("compares itself with what people know, row by row", () => {
    const table = text.split("## How it compares")[1]?.split("\n\n")[1]?.split("\n") ?? [];
    expect(table[0]).toMatch(/\| this \| \[dbt\].* \| \[dlt\].* \| \[COPY JOB\]/);
    expect(table.length).toBeGreaterThan(6);
    for (const row of table) expect(row.match(/\|/g)).toHaveLength(6);
  });

  it("leaves how to see that it holds to docs/, and leads there", () => {
    expect(text).toContain("](docs/evidence.md)");
    expect(text).not.toContain("6,813");
  });
});

describe("the glossary", () => {
  it("has ten words at most", () => {
    const words = read("docs/glossary.md").match(/^\| (?!word|---).*$/gm) ?? [];
    expect(words.length).toBeGreaterThan(5);
    expect(words.length).toBeLessThanOrEqual(10);
  });
});

describe("what people read", () => {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
  const files = ["sql", "docs", "src", "examples"].flatMap(below);
  const pages = ["README.md", "infra/README.md", ...files.filter((path) => path.endsWith(".md"))].filter(
    (path) => !path.startsWith("docs/decisions"),
  );
  const code = files.filter((path) => path.startsWith("src/") && path.endsWith(".ts"));
  const sql = files.filter((path) => path.endsWith(".sql"));
  /** Texts of the program, without what is for those who read the code. */
  const textOf = (path: string): string => {
    const content = read(path);
    if (path.endsWith(".ts")) return content.replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, "");
    return path.endsWith(".sql") ? (content.split("\n")[0] ?? "") : content;
  };

  it.each([
    /is no variable of/,
    /\b(?:is|are|was|were|be) told of\b/,
    /\bfor who (?:wants|needs)\b/,
    /has no this/,
    /not in the warehouse already/,
    /is there because of/,
  ])("has nowhere %s", (phrase) => {
    const found = [...pages, ...code, ...sql].filter((path) => phrase.test(textOf(path)));
    expect(found).toEqual([]);
  });

  it("says of a check what holds, in a sentence that begins with what it is about", () => {
    const titles = sql
      .filter((path) => /\/(?:checks|audits)\//.test(path))
      .map((path) => textOf(path).slice("-- ".length));
    expect(titles.length).toBeGreaterThan(40);
    expect(titles.filter((title) => !/^(?:Every|No|The) .*\.$/.test(title))).toEqual([]);
  });
});
