/**
 * Every rule is held from two sides: a violation that was made by hand in old data is found by its audit, in `dwh check` and in the next
 * run that is due for it; one that a run makes stops that run.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCheck } from "../../src/checks/run-check.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { planRun } from "../../src/plan/plan.ts";
import { isCheck, parseSqlFile, type SqlFile } from "../../src/plan/sql-file.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import type { RunResult } from "../../src/records/result.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

const sql = await loadSql(SQL_DIR);
const namesOf = (kind: "check" | "audit"): readonly string[] =>
  sql.steps.filter((step) => step.kind === kind).map(({ name }) => name);
const AUDITS = namesOf("audit");
/** Those that look at the same rules in what a run brings. */
const CHECKS = AUDITS.map((name) => `new_${name}`);

/** Statements that violate every rule, in the rows of a load of session 1, user 1 and the songs SO1 to SO3. */
const VIOLATIONS = [
  // A user, a moment, a song and an artist that nobody knows, and a level that is none.
  "insert into songplays (start_time, user_id, level, song_id, artist_id, session_id, item_in_session) values ('2001-01-01', 777, 'gold', 'SO-lost', 'AR-lost', 1, 90);",
  "insert into songplays (start_time, user_id, level, session_id, item_in_session, title, artist_name) select start_time, user_id, level, session_id, 91, 'The Song', 'The Band' from songplays where session_id = 1 and item_in_session = 1;",
  "insert into songplays (start_time, user_id, level, song_id, artist_id, session_id, item_in_session, title, artist_name) select start_time, user_id, level, 'SO1', 'AR1', session_id, 92, 'Wrong', 'The Band' from songplays where session_id = 1 and item_in_session = 1;",
  // A song that its plays should have, since it is as near as theirs and comes before it.
  "insert into songs (song_id, title, artist_id, duration, artist_name) select 'SO0', title, artist_id, duration, artist_name from songs where song_id = 'SO1';",
  // A moment without its play,
  "delete from songplays where session_id = 1 and item_in_session = 2;",
  // and an artist without a song, who had one that names nobody now.
  "update songs set artist_id = 'AR-gone' where song_id = 'SO2';",
  ...["users", "songs", "artists", "time"].map((table) => `insert into ${table} select * from ${table};`),
  "insert into songplays (start_time, user_id, level, session_id, item_in_session, title, artist_name) select start_time, user_id, level, session_id, item_in_session, title, artist_name from songplays where session_id = 1;",
  // Stretches that are there twice, in which no play lies, and that nothing follows.
  "insert into user_levels select * from user_levels;",
  "update user_levels set valid_from = '2019-01-01', valid_to = '2020-01-01';",
  "insert into etl_files select * from etl_files;",
];

/** The SQL that ships, with one more transform behind all others. */
function breaking(): SqlFolder {
  const parsed = parseSqlFile(
    "sql/transform/zz_broken.sql",
    "transform",
    `-- Breaks every rule.\n${VIOLATIONS.join("\n")}\n`,
  );
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const is = ({ kind }: SqlFile): boolean => isCheck(kind);
  const steps = [...sql.steps.filter((step) => !is(step)), parsed.file, ...sql.steps.filter(is)];
  return { ...sql, steps };
}

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
});
afterEach(() => scratch.remove());

/** A load of a session of its own; the names, moments and ids of two are others. */
function load(session: number): void {
  const at = 1_541_000_000_000 + session * 100_000;
  const of = { sessionId: session, userId: String(session) };
  const [first, second] = session === 1 ? ["SO1", "SO2"] : [`SO1${session}`, `SO2${session}`];
  const title = session === 1 ? "The Song" : `Song ${session}`;
  scratch.write(`events/${session}.json`, [
    play({ ...of, itemInSession: 1, ts: at, song: title }),
    play({ ...of, itemInSession: 2, ts: at + 1, song: "Nobody Knows" }),
  ]);
  scratch.write(`songs/${session}.json`, [
    song({ song_id: first, title, artist_id: session === 1 ? "AR1" : `AR1${session}` }),
    song({ song_id: second, title: `Other ${session}`, artist_id: session === 1 ? "AR2" : `AR2${session}` }),
  ]);
}

const found = ({ checks }: Pick<RunResult, "checks">): readonly string[] =>
  checks
    .filter(({ count }) => count > 0)
    .map(({ name }) => name)
    .sort();

