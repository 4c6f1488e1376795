import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { dwh } from "../support/dwh.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction } from "../support/production.ts";
import { play, song } from "../support/records.ts";

const folder = mkdtempSync(join(tmpdir(), "dwh-schedule-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("dwh schedule", () => {
  it("refuses what is no cron expression, and a time zone that does not exist", async () => {
    expect(await dwh(["schedule", "every day"])).toMatchObject({ code: 2 });
    const zone = await dwh(["schedule", "0 3 * * *", "--timezone", "Europe/Atlantis"]);
    expect(zone.code).toBe(2);
    expect(zone.stderr).toContain("Europe/Atlantis");
  });

  it("counts in the time zone that it is given", async () => {
    const running = dwh(["schedule", "0 3 1 7 *", "--timezone", "Asia/Kolkata"], { cwd: folder });
    const logged = await running.says(/"next run"/);
    running.child.kill("SIGINT");
    expect(await running).toMatchObject({ code: 130 });
    expect(logged).toMatch(/"at":"\d{4}-06-30T21:30:00.000Z"/);
  });

  it("leaves a run out while the one before is still going", async () => {
    const production = await openProduction();
    onTestFinished(() => production.close());
    production.lake.write("log_data/1.json", Buffer.from(`${JSON.stringify(play())}\n`));
    production.lake.write("song_data/1.json", Buffer.from(`${JSON.stringify(song())}\n`));
    await production.run();
    production.lake.write("log_data/2.json", Buffer.from(`${JSON.stringify(play())}\n`));
    let locks = 0;
    const locking = new Promise<void>((resolve) => {
      production.onStatement((text) => {
        if (text !== "lock etl_lock") return;
        locks += 1;
        resolve();
      });
    });
    await production.inside(async (holder) => {
      // The run's own LOCK waits for this one.
      await holder.execute("begin");
      await holder.execute("lock etl_lock");
      const running = dwh(["schedule", "* * * * * *"], { cwd: folder, env: jobEnvironment(production) });
      await locking;
      await running.says(/skipped.*skipped/s);
      expect(locks).toBe(1);
      await holder.execute("rollback");
      await running.says(/"run finished".*"succeeded"/);
      running.child.kill("SIGTERM");
      const { code, stderr } = await running;
      expect(code).toBe(143);
      expect(stderr).toContain('"next run"');
      const [first = ""] = stderr.split('"run finished"');
      expect(first.match(/"run started"/g)).toHaveLength(1);
    });
  });

  it("tells the next run, runs when it is due, and ends cleanly on a signal", async () => {
    // Six fields: every second.
    const running = dwh(["schedule", "* * * * * *"], { cwd: folder });
    expect(await running.says(/"run finished"/)).toContain('"next run"');
    running.child.kill("SIGTERM");
    expect(await running).toMatchObject({ code: 143 });
  });
});
