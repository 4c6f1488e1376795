/** A dry run does everything, tells what would come of it, and leaves nothing behind. */
import { afterEach, describe, expect, it } from "vitest";
import { WAREHOUSES, type Place } from "../support/both-warehouses.ts";
import { play, song } from "../support/records.ts";

const DRY = { dryRun: true, onBadFile: "quarantine" } as const;
const OWN = [
  "etl_files",
  "etl_runs",
  "etl_steps",
  "etl_tables",
  "etl_rejects",
  "etl_failures",
  "etl_quarantine",
  "etl_sql",
];

describe.each(WAREHOUSES)("a dry run of $name", ({ open }) => {
  let place: Place;
  afterEach(() => place.close());
  const left = async (): Promise<string[]> => {
    const rows = await Promise.all(OWN.map(async (table) => place.query(`select count(*) from ${table}`)));
    return rows.map((counts, index) => `${OWN[index]} ${counts[0]?.[0]}`);
  };

  it("tells what a run would add and leave out, and the next run finds all of it new", async () => {
    place = await open();
    place.write("events", "1.json", [play()]);
    place.write("songs", "1.json", [song()]);
    expect(await place.run(DRY)).toMatchObject({ status: "dry run", exitCode: 0, error: undefined });
    expect(await left()).toEqual(OWN.map((table) => `${table} 0`));
    await place.run();
    const before = await left();
    place.write("events", "2.json", [play({ userId: "2" }), play({ userId: "3" })]);
    const spoilt = place.write("events", "3.json", [play({ ts: "soon" })]);
    const dry = await place.run(DRY);
    expect(dry).toMatchObject({ status: "dry run", exitCode: 0, quarantined: [{ url: spoilt }] });
    expect(dry.tables.find(({ name }) => name === "users")).toMatchObject({ before: 1, after: 3 });
    expect(dry.checks.length).toBeGreaterThan(5);
    expect(await left()).toEqual(before);
    expect(await place.query("select count(*) from users")).toEqual([["1"]]);
    const real = await place.run({ onBadFile: "quarantine" });
    expect(real.tables.map(({ name, after }) => [name, after])).toEqual(
      dry.tables.map(({ name, after }) => [name, after]),
    );
  });

  it("ends as the run would, and keeps no record of that either", async () => {
    place = await open();
    place.write("events", "1.json", [play({ ts: "soon" })]);
    place.write("songs", "1.json", [song()]);
    expect(await place.run({ dryRun: true })).toMatchObject({ status: "rejected", exitCode: 4 });
    expect(await place.run(DRY)).toMatchObject({ status: "dry run", quarantined: [{ rowsRejected: 1 }] });
    expect(await left()).toEqual(OWN.map((table) => `${table} 0`));
  });
});
