/** Sources that overlap, are swapped, or hold nothing that is loaded: told before anything is loaded, and nothing is wedged by it. */
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command as planCommand } from "../../src/commands/plan.ts";
import { command as statusCommand } from "../../src/commands/status.ts";
import { FRAME_END, FRAME_START, rawBlocks } from "../../src/compression/zstd-raw.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { renderRunSummary } from "../../src/terminal/run-summary.ts";
import { fakeContext } from "../support/context.ts";
import { play, song } from "../support/records.ts";
import { WAYS } from "../support/ways.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { sourceAt } from "../support/sources.ts";

let scratch: Scratch;
beforeAll(() => {
  scratch = openScratch(undefined, { shared: true });
});
afterAll(() => scratch.remove());

const at = (path: string): string => join(scratch.folder, path);
const from = (events: string, songs: string): Partial<RunInput> => ({
  sources: [sourceAt("events", at(events)), sourceAt("songs", at(songs))],
});
/** The commands that only look, with the same sources. */
function look(events: string, songs: string) {
  return fakeContext(
    { flags: { format: "text" } },
    { DWH_WAREHOUSE: at("warehouse.duckdb"), DWH_EVENTS: at(events), DWH_SONGS: at(songs) },
  );
}
const ledger = (): Promise<(string | null)[][]> =>
  scratch.query(
    "select source, split_part(url, '/', regexp_count(url, '/') + 1) from etl_files order by 1, 2",
  );

describe("one file in two sources", () => {
  it.each([
    ["a folder and one in it", "lake/", "lake/song_data/"],
    ["one folder for both", "lake/song_data/", "lake/song_data/"],
    ["a folder and one file of it", "lake/song_data/s.json", "lake/song_data/"],
    ["a folder and a link to it", "lake/song_data/", "link/"],
  ])(
    "is a configuration error before anything is loaded, in run, plan and status: %s",
    async (_, events, songs) => {
      scratch.write("lake/log_data/e.json", [play()]);
      scratch.write("lake/song_data/s.json", [song()]);
      if (songs === "link/") symlinkSync(at("lake/song_data"), at("link"));
      const error = expect.objectContaining({
        exitCode: 2,
        message: "1 file in more than one source: events and songs",
        where: expect.stringContaining(at("lake/song_data/s.json")) as string,
        next: expect.stringContaining("--events (DWH_EVENTS) and --songs (DWH_SONGS)") as string,
      }) as Error;
      expect(await scratch.run(from(events, songs))).toMatchObject({ status: "failed", exitCode: 2, error });
      expect(await ledger()).toEqual([]);
      await expect(planCommand(look(events, songs))).rejects.toEqual(error);
      await expect(statusCommand(look(events, songs))).rejects.toEqual(error);
    },
  );

  it("is one also where the warehouse has it already; the corrected locations load what is new", async () => {
    expect(await scratch.run(from("lake/log_data/", "lake/song_data/"))).toMatchObject({
      status: "succeeded",
    });
    scratch.write("lake/log_data/f.json", [play()]);
    expect(await scratch.run(from("lake/", "lake/song_data/"))).toMatchObject({ exitCode: 2 });
    expect(await scratch.run(from("lake/log_data/", "lake/song_data/"))).toMatchObject({
      status: "succeeded",
    });
    expect(await ledger()).toEqual([
      ["events", "e.json"],
      ["events", "f.json"],
      ["songs", "s.json"],
    ]);
  });
});

describe("files that the warehouse has from another source", () => {
  it("are loaded for their own, and told of: nothing is lost, and no check stops the runs to come", async () => {
    // As a run with the locations swapped leaves it, or one of a version that let sources overlap.
    scratch.write("moved/e.json", [play()]);
    const first = await scratch.run(from("moved/", "lake/song_data/"));
    expect(first.error).toBeUndefined();
    await scratch.query("update etl_files set source = 'songs' where url like '%/moved/e.json'");
    const second = await scratch.run(from("moved/", "lake/song_data/"));
    expect(second).toMatchObject({ status: "succeeded", sources: [{ files: 1 }, { files: 0 }] });
    const warnings = second.events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
    expect(warnings).toEqual([
      expect.stringContaining(`1 new file of events (${at("moved/e.json")}) was loaded as songs before`),
    ]);
    expect(
      await scratch.query("select source from etl_files where url like '%/moved/e.json' order by 1"),
    ).toEqual([["events"], ["songs"]]);
    scratch.write("moved/g.json", [play()]);
    expect(await scratch.run(from("moved/", "lake/song_data/"))).toMatchObject({ status: "succeeded" });
  });
});

