/** A plan is held against the warehouse without anything being done there. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { planRun } from "../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { readDigestsIfAny } from "../../src/records/digests.ts";
import { askPlan, type AskedPlan } from "../../src/records/ask-plan.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

let scratch: Scratch;
let sqlDir: string;
beforeEach(() => {
  scratch = openScratch();
  sqlDir = mkdtempSync(join(tmpdir(), "dwh-sql-"));
  cpSync(SQL_DIR, sqlDir, { recursive: true });
});
afterEach(() => {
  scratch.remove();
  rmSync(sqlDir, { recursive: true });
});

const ask = async (): Promise<AskedPlan> => {
  const plan = planRun(await loadSql(sqlDir), WITHOUT_LOADS);
  return scratch.look(async (session) => askPlan(session, plan, await readDigestsIfAny(session)));
};
const change = (path: string, turn: (text: string) => string): void =>
  writeFileSync(join(sqlDir, path), turn(readFileSync(join(sqlDir, path), "utf8")));

it("is asked about what is there, and names what the warehouse does not understand with file and line", async () => {
  const empty = await ask();
  // Nothing is made yet, and so nothing can be asked.
  expect(empty).toMatchObject({ understood: 0, refused: [] });
  scratch.write("events/1.json", [play()]);
  scratch.write("songs/1.json", [song()]);
  await scratch.run();
  const before = await scratch.star();
  const whole = await ask();
  expect(whole.refused).toEqual([]);
  expect(whole.understood).toBeGreaterThan(20);
  change("audits/songs__song_id__unique.sql", (text) =>
    text.replace("from songs", "from songs where no_such_column = 1"),
  );
  // What fills a temporary table is asked too, though nothing that reads it can be.
  change("transform/artists.sql", (text) =>
    text.replace("from left_artists", "from left_artists where none = 1"),
  );
  writeFileSync(
    join(sqlDir, "checks/gone.sql"),
    "-- A table that nobody makes.\nselect 1 as one from nowhere;\n",
  );
  const { refused, understood } = await ask();
  const sorted = refused.toSorted((one, other) => one.where.localeCompare(other.where));
  expect(sorted.map(({ where, failure }) => [where, failure.message])).toEqual([
    [
      expect.stringMatching(/^sql\/audits\/songs__song_id__unique\.sql:\d+$/) as string,
      expect.stringContaining("no_such_column") as string,
    ],
    ["sql/checks/gone.sql:2", expect.stringContaining("nowhere") as string],
    [
      expect.stringMatching(/^sql\/transform\/artists\.sql:\d+$/) as string,
      expect.stringContaining("none") as string,
    ],
  ]);
  expect(understood).toBe(whole.understood - 2);
  expect(await scratch.star()).toEqual(before);
});

it("says nothing of tables that the next run makes otherwise", async () => {
  scratch.write("events/1.json", [play()]);
  scratch.write("songs/1.json", [song()]);
  await scratch.run();
  const { unasked } = await ask();
  change("schema/users.sql", (text) => text.replace("gender", "gender_of_today"));
  const changed = await ask();
  expect(changed.refused).toEqual([]);
  expect(changed.unasked).toBeGreaterThan(unasked);
});

it("says nothing of tables that a step makes for itself, however it spells and makes them", async () => {
  scratch.write("events/1.json", [play()]);
  scratch.write("songs/1.json", [song()]);
  await scratch.run();
  const { unasked } = await ask();
  const made = [
    `create temp table "odd ""name""" as select user_id from users;`,
    `delete from "odd ""name""" where user_id = 1;`,
    `create temp /* (of a day; no more) */ table /* table of */ news as select user_id from users;`,
    `delete from news where user_id = 1;`,
    `create table public.kept as select user_id from users;`,
    `delete from public.kept where user_id = 1;`,
    `delete from kept where user_id = 1;`,
    `create table "Wide.one" as select user_id from users;`,
    `delete from public."wide.one" where user_id = 1;`,
  ];
  writeFileSync(join(sqlDir, "transform/zz.sql"), `-- Makes tables in many ways.\n${made.join("\n")}\n`);
  const found = await ask();
  expect(found.refused).toEqual([]);
  // Each DELETE waits for what a statement before it makes.
  expect(found.unasked).toBe(unasked + 5);
});

it("is told of a table that the plan makes by that name in another schema only, or only mentions", async () => {
  scratch.write("events/1.json", [play()]);
  scratch.write("songs/1.json", [song()]);
  await scratch.run();
  writeFileSync(
    join(sqlDir, "transform/zz.sql"),
    [
      "-- Makes one table, and speaks of another.",
      "create table public.kept as select 'create table gone' as say, user_id from users;",
      "delete from other.kept where user_id = 1;",
      "delete from gone where user_id = 1;",
      "",
    ].join("\n"),
  );
  const { refused } = await ask();
  expect(refused.map(({ where }) => where)).toEqual(["sql/transform/zz.sql:3", "sql/transform/zz.sql:4"]);
});
