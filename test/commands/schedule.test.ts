import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
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
    let logged = "";
    await new Promise<void>((resolve) => {
      running.child.stderr?.on("data", (chunk: Buffer) => {
        logged += chunk.toString();
        if (logged.includes('"next run"')) resolve();
      });
    });
    running.child.kill("SIGINT");
    expect(await running).toMatchObject({ code: 130 });
    expect(logged).toMatch(/"at":"\d{4}-06-30T21:30:00.000Z"/);
  });

  it("leaves a run out while the one before is still going", async () => {
    const production = await openProduction();
    production.lake.write("log_data/1.json", Buffer.from(`${JSON.stringify(play())}\n`));
    production.lake.write("song_data/1.json", Buffer.from(`${JSON.stringify(song())}\n`));
    await production.run();
    production.lake.write("log_data/2.json", Buffer.from(`${JSON.stringify(play())}\n`));
    let locks = 0;
    production.onStatement((text) => void (locks += text === "lock etl_files" ? 1 : 0));
    const env = jobEnvironment(production);
    const logged = await production.inside(async (holder) => {
      // The run's own LOCK waits for this one.
      await holder.execute("begin");
      await holder.execute("lock etl_files");
      const running = dwh(["schedule", "* * * * * *"], { cwd: folder, env });
      let text = "";
      const says = (wanted: RegExp) =>
        new Promise<void>((resolve) => {
          running.child.stderr?.on("data", (chunk: Buffer) => {
            text += chunk.toString();
            if (wanted.test(text)) resolve();
          });
        });
      await says(/left out.*left out/s);
      expect(locks).toBe(1);
      const finished = says(/"run finished".*"succeeded"/);
      await holder.execute("rollback");
      await finished;
      running.child.kill("SIGTERM");
      expect(await running).toMatchObject({ code: 143 });
      return text;
    });
    await production.close();
    expect(logged).toContain('"next run"');
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
