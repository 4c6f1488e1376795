/** Files with an array around their rows, which the header of their source allows to be taken away. */
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonWrapper } from "../../src/formats/json-wrapper.ts";
import { beginMember } from "../../src/sources/one-member.ts";
import type { Source } from "../../src/sources/source.ts";
import { openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { sourceAt } from "../support/sources.ts";

const LEDGER =
  "select right(url, 6), rows_read, rows_staged, rows_rejected from etl_files where source = 'events' order by url";
const wrapped = (url: string, key?: string): Source => {
  const wrapper: JsonWrapper = { key };
  return { ...sourceAt("events", url), format: { kind: "json", wrapper } };
};
const zstd = async (text: string): Promise<Buffer> => {
  const member = beginMember("zstd");
  await member.add(Buffer.from(text));
  return member.finish();
};
const bad = (user: string): object => play({ userId: user, ts: "soon" });

describe("a source of arrays", () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = openScratch();
    scratch.write("songs/1.json", [song()]);
  });
  afterEach(() => scratch.remove());
  const run = (key?: string, options: object = {}) =>
    scratch.run({
      sources: [wrapped(`${scratch.folder}/events/`, key), sourceAt("songs", `${scratch.folder}/songs/`)],
      ...options,
    });

  it("gives the rows of its files, whatever they are compressed with, beside files that have one a line", async () => {
    const rows = [1, 2, 3].map((user) => play({ userId: String(user) }));
    scratch.write("events/1.json", JSON.stringify(rows));
    scratch.write("events/2.json", JSON.stringify([play(), play()], undefined, 2));
    scratch.write("events/3.json.gz", gzipSync(JSON.stringify([play()])));
    scratch.write("events/4.json.zst", await zstd(JSON.stringify([play(), play()])));
    scratch.write("events/5.json", [play(), play(), play(), play()]);
    scratch.write("events/6.json", "[]\n");
    const result = await run();
    expect(result.error).toBeUndefined();
    expect(result.columns.flatMap(({ untaken }) => untaken)).toEqual([]);
    expect(await scratch.query(LEDGER)).toEqual([
      ["1.json", "3", "3", "0"],
      ["2.json", "2", "2", "0"],
      ["son.gz", "1", "1", "0"],
      ["on.zst", "2", "2", "0"],
      ["5.json", "4", "4", "0"],
      ["6.json", "0", "0", "0"],
    ]);
    expect(await scratch.query("select count(*) from songplays")).toEqual([["12"]]);
    expect(await run()).toMatchObject({ status: "nothing new" });
  });

  it("names the file, the line in it and the value of a row that is rejected", async () => {
    scratch.write("events/1.json", JSON.stringify([play(), bad("7")], undefined, 1));
    scratch.write("events/2.json", JSON.stringify([play(), bad("8"), play(), bad("9")]));
    const { rejects, error } = await run(undefined, { maxRejects: 3 });
    expect(error).toBeUndefined();
    expect(
      rejects.map(({ url, line, row, column, value }) => [url.slice(-6), line, row, column, value]),
    ).toEqual([
      ["1.json", 41, 2, "ts", "soon"],
      ["2.json", 1, 2, "ts", "soon"],
      ["2.json", 1, 4, "ts", "soon"],
    ]);
    const refused = await run(undefined, { sources: [wrapped(`${scratch.folder}/events/`)] });
    expect(refused.status).toBe("nothing new");
    scratch.write("events/3.json", JSON.stringify([play(), bad("7")], undefined, 1));
    expect((await run()).error).toMatchObject({ exitCode: 4, where: `${scratch.folder}/events/3.json:41` });
  });

  it("gives the rows below a key, and leaves out what is beside it", async () => {
    scratch.write("events/1.json", JSON.stringify({ next: "page 2", records: [play(), play()], count: 2 }));
    scratch.write(
      "events/2.json",
      `${JSON.stringify({ records: [play()] })}${JSON.stringify({ records: [play()] })}`,
    );
    const result = await run("records");
    expect(result.error).toBeUndefined();
    expect(result.columns.flatMap(({ untaken }) => untaken)).toEqual([]);
    expect(await scratch.query(LEDGER)).toEqual([
      ["1.json", "2", "2", "0"],
      ["2.json", "2", "2", "0"],
    ]);
  });

  it("takes a file over the size that is packed too", async () => {
    const rows = Array.from({ length: 3000 }, (_, index) =>
      play({ sessionId: index, userAgent: "x".repeat(300) }),
    );
    const text = JSON.stringify([...rows, bad("7")]);
    expect(text.length).toBeGreaterThan(1024 * 1024);
    scratch.write("events/1.json", text);
    const { error, rejects } = await run(undefined, { maxRejects: 1 });
    expect(error).toBeUndefined();
    expect(rejects).toMatchObject([{ line: 1, row: 3001, value: "soon" }]);
    expect(await scratch.query(LEDGER)).toEqual([["1.json", "3001", "3000", "1"]]);
  });

  it.each<[string, string | Buffer, string]>([
    [
      "cut off",
      JSON.stringify([play(), play()], undefined, 1).split("\n").slice(0, 39).join("\n"),
      "1.json:39",
    ],
    ["with an element that is no object", `[${JSON.stringify(play())},\nnull]`, "1.json:2"],
    ["with a comma too many", `[${JSON.stringify(play())},\n]`, "1.json:2"],
  ])(
    "loads nothing of a file that is %s, whatever is tolerated, and names its line",
    async (_, content, where) => {
      scratch.write("events/1.json", content);
      scratch.write("events/2.json", [play()]);
      const result = await run(undefined, { maxRejects: 100 });
      expect(result).toMatchObject({ status: "failed", exitCode: 4 });
      expect(String(result.error)).toContain("a file with an array around its rows cannot be unpacked");
      expect(result.error).toMatchObject({ where: `${scratch.folder}/events/${where}` });
      expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
    },
  );

  it("names a file whose compressed bytes end too early, as of any source", async () => {
    const bytes = gzipSync(JSON.stringify([play(), play()]));
    scratch.write("events/1.json.gz", bytes.subarray(0, -9));
    const result = await run(undefined, { maxRejects: 100 });
    expect(String(result.error)).toContain("a gzip file is cut off");
  });

  it("is told that no array may be around them where the header does not say so", async () => {
    scratch.write("events/1.json", JSON.stringify([play(), play()]));
    const result = await scratch.run();
    expect(result).toMatchObject({ exitCode: 4 });
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
  });
});

