import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { command } from "../../src/commands/forget.ts";
import { WarehouseError } from "../../src/errors.ts";
import { forget, query, run } from "../../src/index.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { failure } from "../support/failure.ts";
import { jobEnvironment } from "../support/job-environment.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { untilWaiting } from "../support/until-waiting.ts";

const lines = (...rows: readonly object[]): Buffer =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

describe("dwh forget", () => {
  const FIRST = "s3://lake/log_data/2018-11-01-events.json";
  const OTHER = "s3://lake/log_data/2018-11-02-events.json";
  let production: Production;
  const inside = (sql: string) =>
    production.inside(async (session) => (await session.execute(sql)).rows.map((row) => [...row]));
  const ledger = async () =>
    (await inside("select url from etl_files order by url"))
      .flat()
      .filter((url) => url?.includes("log_data"));
  const forgetting = async (url: string, format: "text" | "json" = "text") => {
    useAws(production.aws.endpoint);
    const context = fakeContext({ flags: { format }, args: [url] }, jobEnvironment(production));
    expect(await command(context)).toBe(0);
    return context.io.out();
  };
  beforeAll(async () => {
    production = await openProduction();
    production.lake.write("log_data/2018-11-01-events.json", lines(play(), play()));
    production.lake.write("log_data/2018-11-02-events.json", lines(play()));
    production.lake.write("song_data/1.json", lines(song()));
    expect(await production.run({ runId: "first" })).toMatchObject({
      status: "succeeded",
    });
    await production.snapshot();
  });
  afterEach(async () => {
    production.onStatement(() => undefined);
    vi.unstubAllEnvs();
    await production.reset();
  });
  afterAll(() => production.close());

  it("takes one file out of the ledger; its rows stay, and the next run loads it again and adds nothing twice", async () => {
    const sent: string[] = [];
    production.onStatement((sql) => sent.push(sql));
    const said = await forgetting(FIRST);
    expect(said).toContain(`does not hold ${FIRST} any more`);
    expect(said).toMatch(/events: \d+ bytes, 2 rows, loaded \d{4}-\S+ \S+ UTC by run first\n/);
    expect(said).toContain("the rows that came of it stay in the tables");
    expect(sent.filter((sql) => /^(?:begin|lock|delete|commit)/.test(sql)).slice(-4)).toEqual([
      "begin",
      "lock etl_lock",
      `delete from etl_files where url = '${FIRST}'`,
      "commit",
    ]);
    expect(await ledger()).toEqual([OTHER]);
    expect(await inside("select count(*) from songplays")).toEqual([["3"]]);
    const again = await production.run();
    expect(again).toMatchObject({
      status: "succeeded",
      sources: [{ name: "events", files: 1 }, { files: 0 }],
    });
    expect(await ledger()).toEqual([FIRST, OTHER]);
    expect(await inside("select count(*) from songplays")).toEqual([["3"]]);
  });

  it("forgets every entry of a file that changed, or was loaded for another source too, and tells each as json", async () => {
    await inside(
      `insert into etl_files values ('${FIRST}', 'older', 7, 'songs', 'run-0', '2018-11-01 10:00:00', null, null, null)`,
    );
    const { entries } = JSON.parse(await forgetting(FIRST, "json")) as {
      entries: object[];
    };
    expect(entries).toEqual([
      {
        source: "songs",
        etag: "older",
        size: 7,
        run_id: "run-0",
        loaded_at: "2018-11-01T10:00:00.000Z",
        rows_read: null,
        rows_staged: null,
        rows_rejected: null,
      },
      expect.objectContaining({
        source: "events",
        run_id: "first",
        rows_read: 2,
        rows_staged: 2,
        rows_rejected: 0,
      }),
    ]);
    expect(await ledger()).toEqual([OTHER]);
  });

  it.each([
    ["a slip in its name", "s3://lake/log_data/2018-11-02-event.json", OTHER],
    ["a slip in its folder", "s3://lake/logdata/2018-11-02-events.json", OTHER],
    ["something far from all of it", "s3://attic/boxes/of/everything.csv", undefined],
  ])("refuses a url that the ledger does not hold and changes nothing: %s", async (_, url, near) => {
    const sent: string[] = [];
    production.onStatement((sql) => sent.push(sql));
    const error = await failure(forgetting(url));
    expect(error).toMatchObject({ exitCode: 2, where: url });
    expect(error.message).toContain("does not hold the file");
    expect(/did you mean (\S+)\?/.exec(error.next ?? "")?.[1]).toBe(near);
    expect(sent.filter((sql) => /^(?:lock|delete|create)/.test(sql))).toEqual([]);
    expect(await ledger()).toEqual([FIRST, OTHER]);
  });

  it("changes nothing where the user has no right to it, holds no lock behind it, and says what helps", async () => {
    production.onStatement((sql) => {
      if (sql.startsWith("delete"))
        throw new WarehouseError("permission denied for relation etl_files", { sqlState: "42501" });
    });
    const error = await failure(forgetting(FIRST));
    expect(error.message).toContain("permission denied for relation etl_files");
    expect(error.next).toContain("alter table etl_files owner to");
    production.onStatement(() => undefined);
    expect(await ledger()).toEqual([FIRST, OTHER]);
    expect(await forgetting(FIRST)).toContain("does not hold");
  });

  it("waits for a run that is under way, and forgets what that has loaded", async () => {
    const entries = await production.inside(async (other) => {
      await other.execute("begin");
      await other.execute("lock etl_lock");
      await other.execute(
        `insert into etl_files values ('${FIRST}', 'newer', 9, 'events', 'run-2', '2099-11-01 10:00:00', 1, 1, 0)`,
      );
      const done = forgetting(FIRST, "json");
      await untilWaiting(other);
      await other.execute("commit");
      return (JSON.parse(await done) as { entries: { etag: string }[] }).entries;
    });
    expect(entries.map(({ etag }) => etag)).toContain("newer");
    expect(await ledger()).toEqual([OTHER]);
  });
});

describe("forgetting on a laptop", () => {
  let folder: string;
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("takes the path of a file as it is typed, and says so where there is no ledger yet", async () => {
    folder = mkdtempSync(join(tmpdir(), "dwh-"));
    for (const [source, row] of [
      ["events", play()],
      ["songs", song()],
    ] as const) {
      mkdirSync(join(folder, source));
      writeFileSync(join(folder, source, "a.json"), lines(row));
    }
    const settings = { warehouse: join(folder, "warehouse.duckdb") };
    const sources = {
      events: join(folder, "events"),
      songs: join(folder, "songs"),
    };
    const path = join(folder, "events/../events/a.json");
    expect(await failure(forget(path, { settings }))).toMatchObject({
      exitCode: 2,
    });
    await run({ settings, sources });
    const forgotten = await forget(path, { settings });
    expect(forgotten).toMatchObject({
      url: join(folder, "events/a.json"),
      entries: [{ source: "events", rowsStaged: 1 }],
    });
    const [left] = await query("select url from etl_files", { settings });
    expect(left?.rows).toEqual([[join(folder, "songs/a.json")]]);
  });
});
