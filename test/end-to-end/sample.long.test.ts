/** The sample and one's own data, as somebody meets them who types commands in an empty folder. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dwh } from "../support/dwh.ts";
import { hasPublicData, unpackPublicData } from "../support/public-data.ts";
import { play, song } from "../support/records.ts";

const OWN = ".dwh/warehouse.duckdb";
const SAMPLE = ".dwh/sample.duckdb";
const COUNT = "select count(*) as plays from songplays";

let made = "";
let cwd = "";

/** Types a command in the folder; words of the log are in `stderr`. */
const type = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => dwh(args, { cwd, env });

const plays = async (...more: string[]): Promise<{ count: number; opened: string | undefined }> => {
  const { code, stdout, stderr } = await type(["query", COUNT, "--format", "csv", ...more]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return {
    count: Number(stdout.trim().split("\n")[1]),
    opened: /"the warehouse is ([^"]+)"/.exec(stderr)?.[1],
  };
};

describe("sample data", () => {
  // One `dwh run` makes the sample and its warehouse; each test has a copy of the folder.
  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), "dwh-sample-"));
    mkdirSync(join(made, "events"));
    mkdirSync(join(made, "songs"));
    writeFileSync(join(made, "events/a.json"), `${JSON.stringify(play())}\n${JSON.stringify(play())}\n`);
    writeFileSync(join(made, "songs/a.json"), `${JSON.stringify(song())}\n`);
    cwd = made;
    const { code, stderr } = await type(["run"]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain(`the warehouse is ${SAMPLE}`);
    expect(stderr).toContain("no source is configured: this is sample data");
  });
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "dwh-sample-"));
    cpSync(made, cwd, { recursive: true, preserveTimestamps: true });
    return () => rmSync(cwd, { recursive: true, force: true });
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));

  const own = ["--events", "events", "--songs", "songs"];

  it.each([["status"], ["check"], ["query", "select 1"], ["plan"], ["report", "--format", "json"]])(
    "leaves no file behind in an empty folder when one only looks: %s",
    async (...args) => {
      const before = cwd;
      cwd = mkdtempSync(join(tmpdir(), "dwh-nothing-"));
      try {
        await type(args);
        expect(readdirSync(cwd)).toEqual([]);
      } finally {
        rmSync(cwd, { recursive: true, force: true });
        cwd = before;
      }
    },
  );

  it("has a warehouse of its own, which the commands that look at it find", async () => {
    expect(existsSync(join(cwd, OWN))).toBe(false);
    const { count, opened } = await plays();
    expect(count).toBeGreaterThan(1000);
    expect(opened).toBe(SAMPLE);
    for (const args of [["check"], ["status"]]) {
      const { code, stderr } = await type(args);
      expect({ args, code, stderr }).toMatchObject({ code: 0 });
      expect(stderr).toContain(`the warehouse is ${SAMPLE}`);
    }
    expect(existsSync(join(cwd, OWN))).toBe(false);
  });

  it("is no fault of a source before the first run makes it", async () => {
    rmSync(join(cwd, ".dwh"), { recursive: true });
    const { code, stdout } = await type(["status"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /pending files: not known for events .* the sample data has not been created yet; next: `dwh run` makes it and loads it; to load files of your own, give --events/,
    );
    expect(stdout).not.toContain("does not exist");
    expect(existsSync(join(cwd, ".dwh"))).toBe(false);
  });

  it("never meets one's own data: a run with sources has another warehouse", async () => {
    expect(await type(["run", ...own])).toMatchObject({ code: 0 });
    expect(await plays()).toEqual({ count: 2, opened: OWN });
    const status = await type(["status"]);
    expect(status.stdout).toContain("the newest of 2 files");
    expect(status.stdout).toContain("pending files: not known, since no source is configured");
    expect(status.stdout).not.toContain(".dwh/sample");
    // The sample is run once more, and is what is looked at then.
    expect(await type(["run"])).toMatchObject({ code: 0 });
    expect(await plays()).toMatchObject({ opened: SAMPLE });
    expect((await type(["status"])).stdout).toContain(
      "pending files: none of events in .dwh/sample/log_data",
    );
    expect(await plays("--warehouse", OWN)).toEqual({ count: 2, opened: undefined });
    // But not where variables say where the sources are.
    const { stderr } = await type(["check"], { DWH_EVENTS: "events", DWH_SONGS: "songs" });
    expect(stderr).toContain(`the warehouse is ${OWN}`);
  });

  it("is not deleted, and nothing else is, by a reset that does not say which of two it means", async () => {
    expect(await type(["run", ...own])).toMatchObject({ code: 0 });
    const { code, stderr } = await type(["reset", "--yes"]);
    expect(code).toBe(2);
    expect(stderr).toContain("there are two warehouses here");
    expect(await plays()).toMatchObject({ count: 2 });
    expect(await type(["reset", "--yes", "--warehouse", SAMPLE])).toMatchObject({ code: 0 });
    expect((await plays("--warehouse", SAMPLE)).count).toBe(0);
    expect((await plays("--warehouse", OWN)).count).toBe(2);
  });

  it.each(["run", "plan"])(
    "is refused by `dwh %s` for a warehouse that was named, unless it is its own or in memory",
    async (command) => {
      const { code, stderr } = await type([command, "--warehouse", "mine.duckdb"]);
      expect(code).toBe(2);
      expect(stderr).toContain("sample data is not loaded into a warehouse that you name");
      expect(stderr).toContain("--events (DWH_EVENTS), --songs (DWH_SONGS)");
      expect(existsSync(join(cwd, "mine.duckdb"))).toBe(false);
      const allowed = command === "run" ? SAMPLE : ":memory:";
      expect(await type([command, "--warehouse", allowed])).toMatchObject({ code: 0 });
    },
  );

  it("is refused by `dwh run` and `dwh plan` beside other files, whoever was first", async () => {
    const refused = async (args: readonly string[]): Promise<string> => {
      const { code, stderr } = await type(args);
      expect({ args, code }).toEqual({ args, code: 2 });
      return stderr;
    };
    const both = ["run", "plan"];
    const mixed = ["--events", "events", "--songs", ".dwh/sample/song_data"];
    for (const command of both)
      expect(await refused([command, ...mixed])).toContain(
        "sample data and other files are not loaded into one warehouse",
      );
    // What `npm start` left behind before the sample had its own.
    cpSync(join(cwd, SAMPLE), join(cwd, OWN));
    for (const command of both) {
      const onTop = await refused([command, ...own]);
      expect(onTop).toContain("the warehouse holds sample data");
      expect(onTop).toContain(`dwh reset --warehouse ${OWN}`);
    }
    expect(await type(["reset", "--yes", "--warehouse", OWN])).toMatchObject({ code: 0 });
    expect(await type(["run", ...own])).toMatchObject({ code: 0 });
    cpSync(join(cwd, OWN), join(cwd, SAMPLE));
    for (const command of both)
      expect(await refused([command])).toContain("the warehouse already holds other files");
  });

  it.skipIf(!hasPublicData)(
    "does not change what the public data gives in the same folder (skipped where it is not beside the checkout)",
    async () => {
      const data = unpackPublicData();
      try {
        const sources = ["--events", data.events, "--songs", data.songs];
        const { code, stderr } = await type(["run", ...sources, "--events-jsonpaths", data.jsonpaths]);
        expect({ code, stderr }).toMatchObject({ code: 0 });
        expect(await plays()).toEqual({ count: 6820, opened: OWN });
      } finally {
        data.remove();
      }
    },
  );
});
