/** What stands around the code fits together: version, change log, tags, changesets and forms. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { EXIT } from "../src/names.ts";

const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const { name, version } = JSON.parse(read("package.json")) as { name: string; version: string };
const headings = [...read("CHANGELOG.md").matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);

/** Below zero when the first version is the older one. */
const compare = (one: string, other: string): number =>
  one.localeCompare(other, "en", { numeric: true, sensitivity: "base" });

describe("CHANGELOG.md", () => {
  it("begins with the version of package.json", () => {
    expect(headings[0]).toBe(version);
  });

  it("has each version once, the newest first", () => {
    expect(headings).toEqual([...new Set(headings)].toSorted((one, other) => compare(other, one)));
  });

  it("has nothing between its title and the newest version, where changesets puts the next one", () => {
    expect(read("CHANGELOG.md")).toMatch(/^# .*\n\n## /);
  });
});

const tags = existsSync(join(ROOT, ".git"))
  ? spawnSync("git", ["tag", "--list", "v*"], { cwd: ROOT, encoding: "utf8" })
      .stdout?.split("\n")
      .filter(Boolean)
  : [];

describe.skipIf(!tags?.length)("the tags (needs a checkout that has some)", () => {
  it("are versions that the change log tells of", () => {
    expect(tags?.filter((tag) => !headings.includes(tag.slice(1)))).toEqual([]);
  });
});

describe("changesets that wait", () => {
  const waiting = readdirSync(join(ROOT, ".changeset"))
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .map((file) => ({ file, text: read(`.changeset/${file}`) }));

  it("name this package, what they raise, and what they bring", () => {
    const form = new RegExp(`^---\\n"${name}": (?:patch|minor|major)\\n---\\n\\n\\S`);
    expect(waiting.filter(({ text }) => !form.test(text)).map(({ file }) => file)).toEqual([]);
  });
});

describe("the form for faults", () => {
  it("offers every exit code", () => {
    const form = read(".github/ISSUE_TEMPLATE/bug.yml");
    const offered = [...form.matchAll(/^ +- "(\d+)"$/gm)].map(([, code]) => Number(code));
    expect(offered).toEqual(Object.values(EXIT).toSorted((one, other) => one - other));
  });
});
