import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { command } from "../../src/commands/status.ts";
import type { Flags } from "../../src/cli/flags.ts";
import { fakeContext } from "../support/context.ts";
import { fakeIo } from "../support/fake-io.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch(undefined, { shared: true });
});
afterEach(() => scratch.remove());

interface Asked {
  readonly flags?: Partial<Flags>;
  readonly env?: Readonly<Record<string, string>>;
  readonly width?: number;
}

async function status({
  flags = {},
  env = {},
  width = Number.POSITIVE_INFINITY,
}: Asked = {}): Promise<string> {
  const context = fakeContext(
    {
      flags: { format: "text", ...flags },
      io: fakeIo({ width }),
      now: () => new Date(Date.now() + 7_500_000),
    },
    {
      DWH_WAREHOUSE: join(scratch.folder, "warehouse.duckdb"),
      DWH_EVENTS: join(scratch.folder, "events"),
      DWH_SONGS: join(scratch.folder, "songs"),
      ...env,
    },
  );
  expect(await command(context)).toBe(0);
  return context.io.out();
}

describe("dwh status", () => {
  it("says that nothing ran yet, and what waits all the same", async () => {
    scratch.write("events/a.json", [play()]);
    scratch.write("songs/a.json", [song()]);
    const text = await status();
    expect(text).toContain("newest load: no file was loaded yet\n");
    expect(text).toMatch(/pending files: 1 \(\d+ bytes\) of events in .*events\n/);
    expect(text).toMatch(/pending files: 1 \(\d+ bytes\) of songs in .*songs\n/);
    expect(text).toContain("no run on record yet; `dwh run` makes one\n");
  });

  it("shows the last runs, the age of the data, and the files that wait", async () => {
    scratch.write("events/a.json", [play(), play()]);
    scratch.write("songs/a.json", [song()]);
    const { runId } = await scratch.run();
    scratch.write("events/b.json", [play()]);
    const text = await status();
    expect(text).toMatch(/newest load: 2 h 5 min ago; the newest of 2 files was loaded \d{4}-.* UTC\n/);
    expect(text).toMatch(/pending files: 1 \(\d+ bytes\) of events/);
    expect(text).toMatch(new RegExp(`succeeded +0 +\\S+ m?s +2 +3 +0 +8 +${runId}\n`));
    expect(text).not.toContain("last error");
  });

  it("tells the last error with its way out, and how often it went well since", async () => {
    scratch.write("events/a.json", [play(), "broken" as unknown as object]);
    const { runId } = await scratch.run();
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    const text = await status();
    expect(text).toContain(`last error: rejected, exit code 4, run ${runId}, `);
    expect(text).toContain("; 1 run succeeded since\n");
    expect(text).toMatch(
      /\n {2}at .*a\.json:2\n {2}next: fix or remove the row: each must be one whole JSON object, /,
    );
    expect(text).toContain("way out: docs/runbook.md, section 4\n");
  });

  it("names the checks that failed, which a failed run does not call an error", async () => {
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    await scratch.query("insert into users (user_id) values (1), (1)");
    scratch.write("events/b.json", [play()]);
    expect((await scratch.run()).status).toBe("check failed");
    expect(await status()).toMatch(
      /last error: check failed, exit code 3, .*\n {2}failed: new_users__user_id__unique\n/,
    );
  });

  it("tells of a source that cannot be listed, and shows the rest", async () => {
    scratch.write("events/a.json", [play()]);
    scratch.write("songs/a.json", [song()]);
    await scratch.run();
    const text = await status({ env: { DWH_EVENTS: join(scratch.folder, "gone") } });
    expect(text).toMatch(
      /pending files: not known for events \(.*gone\): the source events does not exist; next: /,
    );
    expect(text).toContain("pending files: none of songs");
    expect(text).toContain("succeeded");
  });

  it("tells what COPYs changed in the newest run that changed anything", async () => {
    scratch.write("events/a.json", [play()]);
    const { runId } = await scratch.run();
    expect(await status()).not.toContain("changed");
    await scratch.query(
      `insert into etl_columns values ('${runId}', 'events', 'replaced', 'song', null, 2, '/data/a.json', null, null, null), ('${runId}', 'songs', 'cut', 'title', null, 1, null, null, null, null)`,
    );
    scratch.write("events/b.json", [play()]);
    await scratch.run();
    const text = await status();
    expect(text).toContain(`values that were changed: run ${runId}, `);
    expect(text).toContain(
      "  events: characters that are not UTF-8 were replaced in 2 rows (ACCEPTINVCHARS): song of /data/a.json (2)\n",
    );
    expect(text).toContain("  songs: values fill their column completely and may have been cut");
    expect(JSON.parse(await status({ flags: { format: "json" } }))).toMatchObject({
      changed: {
        run_id: runId,
        values: [
          { source: "events", kind: "replaced", rows: 2 },
          { kind: "cut", column: "title" },
        ],
      },
    });
  });

  it("gives the same as JSON", async () => {
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    const env = { DWH_SONGS: join(scratch.folder, "gone") };
    expect(JSON.parse(await status({ flags: { format: "json" }, env }))).toMatchObject({
      files: 1,
      age_seconds: expect.any(Number),
      run_count: 1,
      pending: [
        { source: "events", files: 0, bytes: 0 },
        { source: "songs", problem: "the source songs does not exist", next: expect.any(String) },
      ],
      runs: [{ status: "succeeded", exit_code: 0, rows_added: 4 }],
    });
  });

  it("tells of a run that began and never ended, in words and as JSON", async () => {
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    await scratch.query(
      "insert into etl_starts values ('gone', '2099-01-02 03:04:05', 'test', 1, '2020-01-01', 'nobody')",
    );
    expect(await status()).toContain(
      "\nrun gone began 2099-01-02 03:04:05 UTC and never ended: it has no session any more",
    );
    expect(JSON.parse(await status({ flags: { format: "json" } }))).toMatchObject({
      unended: [{ run_id: "gone", started_at: "2099-01-02T03:04:05.000Z", alive: false }],
    });
  });

  it("cuts the list of runs with a count", async () => {
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    const older = Array.from(
      { length: 11 },
      (_, day) => `('r${day}', 'nothing new', 0, '2020-01-${day + 10}', '2020-01-${day + 10}', 5)`,
    );
    await scratch.query(
      `insert into etl_runs (run_id, status, exit_code, started_at, ended_at, duration_ms) values ${older.join(", ")}`,
    );
    const text = await status();
    expect(text.match(/nothing new/g)).toHaveLength(9);
    expect(text).toContain("… and 2 older runs: etl_runs");
  });
});