describe("what is passed over", () => {
  it.each([
    ["names without an ending, as Firehose gives them", "firehose/2018/11/dwh-1-2018-11-01-00-00-00-a1b2"],
    ["compressed, and nothing before that", "packed/events.gz"],
    ["a log", "logs/events.log"],
    ["of a compression that is not taken", "bzip/events.json.bz2"],
  ])("is an error where there is nothing else and nothing was loaded before: %s", async (_, path) => {
    scratch.write(path, [play()]);
    const folder = path.slice(0, path.indexOf("/") + 1);
    for (const events of [folder, path]) {
      const result = await scratch.run(from(events, "lake/song_data/"));
      expect(result).toMatchObject({ status: "failed", exitCode: 2 });
      expect(result.error).toMatchObject({
        message: expect.stringMatching(
          /^the source events holds no file that it can load; events: 1 object passed over: 1 without a name that ends in \.json/,
        ) as string,
        where: at(events),
        next: expect.stringContaining("--events (DWH_EVENTS)") as string,
      });
    }
  });

  it("is told with count and reason by run, record, plan and status beside what is loaded", async () => {
    scratch.write("mixed/a.json", [play()]);
    scratch.write("mixed/a.log", "x");
    scratch.write("mixed/b.gz", "x");
    scratch.write("mixed/.ipynb_checkpoints/a-checkpoint.json", [play({ location: "Paris" })]);
    writeFileSync(at("mixed/_SUCCESS"), "");
    symlinkSync("gone.json", at("mixed/d.json"));
    const result = await scratch.run(from("mixed/", "lake/song_data/"));
    expect(result).toMatchObject({
      status: "succeeded",
      sources: [{ files: 1, passedOver: 5 }, { passedOver: 0 }],
    });
    const named = `2 without a name that ends in .json, .jsonl or .ndjson (and .gz or .zst) (${at("mixed/a.log")} …)`;
    const linked = `1 as a link that leads nowhere (${at("mixed/d.json")})`;
    const hidden = "2 hidden, since a part of the path begins with . or _";
    const told = (text: string): void => {
      expect(text).toContain("events: 5 objects passed over: ");
      for (const part of [named, linked, hidden]) expect(text).toContain(part);
      expect(text).not.toMatch(/songs: \d+ objects? passed over/);
    };
    told(renderRunSummary(result, Number.POSITIVE_INFINITY, WAYS));
    const [record] = await scratch.query(`select error from etl_runs where run_id = '${result.runId}'`);
    // What is hidden is counted too, and alone it is not worth a word.
    const first = at("mixed/.ipynb_checkpoints/a-checkpoint.json");
    expect(record).toEqual([`events: 5 objects passed over: ${hidden} (${first} …); ${named}; ${linked}`]);
    const plan = look("mixed", "lake/song_data");
    expect(await planCommand(plan)).toBe(0);
    told(plan.io.out());
    const status = look("mixed", "lake/song_data");
    expect(await statusCommand(status)).toBe(0);
    told(status.io.out());
  });

  it("is no error where it is hidden, or files were loaded before, or the source may be empty", async () => {
    scratch.write("hidden/.gitkeep", "");
    expect(await scratch.run(from("hidden/", "lake/song_data/"))).toMatchObject({ status: "nothing new" });
    scratch.write("logs/events.log", "x");
    const empty = { ...sourceAt("events", at("logs/")), mayBeEmpty: true };
    expect(await scratch.run({ sources: [empty] })).toMatchObject({ status: "nothing new" });
    scratch.write("cleared/a.log", "x");
    scratch.write("cleared/a.json", [play()]);
    await scratch.run(from("cleared/a.json", "lake/song_data/"));
    const known = await scratch.run(from("cleared/", "lake/song_data/"));
    expect(known).toMatchObject({ status: "nothing new", sources: [{ passedOver: 1 }, {}] });
  });
});

describe("a source whose header has a pattern for its files", () => {
  const taking = (folder: string, ...files: readonly string[]): Partial<RunInput> => ({
    sources: [{ ...sourceAt("events", at(folder)), files }],
  });
  const line = (): Buffer => Buffer.from(`${JSON.stringify(play())}\n`);

  it("takes files of any name, compressed as their first bytes tell, and what hides or is of another compression not", async () => {
    scratch.write("any/dwh-1-2018-11-01-00-00-00-a1b2", line());
    scratch.write("any/dwh-1-2018-11-01-00-05-00-c3d4", gzipSync(line()));
    scratch.write("any/events.gz", gzipSync(line()));
    scratch.write("any/events.log", Buffer.concat([FRAME_START, ...rawBlocks(line()), FRAME_END]));
    scratch.write("any/plain.gz", line());
    scratch.write("any/empty", "");
    scratch.write("any/old.bz2", Buffer.from("425a6839314159265359", "hex"));
    scratch.write("any/.hidden/x", line());
    const result = await scratch.run(taking("any/", "*"));
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({ files: 6, rowsStaged: 5, passedOver: 2 });
    expect(result.sources[0]?.passedFor.map(({ reason }) => reason)).toEqual([
      "hidden, since a part of the path begins with . or _",
      "with an unsupported compression, by their first bytes",
    ]);
    expect(await scratch.run(taking("any/", "*"))).toMatchObject({ status: "nothing new", exitCode: 0 });
  });

  it("takes none that the pattern does not name or leaves out, and says so", async () => {
    scratch.write("some/part-1", line());
    scratch.write("some/part-1.crc", "x");
    scratch.write("some/readme.json", "x");
    const result = await scratch.run(taking("some/", "part-*", "!*.crc"));
    expect(result.error).toBeUndefined();
    expect(result.sources[0]).toMatchObject({
      files: 1,
      passedFor: [{ reason: "without a name that fits part-* !*.crc", files: 2 }],
    });
  });

  it("is refused where all that it takes is of another compression", async () => {
    scratch.write("bz/events", Buffer.from("425a6839314159265359", "hex"));
    expect(await scratch.run(taking("bz/", "*"))).toMatchObject({ status: "failed", exitCode: 2 });
  });
});

describe("a prefix without a slash", () => {
  it("that takes in what lies beside the file or folder is warned of, by run and status", async () => {
    scratch.write("beside/e.json", [play()]);
    scratch.write("beside/e.jsonl", [play()]);
    const warning = `the prefix ${at("beside/e.json")} of events also covers ${at("beside/e.jsonl")}; end it in a slash if that is not meant`;
    const { events } = await scratch.run(from("beside/e.json", "lake/song_data/"));
    expect(events).toContainEqual({ type: "warning", message: warning });
    const status = look("beside/e.json", "lake/song_data");
    expect(await statusCommand(status)).toBe(0);
    expect(status.io.out()).toContain(warning);
  });
});
