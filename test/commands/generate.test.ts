import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { command } from "../../src/commands/generate.ts";
import { fakeContext } from "../support/context.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-generate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SMALL = { eventCount: 200, songCount: 20, days: 2, seed: 7 };

describe("dwh generate", () => {
  it("writes both sources and says how much, as json too", async () => {
    const context = fakeContext({
      args: [join(folder, "data")],
      flags: { format: "json", ...SMALL },
    });
    expect(await command(context)).toBe(0);
    expect(JSON.parse(context.io.out())).toEqual({
      folder: join(folder, "data"),
      files: 22,
      events: 200,
      songs: 20,
      bytes: expect.any(Number) as number,
    });
    expect(readdirSync(join(folder, "data")).sort()).toEqual(["log_data", "song_data"]);
  });

  it("tells of a folder that cannot be made", async () => {
    writeFileSync(join(folder, "file"), "");
    const context = fakeContext({ args: [join(folder, "file")], flags: { format: "text", ...SMALL } });
    await expect(command(context)).rejects.toMatchObject({
      exitCode: 2,
      where: expect.stringContaining(join(folder, "file")) as string,
      next: expect.stringContaining("folder") as string,
    });
  });
});
