/** A job on scratch folders: write source files, run, look. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadSql } from "../../src/job/load-sql.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import type { RunEvent, RunResult } from "../../src/records/result.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import {
  openLocalWarehouse,
  type LocalOptions,
  type LocalWarehouse,
} from "../../src/warehouse/local/open.ts";
import type { Session, Warehouse } from "../../src/warehouse/warehouse.ts";
import { runOrRebuild, type RunOptions } from "./rebuilds.ts";
import { sourceAt, SQL_DIR } from "./sources.ts";

export interface Scratch {
  readonly folder: string;
  /** Writes a file under the scratch folder: text as it is, objects one a line. */
  write(path: string, content: string | Buffer | readonly object[]): string;
  /** Runs the job on `events/` and `songs/` of the scratch folder; `around` may put something between it and the warehouse. */
  run(
    options?: RunOptions,
    around?: (warehouse: Warehouse) => Warehouse,
  ): Promise<RunResult & { events: RunEvent[] }>;
  /** Asks the scratch warehouse. */
  query(sql: string): Promise<(string | null)[][]>;
  /** Lends a session of the scratch warehouse. */
  look<T>(use: (session: Session) => Promise<T>): Promise<T>;
  /** Everything in the star, identity values aside, in one comparable text a table. */
  star(): Promise<Record<string, string[]>>;
  remove(): void;
}

let runs = 0;
/** The SQL that ships, read once for all that run it in this process. */
let shipped: Promise<SqlFolder> | undefined;

/** What a scratch warehouse may be beside the usual one. */
interface ScratchOptions extends Pick<LocalOptions, "mostLogged" | "refusedViews" | "threads"> {
  /** Others open it too, the program for one: then it is a file, and open no longer than a run or a question takes. */
  readonly shared?: boolean;
}

/**
 * Makes a scratch folder with a warehouse in memory, or in the file `warehouse.duckdb` of the folder where it is `shared`; `sqlDir` for another folder of SQL files, `mostLogged` for a log of
 * load errors that holds no more of one COPY, `refusedViews` for system tables that nobody may read, `threads` for more than the one that
 * is enough for a few rows. It stays open until `remove`, unless it is `shared`.
 */
export function openScratch(
  sqlDir: string = SQL_DIR,
  { threads = 1, shared = false, ...more }: ScratchOptions = {},
): Scratch {
  const local = { threads, ...more };
  const folder = mkdtempSync(join(tmpdir(), "dwh-"));
  mkdirSync(join(folder, "events"));
  mkdirSync(join(folder, "songs"));
  const store = openFolderStore({});
  const now = (): Date => new Date();
  let kept: LocalWarehouse | undefined;
  const close = (): void => {
    kept?.close();
    kept = undefined;
  };
  const lend = async <T>(use: (warehouse: LocalWarehouse) => Promise<T>): Promise<T> => {
    const path = shared ? join(folder, "warehouse.duckdb") : ":memory:";
    kept ??= await openLocalWarehouse({ path, store, now, ...local });
    try {
      return await use(kept);
    } finally {
      if (shared) close();
    }
  };
  const open = <T>(use: (session: Session) => Promise<T>): Promise<T> =>
    lend((warehouse) => warehouse.withSession(use));
  let sql: Promise<SqlFolder> | undefined;
  const scratch: Scratch = {
    folder,
    write(path, content) {
      const whole = join(folder, path);
      mkdirSync(dirname(whole), { recursive: true });
      const lines = (objects: readonly object[]): string =>
        objects.map((one) => `${JSON.stringify(one)}\n`).join("");
      writeFileSync(whole, Array.isArray(content) ? lines(content) : (content as string | Buffer));
      return whole;
    },
    async run(options = {}, around = (warehouse) => warehouse) {
      const events: RunEvent[] = [];
      sql ??= sqlDir === SQL_DIR ? (shipped ??= loadSql(SQL_DIR)) : loadSql(sqlDir);
      const files = await sql;
      runs += 1;
      const result = await lend((warehouse) =>
        runOrRebuild({
          warehouse: around(warehouse),
          store,
          sql: files,
          // Many tests write files of one source only.
          sources: ["events", "songs"].map((name) => ({
            ...sourceAt(name, join(folder, `${name}/`)),
            mayBeEmpty: true,
          })),
          workUrl: join(folder, "work/"),
          copyRole: "default",
          maxRejects: 0,
          auditEvery: 604_800_000,
          runId: `run-${runs}`,
          version: "test",
          now,
          signal: new AbortController().signal,
          classify: () => ({ kind: "terminal", reason: "" }),
          sleep: () => Promise.resolve(),
          random: () => 0,
          onEvent: (event) => events.push(event),
          ...options,
        }),
      );
      return { ...result, events };
    },
    query: (text) => open(async (session) => (await session.execute(text)).rows.map((row) => [...row])),
    look: open,
    star: () => open(readStar),
    remove: () => {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return scratch;
}

/** Tables with the columns that must not depend on how the data came in: neither what identities were given, nor which run wrote a row. */
const STAR = {
  songplays:
    "start_time, user_id, level, song_id, artist_id, session_id, location, user_agent, item_in_session, title, artist_name, length",
  users:
    "user_id, first_name, last_name, gender, level, last_event_at, last_session_id, last_item_in_session",
  user_levels: "user_id, level, valid_from, valid_to, current",
  songs:
    "song_id, title, artist_id, year, duration, artist_name, artist_location, artist_latitude, artist_longitude",
  artists: "artist_id, name, location, latitude, longitude",
  time: "start_time, hour, day, week, month, year, weekday",
};

/** Reads the star as text, rows sorted. */
export async function readStar(session: Session): Promise<Record<string, string[]>> {
  const star: Record<string, string[]> = {};
  for (const [table, columns] of Object.entries(STAR)) {
    const { rows } = await session.execute(`select ${columns} from ${table}`);
    star[table] = rows.map((row) => row.map((value) => value ?? "∅").join("|")).sort();
  }
  return star;
}
