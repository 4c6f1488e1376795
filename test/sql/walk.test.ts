/** The walk of sql/README.md, followed to the letter on a copy of the checkout. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChild } from "../support/children.ts";
import { textOf } from "../report/markup.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const walk = readFileSync(join(ROOT, "sql/README.md"), "utf8").split("## A walk")[1] ?? "";

/** Each file of the walk: its path stands at the end of the paragraph before its block. */
const files = [...walk.matchAll(/`((?:sql|test)\/[^`]+)`:\n\n```\w+\n(.*?)```/gs)].map(
  ([, path = "", content = ""]) => ({ path, content }),
);
const commands = (/```sh\n(.*?)```/s.exec(walk)?.[1] ?? "").trim().split("\n");

/** As a newcomer's shell has it: nothing of this project's variables, nothing of the test runner that is going on. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:DWH_|VITEST|NODE_ENV|npm_|TEST)/.test(name)),
);

describe("the walk of sql/README.md", () => {
  let folder = "";
  const said = new Map<string, string>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dwh-walk-"));
    for (const name of [
      "sql",
      "test",
      "docs",
      "examples",
      "scripts",
      "dist",
      "package.json",
      "package-lock.json",
      "vitest.config.ts",
      ".oxfmtrc.json",
    ]) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true, preserveTimestamps: true });
    }
    for (const name of [
      "node_modules",
      "src",
      "tsconfig.json",
      "tsconfig.build.json",
      "rolldown.config.mjs",
    ]) {
      symlinkSync(join(ROOT, name), join(folder, name));
    }
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    for (const command of commands) {
      const { code, stdout, stderr } = await startChild("sh", ["-c", command], {
        cwd: folder,
        env,
        group: true,
      });
      expect({ command, code, said: stdout + stderr }).toMatchObject({ code: 0 });
      said.set(command, stdout + stderr);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const saidBy = (start: string): string =>
    [...said].find(([command]) => command.startsWith(start))?.[1] ?? "";

  it("shows one file for the table, its step, the audit, the check, the chart and their tests, laid out as npm run format does", () => {
    expect(files.map(({ path }) => dirname(path))).toEqual([
      "sql/schema",
      "sql/transform",
      "sql/audits",
      "sql/checks",
      "sql/analyses",
      "test/sql/cases",
    ]);
    for (const { path, content } of files) expect(readFileSync(join(folder, path), "utf8")).toBe(content);
  });

  it("fills the table in a run, and asks the audit in place of the check", () => {
    const steps = saidBy("npx dwh run")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const named = (name: string) => steps.filter(({ step }) => step === name);
    expect(named("favourite_artists")).toMatchObject([
      { kind: "schema" },
      { kind: "transform", status: "succeeded", rows: expect.any(Number) },
    ]);
    // In a first run the audit looks at all there is.
    expect(named("new_favourite_artists__user_id__unique")).toMatchObject([
      { kind: "check", status: "skipped" },
    ]);
    expect(named("favourite_artists__user_id__unique")).toMatchObject([
      { kind: "audit", status: "succeeded" },
    ]);
  });

  it("finds and passes the four cases, and those that audit, check and analysis must have", () => {
    expect(saidBy("npm test")).toMatch(/Test Files .*1 passed/);
    expect(saidBy("npm test")).toMatch(/Tests .*10 passed/);
  });

  it("has a check and an analysis that the suite fails without their cases", async () => {
    rmSync(join(folder, "test/sql/cases/favourite_artists.json"));
    const asked = ["vitest", "run", "test/sql/cases.long.test.ts", "-t", "favourite"];
    const { stdout, stderr } = await startChild("npx", asked, { cwd: folder, env, group: true });
    expect(stdout).toMatch(/Tests .*6 failed/);
    for (const name of [
      "favourite_artists__user_id__unique",
      "new_favourite_artists__user_id__unique",
      "favourites",
    ]) {
      expect(stderr).toContain(`a case of test/sql/cases that expects rows of ${name}`);
      expect(stderr).toContain(`a case of test/sql/cases that expects [] of ${name}`);
    }
  });

  it("shows table, check and chart in the report, and the steps in the docs", () => {
    const page = readFileSync(join(folder, ".dwh/report.html"), "utf8");
    expect(page).toContain('id="table-favourite_artists"');
    expect(page).toContain('id="chart-favourites-title"');
    expect(textOf(page)).toContain(
      "favourite_artists__user_id__unique Every listener has one favourite artist. error ✓ ok",
    );
    const steps = readFileSync(join(folder, "docs/steps.md"), "utf8");
    expect(steps.match(/\[favourite_artists\]/g)).toHaveLength(2);
    expect(steps).toContain("[favourites]");
  });
});
