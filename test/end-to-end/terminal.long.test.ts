/** The program on a real terminal, made by `script` of util-linux, and off one. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChild } from "../support/children.ts";
import { dwh } from "../support/dwh.ts";

const MAIN = resolve(import.meta.dirname, "../../dist/dwh.cjs");
const hasTerminal =
  spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") ?? false;
const ESCAPE = "\u001B";
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*[1-9][0-9;]*m`);

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-terminal-"));
  const made = await dwh(["generate", "data", "--event-count", "300", "--song-count", "20"], { cwd: folder });
  expect(made.code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOURCES = ["--events", "data/log_data", "--songs", "data/song_data"];

/** What a terminal is sent, of 60 columns unless said otherwise; every call has a warehouse of its own. */
async function onTerminal(
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
  cols = 60,
): Promise<string> {
  const name = `${Object.keys(env).join("-")}${flags.join("")}${cols}.duckdb`;
  const words = [process.execPath, MAIN, "run", ...SOURCES, "--warehouse", `w/${name}`, ...flags];
  const line = `stty cols ${cols} rows 40; ${words.map((word) => `'${word}'`).join(" ")}`;
  const outer = Object.entries(process.env).filter(
    ([one]) => one !== "CI" && one !== "NO_COLOR" && !one.startsWith("DWH_"),
  );
  const { code, stdout } = await startChild("script", ["-qec", line, "/dev/null"], {
    cwd: folder,
    env: { ...Object.fromEntries(outer), TERM: "xterm-256color", ...env },
    // Its end would be typed into the terminal.
    input: null,
    group: true,
  });
  expect(code).toBe(0);
  return stdout.replaceAll("\r\n", "\n");
}

describe.skipIf(!hasTerminal)("a run on a terminal (skipped without `script` of util-linux)", () => {
  it("shows live lines, keeps loads and steps, and ends in the summary", async () => {
    const text = await onTerminal([], {});
    expect(text).toMatch(COLOUR);
    expect(text).toMatch(/\d+\/\d+ (?:schema|check|stage|transform) \w+/);
    expect(text).toMatch(/✓.* stage staging_events: 300 rows, /);
    expect(text).toMatch(/✓.* transform songplays: \d+ rows, /);
    // After the live lines there is text, and the cursor is shown again.
    const summary = text.slice(text.indexOf("The warehouse is up to date"));
    expect(summary.replaceAll(`${ESCAPE}[?25h`, "")).not.toContain(ESCAPE);
    expect(summary).toMatch(/songplays +0 +\d+ +\d+\n/);
    expect(text).toContain("npx dwh report --open");
    expect(text).not.toContain('{"timestamp"');
  });

  it("has no colour with NO_COLOR, and lives all the same", async () => {
    const text = await onTerminal([], { NO_COLOR: "1" });
    expect(text).not.toMatch(COLOUR);
    expect(text).toContain(`${ESCAPE}[`);
  });

  it.each([0, 10])("ends on a terminal that says it has %i columns", async (cols) => {
    const text = await onTerminal([], { NO_COLOR: "1" }, cols);
    expect(text).not.toContain(ESCAPE);
    expect(text).toContain("The warehouse is up to date");
  });

  it("writes no line twice in a CI", async () => {
    const text = await onTerminal([], { CI: "true", NO_COLOR: "1" });
    expect(text).not.toContain(ESCAPE);
    expect(text).toMatch(/^✓ pack /m);
    expect(text).toContain("The warehouse is up to date");
  });
});

describe("a run in a pipe", () => {
  it("logs JSON lines without control characters, and prints nothing else", async () => {
    const { code, stdout, stderr } = await dwh(["run", ...SOURCES, "--warehouse", "w/pipe.duckdb"], {
      cwd: folder,
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    const lines = stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find(({ message }) => message === "pack")).toMatchObject({
      files: expect.any(Number),
      bytes: expect.any(Number),
    });
    expect(lines.at(-1)).toMatchObject({ message: "run finished", status: "succeeded" });
    expect(stderr.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("says nothing with --quiet when all is well, and what is wrong when it is not", async () => {
    const warehouse = ["--warehouse", "w/quiet.duckdb", "--quiet", "--format", "text"];
    expect(await dwh(["run", ...SOURCES, ...warehouse], { cwd: folder })).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    const { code, stderr } = await dwh(["run", "--events", "nowhere", ...warehouse], { cwd: folder });
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ level: "error", message: "the source events does not exist" });
  });
});