describe("a source of arrays in S3, loaded into Redshift", () => {
  let production: Production;
  beforeAll(async () => {
    production = await openProduction();
  });
  afterAll(() => production.close());

  it("is packed one row a line, and a bad row is found again", async () => {
    production.lake.write(
      "log_data/1.json",
      Buffer.from(JSON.stringify({ records: [play(), bad("7")] }, undefined, 1)),
    );
    production.lake.write("log_data/2.json.gz", gzipSync(JSON.stringify({ records: [play()] })));
    production.lake.write("song_data/1.json", Buffer.from(JSON.stringify(song())));
    const packs: string[] = [];
    const { store } = production;
    const result = await production.run({
      store: {
        ...store,
        write: async (url, content) => {
          if (url.includes("events-")) packs.push(Buffer.from(content).toString());
          await store.write(url, content);
        },
      },
      sources: [wrapped("s3://lake/log_data", "records"), sourceAt("songs", "s3://lake/song_data")],
      maxRejects: 1,
    });
    expect(result.error).toBeUndefined();
    expect(packs.map((text) => text.split("\n").length)).toEqual([4]);
    expect(result.rejects).toMatchObject([
      { url: "s3://lake/log_data/1.json", line: 42, row: 2, column: "ts", value: "soon" },
    ]);
    const plays = await production.inside((session) => session.execute("select count(*) from songplays"));
    expect(plays.rows).toEqual([["2"]]);
  });
});
