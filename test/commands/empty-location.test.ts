/** An empty location, in S3 and in a folder: the commands say the same of both. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { command as plan } from "../../src/commands/plan.ts";
import { command as run } from "../../src/commands/run.ts";
import { command as status } from "../../src/commands/status.ts";
import { fakeContext } from "../support/context.ts";
import { song } from "../support/records.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-empty-"));
mkdirSync(join(folder, "lake/log_data"), { recursive: true });
mkdirSync(join(folder, "songs"));
writeFileSync(join(folder, "songs/a.json"), JSON.stringify(song()));
afterAll(() => rmSync(folder, { recursive: true }));

const MESSAGE = "the source events holds no file";

describe.each([
  ["prefix in S3", "s3://lake/log_data/"],
  ["folder", `${folder}/lake/log_data/`],
])("an empty %s", (_, where) => {
  const contextOf = (name: string) =>
    fakeContext(
      { flags: { format: "text" } },
      {
        DWH_EVENTS: where,
        DWH_SONGS: join(folder, "songs"),
        DWH_S3_ROOT: folder,
        DWH_WAREHOUSE: join(folder, `${name}.duckdb`),
      },
    );

  it("ends a run with exit code 2, and nothing is loaded", async () => {
    const context = contextOf(`run-${where.length}`);
    expect(await run(context)).toBe(2);
    expect(context.logged).toContain(MESSAGE);
    expect(context.io.out()).toContain("The run failed: nothing was published");
  });

  it("ends a plan with the same error", async () => {
    await expect(plan(contextOf("plan"))).rejects.toMatchObject({ message: MESSAGE, where, exitCode: 2 });
  });

  it("is what status says of the source, beside the pending files of the others", async () => {
    const context = contextOf("status");
    expect(await status(context)).toBe(0);
    expect(context.io.out()).toContain(
      `pending files: not known for events (${where}): ${MESSAGE}; next: check --events (DWH_EVENTS)`,
    );
    expect(context.io.out()).toMatch(/pending files: 1 \(\d+ bytes\) of songs/);
  });
});
