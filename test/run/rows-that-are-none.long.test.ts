/** Files of another kind among those of a source: a run stops, or says so, and never is up to date with rows of nothing. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { sourceAt } from "../support/sources.ts";

let scratch: Scratch;
beforeEach(() => {
  scratch = openScratch();
  scratch.write("events/1.json", [play()]);
  scratch.write("songs/1.json", [song()]);
});
afterEach(() => scratch.remove());

const warnings = ({ events }: Awaited<ReturnType<Scratch["run"]>>): readonly string[] =>
  events.flatMap((event) => (event.type === "warning" ? event.message : []));

describe("rows that are none", () => {
  it.each([
    ["songs among the events", () => JSON.stringify(song()), "no column takes their keys "],
    [
      "events in one object",
      () => JSON.stringify({ records: [play(), play()] }),
      "the rows are wrapped in one object, in the list records ",
    ],
    [
      "the manifest of another tool",
      () => JSON.stringify({ entries: [{ url: "s3://lake/a.json" }] }),
      "no column takes their keys entries ",
    ],
    ["an object of nothing", () => "{}", "they hold nothing "],
    ["events without a page", () => JSON.stringify({ ...play(), page: undefined }), undefined],
  ])("are refused beside good ones, and said what they are: %s", async (_, content, says) => {
    const url = scratch.write("events/2.json", content());
    const result = await scratch.run();
    expect(result).toMatchObject({
      status: "rejected",
      exitCode: 4,
      error: {
        message: expect.stringMatching(/; no value, which each row needs in page$/) as string,
        where: `${url}:1`,
      },
    });
    const told = says === undefined ? [] : [`events: 1 row of 2 fill no column of staging_events: ${says}`];
    expect(warnings(result).map((one, at) => one.slice(0, told[at]?.length))).toEqual(told);
    expect(await scratch.query("select count(*) from etl_files")).toEqual([["0"]]);
    rmBad();
    expect(await scratch.run()).toMatchObject({ status: "succeeded", exitCode: 0 });
  });

  it("are told of, file by file, when all of a file are rejected within what is tolerated", async () => {
    const page = scratch.write(
      "events/2.json",
      "<html>\n<body>{}</body>\n</html>\n".replace("{}", "Not Found"),
    );
    const bad = scratch.write("events/3.json", [play({ ts: "soon" }), play({ ts: "never" })]);
    const result = await scratch.run({ maxRejects: 99 });
    expect(result).toMatchObject({ status: "succeeded" });
    const [warning = ""] = warnings(result);
    expect(warning).toMatch(
      /^events: no row of a file could be loaded; all \d rows? were rejected \(.*\), and so of 1 more file$/,
    );
    expect([page, bad].some((url) => warning.includes(url))).toBe(true);
  });

  it("a load without any play is published, and warned of", async () => {
    scratch.write("events/1.json", [play({ page: "Home" }), play({ page: "Login" })]);
    const result = await scratch.run();
    expect(result).toMatchObject({ status: "succeeded" });
    expect(result.steps.filter(({ status }) => status === "warned").map(({ name }) => name)).toEqual([
      "staging_events__play__any",
    ]);
  });

  it.each([
    ["the manifest of another tool", JSON.stringify({ entries: [] })],
    ["a list", JSON.stringify(["$.page"])],
    ["a list of nothing", JSON.stringify({ jsonpaths: [] })],
    ["one path", JSON.stringify({ jsonpaths: "$.page" })],
    ["nothing", ""],
    ["null", "null"],
    ["a file of events", `${JSON.stringify(play())}\n${JSON.stringify(play())}\n`],
  ])("come of no JSONPaths file that is %s: it is refused by its name", async (_, content) => {
    const url = scratch.write("paths.json", content);
    const sources = [sourceAt("events", `${scratch.folder}/events/`, url)];
    const result = await scratch.run({ sources });
    expect(result).toMatchObject({ status: "failed", exitCode: 2, error: { where: url } });
    expect(String(result.error)).toContain("the JSONPaths file of events is not a JSONPaths file");
  });
});

/** Takes the second file away: it is empty then. */
function rmBad(): void {
  scratch.write("events/2.json", "");
}