describe("a violation", () => {
  it("that was made by hand is found by every audit, in `dwh check` and in the next run that is due, and by no check of news", async () => {
    load(1);
    expect(await scratch.run()).toMatchObject({ status: "succeeded" });
    for (const statement of VIOLATIONS) await scratch.query(statement);

    load(2);
    const next = await scratch.run();
    expect(next).toMatchObject({ status: "succeeded", error: undefined });
    expect(found(next)).toEqual([]);
    expect(next.steps.filter(({ kind, note }) => kind === "audit" && note === undefined)).toEqual([]);

    const { steps } = planRun(sql, WITHOUT_LOADS);
    const asked = await scratch.look(async (session) => {
      const checks = [];
      for (const step of steps.filter(({ kind }) => isCheck(kind)))
        checks.push(await runCheck(session, step));
      return { checks };
    });
    expect(found(asked)).toEqual([...AUDITS].sort());

    load(3);
    const due = await scratch.run({ auditEvery: 0 });
    expect(due).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(found(due)).toEqual([...AUDITS].sort());
    expect(await scratch.query("select count(*) from users where user_id = 3")).toEqual([["0"]]);
  });

  it("that a run makes stops it, by the check of every rule and before any audit", async () => {
    load(2);
    expect(await scratch.run()).toMatchObject({ status: "succeeded" });
    load(1);
    const result = await scratch.run({ sql: breaking() });
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(found(result).filter((name) => name.startsWith("new_"))).toEqual([...CHECKS].sort());
    expect(found(result).filter((name) => AUDITS.includes(name))).toEqual([]);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["2"]]);
  });

  it("that a first run makes stops it, by every audit: all of them are due, and no check of the same rule is asked", async () => {
    load(1);
    const result = await scratch.run({ sql: breaking() });
    expect(result).toMatchObject({ status: "check failed", exitCode: 3 });
    expect(found(result).filter((name) => AUDITS.includes(name))).toEqual([...AUDITS].sort());
    expect(found(result).filter((name) => name.startsWith("new_"))).toEqual([]);
    expect(result.steps.find(({ name }) => name === "new_users__user_id__unique")).toMatchObject({
      status: "skipped",
      note: "its audit is due, and checks all rows",
    });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
  });
});

describe("an audit", () => {
  const asked = ({ steps }: RunResult): readonly string[] =>
    steps.filter(({ kind, note }) => kind === "audit" && note === undefined).map(({ name }) => name);
  const DAY = 86_400_000;
  const start = Date.UTC(2026, 0, 1);

  it("is asked again when the last asking is older than the limit, and not before; a first run asks all", async () => {
    const runAt = (session: number, day: number): Promise<RunResult> => {
      load(session);
      return scratch.run({ auditEvery: 7 * DAY, now: () => new Date(start + day * DAY) });
    };
    expect(asked(await runAt(1, 0))).toEqual(AUDITS);
    expect(asked(await runAt(2, 6))).toEqual([]);
    expect(asked(await runAt(3, 7))).toEqual(AUDITS);
    const later = await runAt(4, 13);
    expect(asked(later)).toEqual([]);
    expect(later.steps.find(({ kind }) => kind === "audit")).toMatchObject({
      status: "skipped",
      note: "not due: last run at 2026-01-08 00:00 UTC",
    });
    // What was rolled back was asked of other tables.
    const failing = parseSqlFile(
      "sql/audits/zz.sql",
      "audit",
      "-- Nobody is a user.\nselect user_id from users;\n",
    );
    if ("problems" in failing) throw new Error(JSON.stringify(failing.problems));
    const broken = { ...sql, steps: [...sql.steps, failing.file] };
    load(5);
    const refused = await scratch.run({
      auditEvery: 7 * DAY,
      now: () => new Date(start + 14 * DAY),
      sql: broken,
    });
    expect(refused.status).toBe("check failed");
    expect(asked(refused)).toEqual([...AUDITS, "zz"]);
    expect(asked(await runAt(6, 14))).toEqual(AUDITS);
  });

  it("that is new is asked at once", async () => {
    load(1);
    const without = { ...sql, steps: sql.steps.filter(({ name }) => name !== "users__user_id__unique") };
    expect(await scratch.run({ sql: without })).toMatchObject({ status: "succeeded" });
    load(2);
    expect(asked(await scratch.run())).toEqual(["users__user_id__unique"]);
  });
});
