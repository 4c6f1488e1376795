/**
 * Whatever lies in the folders of the sources: a run adds up file by file, or it stops with file and reason and changes nothing; and without
 * what was not as it should be, the next run ends in the star that the good files make. How it is run for longer stands in test/README.md.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { DwhError } from "../../src/errors.ts";
import type { RunResult } from "../../src/records/result.ts";
import { patience } from "../support/patience.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { entries } from "./entry.ts";
import { removeHostile, writeFolder, type Written } from "./folder.ts";

/** Minutes of the long form; nothing is the short one. */
const MINUTES = Number(process.env["DWH_TEST_HOSTILE"] ?? "0");
const SEED = process.env["DWH_TEST_SEED"] || undefined;
const CASES = 8;

const folders = fc.record({ events: entries, songs: entries, tolerated: fc.constantFrom(0, 0, 40) });

it(
  "every folder adds up file by file, or stops the run and changes nothing",
  async () => {
    await fc.assert(fc.asyncProperty(folders, runCase), {
      ...(MINUTES > 0
        ? { interruptAfterTimeLimit: MINUTES * 60_000, numRuns: 1_000_000 }
        : { numRuns: CASES, seed: 20181101 }),
      ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    });
  },
  patience(600_000 + MINUTES * 90_000),
);

async function runCase({
  events,
  songs,
  tolerated,
}: typeof folders extends fc.Arbitrary<infer T> ? T : never) {
  const scratch = openScratch();
  const beside = join(scratch.folder, "beside");
  try {
    const written = [
      writeFolder("events", events, { folder: join(scratch.folder, "events"), beside }),
      writeFolder("songs", songs, { folder: join(scratch.folder, "songs"), beside }),
    ] as const;
    const first = await scratch.run({ maxRejects: tolerated });
    if (written.some(holdsNothingKnown)) return await refusesUnknown(scratch, first);
    expect([0, 1, 3, 4]).toContain(first.exitCode);
    if (first.exitCode === 0) {
      await addsUp(scratch, first, written, tolerated);
    } else {
      await nothingChanged(scratch, first, written);
      for (const one of written) removeHostile(one);
      const left = written.map((one) => ({
        ...one,
        may: new Set<string>(),
        hostile: [],
        files: one.files - one.hostile.length,
      }));
      const next = await scratch.run({ maxRejects: tolerated });
      if (left.some(holdsNothingKnown)) return await refusesUnknown(scratch, next);
      if (next.exitCode !== 0) throw new Error("the good files do not load", { cause: next.error });
      await addsUp(scratch, next, left, tolerated);
    }
    expect((await scratch.run({ maxRejects: tolerated })).status).toBe("nothing new");
  } finally {
    scratch.remove();
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Such a source is a mistake: it may be the wrong folder. */
function holdsNothingKnown({ files, odd }: Written): boolean {
  return files === 0 && odd;
}

async function refusesUnknown(scratch: Scratch, { exitCode, error }: RunResult): Promise<void> {
  expect([exitCode, String((error as Error | undefined)?.message)]).toEqual([
    2,
    expect.stringContaining("holds no file that it loads"),
  ]);
  expect(await counts(scratch)).toEqual(["0", "0", "0"]);
}

/** Rows of ledger and star; none where a run has not come to make the tables. */
async function counts(scratch: Scratch): Promise<readonly (string | null)[]> {
  const rows: (string | null)[] = [];
  for (const table of ["etl_files", "songplays", "songs"]) {
    const there = await scratch.query(`select 1 from svv_tables where table_name = '${table}'`);
    rows.push(
      there.length === 0 ? "0" : ((await scratch.query(`select count(*) from ${table}`))[0]?.[0] ?? null),
    );
  }
  return rows;
}

const PLAYS =
  "select coalesce(user_id::varchar, '') || '|' || session_id || '|' || item_in_session from songplays";

/** Rows read = rows staged + rows rejected of every file, of every source and of the run; and the star has the rows of the good files. */
async function addsUp(
  scratch: Scratch,
  result: RunResult,
  written: readonly Written[],
  tolerated: number,
): Promise<void> {
  const ledger = await scratch.query("select url, rows_read, rows_staged, rows_rejected from etl_files");
  const good = new Map(written.flatMap((one) => [...one.good]));
  for (const [url, read, staged, rejected] of ledger) {
    const rows = good.get(url ?? "");
    if (rows !== undefined)
      expect([url, read, staged, rejected]).toEqual([url, String(rows), String(rows), "0"]);
    else if (read !== null && staged !== null) expect(Number(read)).toBe(Number(staged) + Number(rejected));
  }
  const urls = new Set(ledger.map(([url]) => url ?? ""));
  expect([...good.keys()].filter((url) => !urls.has(url))).toEqual([]);
  const sum = (pick: (source: RunResult["sources"][number]) => number): number =>
    result.sources.reduce((total, source) => total + pick(source), 0);
  for (const { rowsRead, rowsStaged, rowsRejected } of result.sources)
    expect(rowsRead).toBe(rowsStaged + rowsRejected);
  expect(sum(({ rowsRejected }) => rowsRejected)).toBeLessThanOrEqual(tolerated);
  const [told] = await scratch.query(
    `select rows_read, rows_staged, rows_rejected from etl_runs where run_id = '${result.runId}'`,
  );
  expect(told).toEqual(
    [sum((one) => one.rowsRead), sum((one) => one.rowsStaged), sum((one) => one.rowsRejected)].map(String),
  );
  // A run that finds nothing makes no tables.
  const ask = async (sql: string) =>
    result.status === "nothing new" ? [] : (await scratch.query(sql)).flat();
  const star = [await ask(PLAYS), await ask("select song_id from songs")];
  for (const [index, { must, may }] of written.entries()) {
    const there = new Set(star[index] ?? []);
    expect([...must].filter((key) => !there.has(key))).toEqual([]);
    expect([...there].filter((key) => !must.has(key ?? "") && !may.has(key ?? ""))).toEqual([]);
  }
}

async function nothingChanged(
  scratch: Scratch,
  result: RunResult,
  written: readonly Written[],
): Promise<void> {
  expect(await counts(scratch)).toEqual(["0", "0", "0"]);
  const failing = result.checks.filter(({ count, severity }) => count > 0 && severity === "error");
  const where = (result.error as DwhError | undefined)?.where ?? "";
  const named = written.flatMap(({ hostile }) => hostile).filter((path) => where.includes(path));
  if (result.exitCode === 3) expect(failing.length + where.length).toBeGreaterThan(0);
  else expect([where, named.length > 0]).toEqual([where, true]);
}
