import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dwh } from "../support/dwh.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-schedule-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("dwh schedule", () => {
  it("refuses what is no cron expression, and a time zone that does not exist", async () => {
    expect(await dwh(["schedule", "every day"])).toMatchObject({ code: 2 });
    const zone = await dwh(["schedule", "0 3 * * *", "--timezone", "Europe/Atlantis"]);
    expect(zone.code).toBe(2);
    expect(zone.stderr).toContain("Europe/Atlantis");
  });

  it("tells the next run, runs when it is due, and ends cleanly on a signal", async () => {
    // Six fields: every second.
    const running = dwh(["schedule", "* * * * * *"], { cwd: folder });
    const logged: string[] = [];
    await new Promise<void>((resolve) => {
      running.child.stderr?.on("data", (chunk: Buffer) => {
        logged.push(chunk.toString());
        if (logged.join("").includes('"run finished"')) resolve();
      });
    });
    running.child.kill("SIGTERM");
    const { code } = await running;
    expect(code).toBe(143);
    expect(logged.join("")).toContain('"next run"');
  });
});
