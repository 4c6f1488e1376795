import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { command } from "../../src/commands/plan.ts";
import { fakeContext } from "../support/context.ts";
import { play } from "../support/records.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("dwh plan", () => {
  it("lists the new files and the steps, and touches nothing, not even a warehouse that is not there", async () => {
    writeFileSync(join(folder, "a.json"), JSON.stringify(play()));
    const env = { DWH_EVENTS: folder, DWH_WAREHOUSE: join(folder, "made/w.duckdb") };
    const context = fakeContext({ flags: { format: "json" } }, env);
    expect(await command(context)).toBe(0);
    const { sources, steps } = JSON.parse(context.io.out()) as {
      sources: { new_files: { url: string }[] }[];
      steps: { name: string }[];
    };
    expect(sources[0]?.new_files.map(({ url }) => url)).toEqual([join(folder, "a.json")]);
    expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining(["staging_events", "songplays"]));
    expect(existsSync(join(folder, "made"))).toBe(false);
    expect(readdirSync(folder)).toEqual(["a.json"]);
  });
});
