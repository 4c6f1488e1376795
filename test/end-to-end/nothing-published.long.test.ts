/**
 * What is not published is compared, not assumed: a run that ends otherwise than well leaves every table of the star, the
 * ledger and the staging tables row by row as they were, identity values included, and one more run in the record.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DeadlineError, InterruptedError, UnreachableError, WarehouseError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import type { RunEvent, RunResult } from "../../src/records/result.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import type { Store } from "../../src/store/store.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { disturbed, type Disturb } from "../support/disturbed.ts";
import { openProduction } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { openScratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

const PUBLISHED =
  "songplays users user_levels songs artists time staging_events staging_songs etl_files".split(" ");
/** What a run that publishes nothing leaves as it is, and so does one that publishes, of the same sql/ and without a file that it leaves out. */
const KEPT = ["etl_quarantine", "etl_sql", "etl_columns", "etl_rebuild"];
const RECORD = ["etl_runs", "etl_steps", "etl_tables", "etl_rejects"];

/** Tables with their rows as text, sorted. */
type Snapshot = Record<string, string[]>;

async function read(session: Session, tables: readonly string[]): Promise<Snapshot> {
  const snapshot: Snapshot = {};
  for (const table of tables) {
    const { rows } = await session.execute(`select * from ${table}`);
    snapshot[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return snapshot;
}

/** A warehouse with a good run behind it, and files that are new. */
interface Place {
  readonly store: Store;
  run(options?: Partial<RunInput>, disturb?: Disturb): Promise<RunResult>;
  look<T>(use: (session: Session) => Promise<T>): Promise<T>;
  /** Brings a file with a row that cannot be loaded, and takes it away. */
  addBad(): void;
  removeBad(): void;
  close(): Promise<void>;
}

const OLD = [play(), play({ userId: "2" }), play({ song: "Late" })];
// A play and a user of before are corrected, a play of before finds its song, and there is something new in every table.
const NEW = [{ ...OLD[0], location: "Rome" }, play({ level: "paid" }), play({ userId: "3" })];
const OLD_SONGS = [song(), song({ song_id: "SO2", title: "Other", artist_id: "AR2", artist_name: "Others" })];
const NEW_SONGS = [
  song({ song_id: "SO3", title: "Late", artist_location: "Bergen" }),
  song({ duration: 99 }),
];
const BAD = [play(), play({ ts: "soon" })];

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

async function openLocal(): Promise<Place> {
  const scratch = openScratch();
  scratch.write("events/1.json", OLD);
  scratch.write("songs/1.json", OLD_SONGS);
  expect(await scratch.run()).toMatchObject({ status: "succeeded" });
  scratch.write("events/2.json", NEW);
  scratch.write("songs/2.json", NEW_SONGS);
  return {
    store: openFolderStore({}),
    run: (options, disturb = (_, execute) => execute()) =>
      scratch.run(options, (warehouse) => disturbed(warehouse, disturb)),
    look: (use) => scratch.look(use),
    addBad: () => void scratch.write("events/bad.json", BAD),
    removeBad: () => rmSync(join(scratch.folder, "events/bad.json")),
    close: async () => scratch.remove(),
  };
}

async function openBehindTheWire(): Promise<Place> {
  const production = await openProduction({ s3: "memory" });
  const { lake, redshift, store } = production;
  lake.write("log_data/1.json", lines(OLD));
  lake.write("song_data/1.json", lines(OLD_SONGS));
  expect(await production.run()).toMatchObject({ status: "succeeded" });
  lake.write("log_data/2.json", lines(NEW));
  lake.write("song_data/2.json", lines(NEW_SONGS));
  return {
    store,
    run: (options, disturb = (_, execute) => execute()) =>
      production.run({ warehouse: disturbed(redshift, disturb), ...options }),
    look: async (use) => {
      await production.settled();
      return production.inside(use);
    },
    addBad: () => lake.write("log_data/bad.json", lines(BAD)),
    removeBad: () => lake.remove("log_data/bad.json"),
    close: () => production.close(),
  };
}

/** Reads `sql/` with a check more, which finds something when all transforms are through. */
async function withFailingCheck(): Promise<SqlFolder> {
  const folder = mkdtempSync(join(tmpdir(), "dwh-sql-"));
  try {
    cpSync(SQL_DIR, folder, { recursive: true });
    const check = `-- Nobody plays anything.
select songplays.songplay_id
from songplays
inner join time on songplays.start_time = time.start_time
inner join users on songplays.user_id = users.user_id
inner join songs on songplays.song_id = songs.song_id
inner join artists on songs.artist_id = artists.artist_id;
`;
    writeFileSync(join(folder, "checks/zz__nobody.sql"), check);
    return await loadSql(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Does something when the last check has passed: all that a run changes is changed then, and nothing committed. */
const atTheEnd = (act: () => void) => {
  return (event: RunEvent): void => {
    if (event.type === "step finished" && event.result.position === event.of) act();
  };
};

const lost = (): UnreachableError => new UnreachableError("the connection is gone", { where: "the wire" });

interface Outcome {
  readonly exitCode: number;
  readonly status: string;
  readonly run: (place: Place) => Promise<RunResult>;
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  "a check that fails after all transforms": {
    exitCode: 3,
    status: "check failed",
    run: async (place) => place.run({ sql: await withFailingCheck() }),
  },
  "rows that are rejected": {
    exitCode: 4,
    status: "rejected",
    run: async (place) => {
      place.addBad();
      return place.run().finally(() => place.removeBad());
    },
  },
  "a load that does not add up": {
    exitCode: 1,
    status: "failed",
    run: (place) =>
      place.run({}, async (sql, execute) => {
        const result = await execute();
        const loads = /copy\s+staging_events/i.test(sql);
        return loads ? { ...result, rowCount: result.rowCount - 1 } : result;
      }),
  },
  "a statement that the warehouse refuses": {
    exitCode: 1,
    status: "failed",
    run: (place) =>
      place.run({}, (sql, execute) => {
        if (!/delete from time/i.test(sql)) return execute();
        throw new WarehouseError("out of memory", { sqlState: "53200" });
      }),
  },
  "a signal": {
    exitCode: 143,
    status: "interrupted",
    run: (place) => {
      const controller = new AbortController();
      const onEvent = atTheEnd(() => controller.abort(new InterruptedError("SIGTERM")));
      return place.run({ signal: controller.signal, onEvent });
    },
  },
  "the deadline": {
    exitCode: 7,
    status: "deadline passed",
    run: (place) => {
      const controller = new AbortController();
      const onEvent = atTheEnd(() => controller.abort(new DeadlineError("one minute passed")));
      return place.run({ signal: controller.signal, onEvent });
    },
  },
  "a connection that is lost before the commit, in every attempt": {
    exitCode: 5,
    status: "failed",
    run: (place) => {
      let isRecord = false;
      return place.run(
        {
          classify: (error) => ({
            kind: error instanceof UnreachableError ? "lost" : "terminal",
            reason: "",
          }),
        },
        (sql, execute) => {
          if (sql.startsWith("insert into etl_runs ")) isRecord = true;
          return sql === "commit" && !isRecord ? Promise.reject(lost()) : execute();
        },
      );
    },
  },
  "a ledger that cannot be staged": {
    exitCode: 5,
    status: "failed",
    run: (place) => {
      const { store } = place;
      const write: Store["write"] = (url, content) =>
        url.endsWith("/etl_files.json") ? Promise.reject(lost()) : store.write(url, content);
      return place.run({ store: { ...store, write } });
    },
  },
  "a bug": {
    exitCode: 70,
    status: "failed",
    run: (place) =>
      place.run({
        onEvent: atTheEnd(() => {
          throw new TypeError("x is not a function");
        }),
      }),
  },
};

describe.each([
  ["on a laptop", openLocal],
  ["behind the wire", openBehindTheWire],
])("%s, nothing is published by", (_, open) => {
  let place: Place;
  let published: Snapshot;
  beforeAll(async () => {
    place = await open();
    published = await place.look((session) => read(session, [...PUBLISHED, ...KEPT]));
  });
  afterAll(() => place.close());

  it.each(Object.entries(OUTCOMES))("%s", async (_name, { exitCode, status, run }) => {
    const recorded = await place.look((session) => read(session, RECORD));
    const result = await run(place);
    expect(result).toMatchObject({ exitCode, status });
    expect(await place.look((session) => read(session, [...PUBLISHED, ...KEPT]))).toEqual(published);
    const after = await place.look((session) => read(session, RECORD));
    for (const table of RECORD) {
      const added = after[table]?.filter((row) => !recorded[table]?.includes(row)) ?? [];
      // What was there is there as it was, and what is new is this run's.
      expect(after[table]).toHaveLength((recorded[table]?.length ?? 0) + added.length);
      for (const row of added) expect(JSON.parse(row)).toContain(result.runId);
    }
    const runs = after["etl_runs"]?.filter((row) => !recorded["etl_runs"]?.includes(row)) ?? [];
    expect(runs.map((row) => (JSON.parse(row) as string[]).slice(0, 3))).toEqual([
      [result.runId, status, `${exitCode}`],
    ]);
  });

  it("any of these, and all of it by the run that nothing disturbs afterwards", async () => {
    expect(await place.run()).toMatchObject({ status: "succeeded", exitCode: 0 });
    const after = await place.look((session) => read(session, PUBLISHED));
    for (const table of PUBLISHED) expect(after[table]).not.toEqual(published[table]);
  });
});
