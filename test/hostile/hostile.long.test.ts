/**
 * Whatever lies in the folders of the sources: a run adds up file by file, or it stops with file and reason and changes nothing; and without
 * what was not as it should be, the next run ends in the star that the good files make. No run may take for ever: the deadline of the job ends
 * what waits, and a watchdog what does not come back. How it is run for longer stands in test/README.md.
 */
import { randomInt } from "node:crypto";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DwhError } from "../../src/errors.ts";
import type { RunResult } from "../../src/records/result.ts";
import { deadlineSignal } from "../../src/job/deadline.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { findSource } from "../../src/sources/find-source.ts";
import { patience } from "../support/patience.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";
import { watched } from "../support/watchdog.ts";
import { entries, SOURCES } from "./entry.ts";
import { removeHostile, writeFolder, type Written } from "./folder.ts";

/** Minutes of the long form; nothing is the short one. */
const MINUTES = Number(process.env["DWH_TEST_HOSTILE"] ?? "0");
const { DWH_TEST_SEED } = process.env;
/** The short form has the same folders each time; the long one says which it had. */
const SEED = DWH_TEST_SEED ? Number(DWH_TEST_SEED) : MINUTES > 0 ? randomInt(2 ** 31) : 20181101;
const CASES = 8;
/** A case takes a second or two, and a minute where others want the machine; what takes as long as this hangs. */
const LIMIT = 600_000;

const folders = fc.record({
  events: entries,
  songs: entries,
  sheets: entries,
  tolerated: fc.constantFrom(0, 0, 40),
});

/** A source of CSV, beside those that ship. */
const FILES = {
  "schema/sheets.sql": `-- One row per line of the sheets.
create table if not exists sheets (
    id integer encode az64,
    name varchar(100) encode zstd
)
diststyle even;`,
  "schema/staging_sheets.sql": `-- The sheets as they come.
create temp table staging_sheets (
    id integer encode raw,
    name varchar(100) encode raw
)
diststyle even;`,
  "staging/staging_sheets.sql": `-- Loads the new sheets.
-- source: sheets
copy staging_sheets (id, name)
from :'manifest'
iam_role :copy_role
manifest
format as csv :compression
ignoreheader 1
ignoreblanklines
maxerror :max_errors;`,
  "transform/sheets.sql": `-- Brings the sheets up to date.
insert into sheets (id, name) select id, name from staging_sheets;`,
};
let sqlDir: string;
let shipped: SqlFolder;
beforeAll(async () => {
  sqlDir = mkdtempSync(join(tmpdir(), "dwh-sql-"));
  cpSync(SQL_DIR, sqlDir, { recursive: true });
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(sqlDir, path), `${text}\n`);
  shipped = await loadSql(sqlDir);
});
afterAll(() => rmSync(sqlDir, { recursive: true }));

it(
  "every folder adds up file by file, or stops the run and changes nothing",
  async () => {
    let tried = 0;
    const ended = watched(LIMIT, (begin) =>
      fc.assert(
        fc.asyncProperty(folders, (folder) => {
          tried += 1;
          begin(fc.stringify(folder));
          return runCase(folder);
        }),
        {
          ...(MINUTES > 0
            ? { interruptAfterTimeLimit: MINUTES * 60_000, numRuns: 1_000_000 }
            : { numRuns: CASES }),
          seed: SEED,
        },
      ),
    );
    await expect(ended).resolves.toBeUndefined();
    if (MINUTES > 0) console.log(`seed ${SEED}: ${tried} folders in ${MINUTES} minutes`);
  },
  patience(600_000 + MINUTES * 90_000),
);

async function runCase({ tolerated, ...things }: typeof folders extends fc.Arbitrary<infer T> ? T : never) {
  const scratch = openScratch();
  const beside = join(scratch.folder, "beside");
  const written: Written[] = [];
  try {
    for (const name of SOURCES)
      written.push(writeFolder(name, things[name], { folder: join(scratch.folder, name), beside }));
    const first = await runOn(scratch, written, tolerated);
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
        any: false,
        hostile: [],
        files: one.files - one.hostile.length,
      }));
      const next = await runOn(scratch, left, tolerated);
      if (left.some(holdsNothingKnown)) return await refusesUnknown(scratch, next);
      if (next.exitCode !== 0) throw new Error("the good files do not load", { cause: next.error });
      await addsUp(scratch, next, left, tolerated);
    }
    expect((await runOn(scratch, written, tolerated)).status).toBe("nothing new");
  } finally {
    for (const server of written.flatMap(({ listening }) => listening)) server.close();
    scratch.remove();
    rmSync(beside, { recursive: true, force: true });
  }
}

async function runOn(scratch: Scratch, written: readonly Written[], maxRejects: number): Promise<RunResult> {
  const { signal, clear } = deadlineSignal(new AbortController().signal, patience(LIMIT / 2));
  const sources = shipped.sources.map((declaration) => ({
    ...findSource({
      declaration,
      locations: [`${join(scratch.folder, declaration.name)}/`],
      jsonpaths: undefined,
    }),
    // An empty folder would end all of the run; one that holds only what is passed over still does.
    mayBeEmpty: !written.some((one, at) => SOURCES[at] === declaration.name && holdsNothingKnown(one)),
  }));
  try {
    return await scratch.run({ sql: shipped, sources, maxRejects, signal });
  } finally {
    clear();
  }
}

/** Such a source is a mistake: it may be the wrong folder. */
function holdsNothingKnown({ files, odd }: Written): boolean {
  return files === 0 && odd;
}

async function refusesUnknown(scratch: Scratch, { exitCode, error }: RunResult): Promise<void> {
  expect([exitCode, String((error as Error | undefined)?.message)]).toEqual([
    2,
    expect.stringContaining("holds no file that it can load"),
  ]);
  expect(new Set(await counts(scratch))).toEqual(new Set(["0"]));
}

/** Rows of ledger and star; none where a run has not come to make the tables. */
async function counts(scratch: Scratch): Promise<readonly (string | null)[]> {
  const rows: (string | null)[] = [];
  for (const table of ["etl_files", "songplays", "songs", "sheets"]) {
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
    expect([url, read, staged, rejected]).not.toContain(null);
    expect([url, Number(staged) + Number(rejected)]).toEqual([url, Number(read)]);
    if (rows !== undefined) expect([url, read, rejected]).toEqual([url, String(rows), "0"]);
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
  const star = [
    await ask(PLAYS),
    await ask("select song_id from songs"),
    await ask("select id::varchar from sheets"),
  ];
  for (const [index, { must, may, any }] of written.entries()) {
    const there = new Set(star[index] ?? []);
    expect([...must].filter((key) => !there.has(key))).toEqual([]);
    expect([...there].filter((key) => !any && !must.has(key ?? "") && !may.has(key ?? ""))).toEqual([]);
  }
}

async function nothingChanged(
  scratch: Scratch,
  result: RunResult,
  written: readonly Written[],
): Promise<void> {
  expect(new Set(await counts(scratch))).toEqual(new Set(["0"]));
  const failing = result.checks.filter(({ count, severity }) => count > 0 && severity === "error");
  const where = (result.error as DwhError | undefined)?.where ?? "";
  const named = written.flatMap(({ hostile }) => hostile).filter((path) => where.includes(path));
  if (result.exitCode === 3) expect(failing.length + where.length).toBeGreaterThan(0);
  else expect([where, named.length > 0]).toEqual([where, true]);
}
