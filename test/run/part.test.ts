/** A run with --select and --exclude: what it leaves out waits, and the ledger says nothing that is not so. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { grant, type RunWish } from "../../src/job/run-wish.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { sourceAt, SQL_DIR } from "../support/sources.ts";

describe("a part of a run", () => {
  let scratch: Scratch;
  const granted = async (wish: RunWish) => {
    const sources = ["events", "songs"].map((name) => sourceAt(name, `${scratch.folder}/${name}/`));
    return grant({ sources, sql: await loadSql(SQL_DIR), locations: [] }, wish);
  };
  beforeAll(() => {
    scratch = openScratch();
    scratch.write("events/1.json", [play()]);
    scratch.write("songs/1.json", [song()]);
  });
  afterAll(() => scratch.remove());

  it("leaves a source to a later run, with the transforms that are its alone", async () => {
    const result = await scratch.run(await granted({ exclude: ["source:songs", "songs", "artists"] }));
    expect(result).toMatchObject({ status: "succeeded", sources: [{ name: "events", files: 1 }] });
    const songs = result.steps.find(({ kind, name }) => kind === "transform" && name === "songs");
    expect(songs).toMatchObject({ status: "skipped", note: "left out by --select or --exclude" });
    expect(await scratch.query("select source from etl_files")).toEqual([["events"]]);
    expect((await scratch.run()).sources.map(({ files }) => files)).toEqual([0, 1]);
    expect(await scratch.query("select count(*) from songs")).toEqual([["1"]]);
  });

  it("publishes without the check that is left out", async () => {
    scratch.write("events/2.json", [play({ userId: "5" })]);
    await scratch.query("insert into users (user_id) values (5), (5)");
    expect(await scratch.run()).toMatchObject({ exitCode: 3 });
    const wish = { exclude: ["new_users__user_id__unique"] };
    expect(await scratch.run(await granted(wish))).toMatchObject({ status: "succeeded" });
  });

  it("is refused before anything is opened where files go to what it leaves out", async () => {
    await expect(granted({ select: ["users"] })).rejects.toThrow("the ledger would hold them as loaded");
  });
});
