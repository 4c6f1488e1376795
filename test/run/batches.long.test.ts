/** `dwh rebuild --batch-size`: batch after batch beside the star, and one transaction in which all of them are seen. */
import { afterEach, describe, expect, it } from "vitest";
import { EXIT } from "../../src/names.ts";
import { readProgress } from "../../src/records/under-way.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { WAREHOUSES, type Place } from "../support/both-warehouses.ts";
import { play, song } from "../support/records.ts";
import { rebuildOf } from "../support/rebuilds.ts";
import { readStar } from "../support/scratch.ts";

let place: Place;

/** A file at a time. */
const batchBytes = 1;

/** Four files, of which the later ones change what the earlier ones say. */
const writeFour = (): void => {
  place.write("events", "1.json", [play({ userId: "1" }), play({ userId: "2", sessionId: 5, song: "Another" })]);
  place.write("events", "2.json", [play({ userId: "1", sessionId: 9, level: "paid", ts: 1_541_300_000_000 })]);
  place.write("songs", "1.json", [song()]);
  place.write("songs", "2.json", [song({ song_id: "SO2", title: "Another", artist_id: "AR2" })]);
};

/** The star at one moment. */
const starAtOnce = async (session: Session): Promise<unknown> => {
  await session.execute("begin");
  const star = await readStar(session);
  await session.execute("commit");
  return star;
};

describe.each(WAREHOUSES)("a rebuild in batches of $name", ({ open }) => {
  afterEach(() => place.close());

  it("makes the star that one transaction makes, and readers see the old one until all of it is there", async () => {
    place = await open();
    writeFour();
    await place.run();
    const made = await place.lend(readStar);
    await place.query("update songplays set level = 'odd'");
    await place.query("delete from songs");
    const odd = await place.lend(readStar);
    const seen: string[] = [];
    let looks = Promise.resolve();
    const onEvent: RunInput["onEvent"] = (event) => {
      if (event.type !== "step finished" || event.result.status === "skipped" || event.result.kind === "schema") return;
      looks = looks.then(async () => void seen.push(JSON.stringify(await place.lend(starAtOnce))));
    };
    const result = await place.run({ ...(await rebuildOf()), batchBytes, onEvent });
    await looks;
    expect(result.error).toBeUndefined();
    expect(result).toMatchObject({ status: "succeeded", exitCode: EXIT.done });
    expect(await place.lend(readStar)).toEqual(made);
    const change = seen.indexOf(JSON.stringify(made));
    const before = change === -1 ? seen : seen.slice(0, change);
    expect(new Set(before)).toEqual(new Set([JSON.stringify(odd)]));
    expect(seen.slice(before.length).every((one) => one === JSON.stringify(made))).toBe(true);
    expect(result.tables.find(({ name }) => name === "songs")).toMatchObject({ before: 0, after: 2 });
    // Four batches, the one that found nothing, and the exchange.
    expect(await place.query("select files, count(*) from etl_runs group by 1 order by 1")).toEqual([
      ["0", "2"],
      ["1", "4"],
      ["4", "1"],
    ]);
    expect(await place.query("select count(*), count(distinct run_id) from etl_files")).toEqual([["4", "4"]]);
    expect(await place.query("select count(*) from etl_files where run_id not in (select run_id from etl_runs)")).toEqual([["0"]]);
    expect(await place.lend(readProgress)).toBeUndefined();
    expect(await place.run()).toMatchObject({ status: "nothing new" });
    expect(await place.run({ ...(await rebuildOf()) })).toMatchObject({ status: "succeeded" });
    expect(await place.lend(readStar)).toEqual(made);
  });
});
