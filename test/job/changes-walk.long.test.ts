/** The walk of docs/changes.md, followed to the letter: its files are written, its commands typed, and what it shows is said. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typed } from "../support/typed.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(ROOT, "docs/changes.md"), "utf8");
const sections = (page.split("## A walk\n")[1] ?? "").split(/^## /m)[0]?.split(/^### /m) ?? [];

/** A block with what stands directly before it. */
const BLOCK = /(?:`([^`\n]+)`:\n\n)?```(\w+)\n(.*?)```/gs;

const COMMANDS = {
  init: () => import("../../src/commands/init.ts"),
  run: () => import("../../src/commands/run.ts"),
  plan: () => import("../../src/commands/plan.ts"),
  migrate: () => import("../../src/commands/migrate.ts"),
  rebuild: () => import("../../src/commands/rebuild.ts"),
  query: () => import("../../src/commands/query.ts"),
  status: () => import("../../src/commands/status.ts"),
};

describe("the walk of docs/changes.md", () => {
  const home = process.cwd();
  let folder = "";
  let at = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dwh-changes-"));
    at = folder;
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });

  let written = 0;
  const write = (path: string, content: string): void => {
    const file = join(at, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };

  /** The commands of a block in order; what they say together. */
  const type = async (commands: string): Promise<string> => {
    const said: string[] = [];
    for (const line of commands.trim().split("\n")) {
      const [, command = "", exits = "0"] = /^(.*?)(?:\s+# exits (\d))?$/.exec(line) ?? [];
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, plain]) => quoted ?? plain ?? "",
      );
      if (words[0] === "cd") {
        at = join(at, words[1] ?? "");
        process.chdir(at);
        continue;
      }
      expect(words.slice(0, 2)).toEqual(["npx", "dwh"]);
      const result = await typed(words.slice(2), COMMANDS);
      expect({ command, ...result }).toMatchObject({ code: Number(exits) });
      said.push(result.said);
    }
    return said.join("\n");
  };

  it("has a section for each change", () => {
    expect(sections.map((section) => section.split("\n")[0])).toEqual([
      "",
      "Add a column",
      "Change a type",
      "Let a column go",
      "Change logic",
      "Undo",
      "In batches",
      "Backfill a month",
    ]);
  });

  it.each(sections.map((section) => [section.split("\n")[0] || "its beginning", section]))(
    "is followed: %s",
    async (_, section) => {
      process.chdir(at);
      let said = "";
      for (const [, path = "", kind, content = ""] of section.matchAll(BLOCK)) {
        if (kind === "sh") said = await type(content);
        const shown = kind === "text" ? content.trim().split("\n") : [];
        expect(shown.filter((line) => !said.includes(line))).toEqual([]);
        if (path !== "") write(path, content);
        written += path === "" ? 0 : 1;
      }
    },
  );

  it("shows where each of its files goes", () => {
    const blocks = sections.flatMap((section) => [...section.matchAll(BLOCK)]);
    expect(blocks.filter(([, , kind = ""]) => ["sql", "json"].includes(kind))).toHaveLength(written);
  });
});
