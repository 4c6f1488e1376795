import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { keepApart, refuseNamedWarehouse } from "../../src/job/keep-apart.ts";
import { isSample } from "../../src/job/sample.ts";
import { failure } from "../support/failure.ts";
import { play } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { DECLARED, sourceAt } from "../support/sources.ts";

describe("the ledger of a local warehouse", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = openScratch(undefined, { shared: true });
  });
  afterEach(() => scratch.remove());

  const allows = (sample: boolean): Promise<void> =>
    scratch.look((session) => keepApart(session, { warehouse: "w.duckdb", sample }));
  const load = async (folder: string): Promise<void> => {
    scratch.write(`${folder}/a.json`, [play()]);
    const sources = [sourceAt("events", `${scratch.folder}/${folder}/`)];
    expect(await scratch.run({ sources })).toMatchObject({ status: "succeeded" });
  };

  it("takes anything while it is empty, or not there", async () => {
    await allows(true);
    await allows(false);
    expect(await scratch.run()).toMatchObject({ status: "nothing new" });
    await allows(true);
    await allows(false);
  });

  it("takes sample data on top of sample data, wherever that was made, and nothing else", async () => {
    await load(".dwh/sample/log_data");
    await allows(true);
    expect(await failure(allows(false))).toMatchObject({
      exitCode: 2,
      where: "w.duckdb",
      next: expect.stringContaining("dwh reset --warehouse w.duckdb") as string,
    });
  });

  it("takes other files on top of other files, and no sample data", async () => {
    await load("sample/log_data");
    await allows(false);
    expect((await failure(allows(true))).message).toContain("already holds other files");
  });
});

describe("a warehouse that was named", () => {
  const named = async (warehouse: string): Promise<unknown> =>
    refuseNamedWarehouse(loadConfig({ flags: { warehouse }, env: {}, declared: DECLARED }), DECLARED);

  it("takes no sample data", async () => {
    for (const file of ["mine.duckdb", ".dwh/warehouse.duckdb"])
      expect(await failure(named(file))).toMatchObject({ exitCode: 2, where: file });
  });

  it("takes it where it is the sample's own, or in memory, or where nobody named any", async () => {
    for (const file of [".dwh/sample.duckdb", resolve(".dwh/sample.duckdb"), ":memory:"])
      await expect(named(file)).resolves.toBeUndefined();
    const unnamed = loadConfig({ flags: {}, env: {}, declared: DECLARED });
    expect(() => refuseNamedWarehouse(unnamed, DECLARED)).not.toThrow();
  });
});

describe("sources", () => {
  const at = (...locations: string[]) => [{ locations }];

  it("are the sample when all of them are in its folder, however that is written", () => {
    expect(isSample(at(".dwh/sample/log_data", resolve(".dwh/sample/song_data")))).toBe(true);
    expect(isSample(at("data/log_data", "s3://lake/.dwh/sample/x", ".dwh/samples/x"))).toBe(false);
    expect(isSample([])).toBe(false);
  });

  it("are an error when one is in its folder and another is not", async () => {
    const error = await failure(
      Promise.resolve().then(() => isSample([...at(".dwh/sample/log_data"), ...at("s3://lake/songs")])),
    );
    expect(error).toMatchObject({ exitCode: 2, where: ".dwh/sample and s3://lake/songs" });
  });
});
