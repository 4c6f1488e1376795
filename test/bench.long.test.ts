/** The benchmarks that need no large data still find what they measure: they reach into the program, and nothing else calls them. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startChild } from "./support/children.ts";

/** The program takes every DWH_ variable for a setting; those of the tests are none. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("DWH_")));
const ROOT = fileURLToPath(new URL("..", import.meta.url));

describe("a benchmark", () => {
  it.each([
    ["compile", /the slowest: sql\/transform\/\w+\.sql +\d+\.\d ms/],
    ["latency", /messages/],
  ])("%s ends well, and prints its figures", async (name, figures) => {
    const asked = ["bench/run.mjs", name, "--rounds", "1"];
    const { code, stdout, stderr } = await startChild(process.execPath, asked, {
      cwd: ROOT,
      env,
      group: true,
    });
    expect(stderr).toBe("");
    expect(stdout).toMatch(figures);
    expect(stdout).not.toContain("NaN");
    expect(code).toBe(0);
  });
});
