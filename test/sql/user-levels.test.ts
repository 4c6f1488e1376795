/** The levels of users are a history that does not depend on the order in which it was told. */
import { afterEach, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

let scratch: Scratch;
afterEach(() => scratch.remove());

const at = (second: number, level: string) =>
  play({ ts: 1_541_000_000_000 + second * 1000, level, itemInSession: second });
const levels = () =>
  scratch.query(
    "select level, extract(second from valid_from), extract(second from valid_to), current from user_levels order by valid_from",
  );

it("is built from what is there when its files appear, without waiting for new ones, and then nothing is new", async () => {
  scratch = openScratch();
  scratch.write("songs/1.json", [song()]);
  scratch.write("events/1.json", [at(1, "free"), at(2, "paid")]);
  const sql = await loadSql(SQL_DIR);
  const isOf = ({ name }: { readonly name: string }): boolean => name.includes("user_levels");
  const before = { ...sql, steps: sql.steps.filter((step) => !isOf(step)) };
  expect(await scratch.run({ sql: before })).toMatchObject({ status: "succeeded" });
  const files = await scratch.query("select max(loaded_at) from etl_files");
  const { status, runId, steps, loadedAt } = await scratch.run();
  expect(status).toBe("succeeded");
  expect(await levels()).toEqual([
    ["free", "21", "22", "f"],
    ["paid", "22", null, "t"],
  ]);
  expect(await scratch.query("select distinct run_id from user_levels")).toEqual([[runId]]);
  // Nothing was loaded, and the rest has nothing to do.
  expect(loadedAt?.toISOString().slice(0, 19)).toBe(files[0]?.[0]?.replace(" ", "T").slice(0, 19));
  const done = steps.filter(({ kind, status: end }) => kind === "transform" && end === "succeeded");
  expect(done.map(({ name }) => name)).toEqual(["user_levels"]);
  expect(await scratch.query("select count(*) from songplays")).toEqual([["2"]]);
  expect(await scratch.run()).toMatchObject({ status: "nothing new" });
});

it("is parted by a play that comes late, and joined by a corrected one", async () => {
  scratch = openScratch();
  scratch.write("songs/1.json", [song()]);
  scratch.write("events/1.json", [at(1, "free"), at(5, "free")]);
  const first = await scratch.run();
  expect(await levels()).toEqual([["free", "21", null, "t"]]);
  scratch.write("events/2.json", [at(3, "paid")]);
  await scratch.run();
  expect(await levels()).toEqual([
    ["free", "21", "23", "f"],
    ["paid", "23", "25", "f"],
    ["free", "25", null, "t"],
  ]);
  scratch.write("events/2.json", [at(3, "free")]);
  const last = await scratch.run({ auditEvery: 0 });
  expect([first.status, last.status]).toEqual(["succeeded", "succeeded"]);
  expect(await levels()).toEqual([["free", "21", null, "t"]]);
});