describe("dwh status --errors", () => {
  it("shows the load errors of the last run that had any, and of the run that is named", async () => {
    scratch.write("events/a.json", ["first" as unknown as object]);
    const { runId } = await scratch.run();
    scratch.write("events/a.json", ["second" as unknown as object]);
    await scratch.run();
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    const last = await status({ flags: { errors: true } });
    expect(last).toMatch(/^run \S+: at least 1 rejected row\n/);
    expect(last).toMatch(/a\.json +1 .*second/);
    const named = await status({ flags: { errors: true, run: runId } });
    expect(named).toContain(`run ${runId}: at least 1 rejected row\n`);
    expect(named).toMatch(/first/);
    const json = JSON.parse(await status({ flags: { errors: true, run: runId, format: "json" } })) as object;
    expect(json).toMatchObject({
      run_id: runId,
      rows_rejected: 1,
      at_least: true,
      rows_listed: 1,
      unread: null,
      rejects: [{ line_number: "1", reason: expect.any(String) }],
    });
  });

  it("says what to do, once for all rows that it is done about", async () => {
    scratch.write("events/a.json", [
      play(),
      play({ ts: "soon" }),
      play({ ts: "late" }),
      play({ userId: "x" }),
    ]);
    await scratch.run({ maxRejects: 3 });
    const text = await status({ flags: { errors: true } });
    expect(text.split("what to do:\n")[1]).toMatch(
      /^ {2}\S+a\.json:2 and 1 more row: the value is not a timestamp: fix .*\n {2}\S+a\.json:4: the value is not a whole number: fix .*\n$/,
    );
    const json = JSON.parse(await status({ flags: { errors: true, format: "json" } })) as object;
    expect(json).toMatchObject({
      rejects: [{ remedy: expect.stringMatching(/^the value is not a timestamp: /) as string }, {}, {}],
    });
  });

  it("says both numbers where the warehouse's log of load errors held fewer rows than were rejected", async () => {
    scratch.remove();
    scratch = openScratch(undefined, { shared: true, mostLogged: 2 });
    scratch.write("events/a.json", [play(), ...Array.from({ length: 5 }, () => play({ ts: "never" }))]);
    const { runId } = await scratch.run({ maxRejects: 5 });
    expect(await status({ flags: { errors: true } })).toContain(
      `run ${runId}: 5 rejected rows\n5 rows were rejected, and the warehouse's log of load errors holds 2 of them\n`,
    );
  });

  it("are those of the newest run that rejected rows, though the log of it holds none", async () => {
    scratch.write("events/a.json", [play(), play({ ts: "soon" })]);
    await scratch.run({ maxRejects: 1 });
    const { folder } = scratch;
    scratch.write("events/b.json", [play(), play({ ts: "late" }), play({ ts: "never" })]);
    const deaf = openScratch(undefined, { shared: true, mostLogged: 0 });
    cpSync(folder, deaf.folder, { recursive: true });
    scratch.remove();
    scratch = deaf;
    const { runId, error } = await scratch.run({ maxRejects: 3 });
    expect(error).toBeUndefined();
    expect(await status({ flags: { errors: true } })).toBe(
      `run ${runId}: 3 rejected rows\n3 rows were rejected, and the warehouse's log of load errors holds none of them\n`,
    );
    expect(JSON.parse(await status({ flags: { errors: true, format: "json" } }))).toEqual({
      run_id: runId,
      rows_rejected: 3,
      at_least: false,
      rows_listed: 0,
      unread: null,
      rejects: [],
      failed_run_id: null,
      failures: [],
    });
  });

  it("says that the log could not be read, as the record of the run does", async () => {
    scratch.remove();
    scratch = openScratch(undefined, { shared: true, refusedViews: new Set(["sys_load_error_detail"]) });
    scratch.write("events/a.json", [play(), play({ ts: "soon" })]);
    const { runId } = await scratch.run({ maxRejects: 1 });
    const sentence =
      "the log of load errors cannot be read: permission denied for relation sys_load_error_detail";
    expect(await status({ flags: { errors: true } })).toBe(
      `run ${runId}: 1 rejected row\n1 row was rejected, and the warehouse's log of load errors holds none of them\n${sentence}\n`,
    );
  });

  it("says so when there is none, before and after a run", async () => {
    expect(await status({ flags: { errors: true } })).toContain("no run on record yet");
    scratch.write("events/a.json", [play()]);
    await scratch.run();
    expect(await status({ flags: { errors: true } })).toBe(
      "no rejected rows, and no failing rows of checks\n",
    );
    expect(await status({ flags: { errors: true, run: "x" } })).toBe(
      "no rejected rows, and no failing rows of checks, of run x\n",
    );
  });

  it("shows all rows that checks found and the record keeps, more than the log of the run showed", async () => {
    scratch.write(
      "events/a.json",
      Array.from({ length: 30 }, (_, index) => play({ ts: 1001 + index })),
    );
    const { runId } = await scratch.run();
    const text = await status({ flags: { errors: true } });
    expect(text).toContain(`run ${runId}: staging_events__ts__plausible found rows\n`);
    expect(text).toContain("warn: staging_events__ts__plausible: 30 failing rows (");
    expect(text.match(/1970-01-01T00:00:01\.\d+Z/g)).toHaveLength(30);
    const json = JSON.parse(await status({ flags: { errors: true, format: "json" } })) as object;
    expect(json).toMatchObject({
      run_id: null,
      failed_run_id: runId,
      failures: [{ name: "staging_events__ts__plausible", severity: "warn", count: 30 }],
    });
    expect(await status({ flags: { errors: true, run: "another" } })).toContain("no failing rows of checks");
  });

  it("cuts a long list with a count", async () => {
    scratch.write(
      "events/a.json",
      Array.from({ length: 230 }, () => play({ ts: "never" })),
    );
    await scratch.run({ maxRejects: 500 });
    const text = await status({ flags: { errors: true } });
    expect(text).toContain(": 230 rejected rows\n");
    expect(text).toContain("… and 30 more rows: etl_rejects\n");
  });

  it("does not pass over --run without --errors", async () => {
    await expect(status({ flags: { run: "x" } })).rejects.toMatchObject({
      exitCode: 2,
      next: "give --errors too",
    });
  });
});

describe("how old what is published is", () => {
  it("is told of the newest event and of the newest load, and which of them is too old", async () => {
    scratch.write("events/a.json", [play()]);
    scratch.write("songs/a.json", [song()]);
    await scratch.run();
    const text = await status();
    expect(text).toMatch(/newest event: .* ago, 2018-.* UTC \(newest_play\); TOO OLD: the limit is 2 d\n/);
    expect(text).toMatch(/newest load: 2 h 5 min ago; .* UTC\n/);
    const judged = JSON.parse(
      await status({ flags: { format: "json" }, env: { DWH_MAX_LOAD_AGE: "1h" } }),
    ) as object;
    expect(judged).toMatchObject({
      newest_load: { limit_seconds: 3600, too_old: true },
      newest_events: [{ name: "newest_play", limit_seconds: 172_800, too_old: true }],
    });
  });
});
