import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command } from "../../src/commands/report.ts";
import type { Flags } from "../../src/cli/flags.ts";
import { textOf } from "../report/markup.ts";
import { fakeContext } from "../support/context.ts";
import { play, song } from "../support/records.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
/** Runs in the page, whose types this project does not know. */
const LOOK = `(() => {
              // Each is drawn for two widths, and one of them is shown.
              const charts = [...document.querySelectorAll("svg.chart")].filter((chart) => chart.getBoundingClientRect().width > 0);
              const bar = document.querySelector('[fill="var(--series-1)"]');
              return {
                charts: charts.length,
                drawn: charts.every((chart) => chart.getBoundingClientRect().height > 40 && chart.querySelectorAll("path, rect").length > 2),
                page: getComputedStyle(document.body).backgroundColor,
                bar: getComputedStyle(bar).fill,
                text: getComputedStyle(document.querySelector('.chart text[fill="var(--text)"]')).fill,
                tooWide: document.documentElement.scrollWidth > innerWidth,
                cut: charts.flatMap((chart) => {
                  const { left, right } = chart.getBoundingClientRect();
                  return [...chart.querySelectorAll("text")].filter((text) => {
                    const box = text.getBoundingClientRect();
                    return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
                  }).map((text) => text.textContent);
                }),
                unframed: [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.closest(".frame, .hidden") === null).length,
                images: document.images.length + document.scripts.length,
                named: charts.every((chart) => document.getElementById(chart.getAttribute("aria-labelledby").split(" ")[0]).textContent !== ""),
              };
            })()`;
const HOSTILE = `<img src=x onerror="console.error('!')"><script>console.error(1)</script>`;

async function report(warehouse: string, flags: Partial<Flags> = {}) {
  const context = fakeContext({ flags: { format: "text", ...flags } }, { DWH_WAREHOUSE: warehouse });
  const code = await command(context);
  return { code, out: context.io.out(), err: context.io.err() };
}

describe("dwh report", () => {
  let scratch: Scratch;
  let page: string;
  const pathOf = (name: string): string => join(scratch.folder, name);

  beforeAll(async () => {
    scratch = openScratch(undefined, { shared: true });
    const hour = 3_600_000;
    scratch.write("events/a.json", [
      play({ artist: HOSTILE, song: HOSTILE, location: HOSTILE, userAgent: HOSTILE, firstName: HOSTILE }),
      play({ artist: HOSTILE, song: HOSTILE }),
      play({ song: "Another", level: "paid", ts: Date.UTC(2031, 5, 1) + 5 * hour }),
      play({ page: "Home", song: null }),
    ]);
    scratch.write("songs/a.json", [song({ title: HOSTILE, artist_name: HOSTILE, artist_location: HOSTILE })]);
    expect((await scratch.run()).error).toBeUndefined();
    scratch.write("events/b.json", [play({ level: "other" }), "broken" as unknown as object]);
    expect((await scratch.run({ maxRejects: 1 })).error).toBeUndefined();
    const { code, out } = await report(pathOf("warehouse.duckdb"));
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining(pathOf("report.html")) as string,
    });
    page = readFileSync(pathOf("report.html"), "utf8");
  });
  afterAll(() => scratch.remove());

  it("writes what the runs did, beside the warehouse", () => {
    const text = textOf(page);
    for (const statement of [
      "✓ yes events: rows read = rows of the staging table + rejected 2 = 1 + 1",
      "✓ yes NextSong events staged, and found among the plays 1 = 1",
      "✓ yes songplays: rows added by all runs on record = rows of the table 4 = 4",
      "✓ yes users: rows added by all runs on record = rows of the table 1 = 1",
      "✓ yes songplays: total of each analysis that counts its rows = rows of the table 10 of 10 are 4",
      "2 runs, newest first",
      "Is the published data sound? ! with the warnings below",
      "Sparkify: the run, the answers, the warehouse",
      "Plays 4 plays 1 listener, 2018-11-01 to 2031-06-01",
      "Plays of songs in the catalogue 50.0 % 2 of 4 plays",
      "rests on all 4 rows of songplays",
    ]) {
      expect(text).toContain(statement);
    }
    expect(page).toContain("Failing rows of songplays__level__known");
    expect(page).not.toContain("<img");
  });

  it("prints the same numbers as JSON, and then writes no page unless it is asked to", async () => {
    const { out } = await report(pathOf("warehouse.duckdb"), { format: "json" });
    const numbers = JSON.parse(out) as {
      cards: object[];
      sums: { holds: boolean }[];
      analyses: { name: string; total?: number; total_of?: string; highest: object; rows: object[] }[];
    };
    expect(numbers.cards).toMatchObject([
      { name: "all_plays", label: "Plays", value: "4 plays" },
      { name: "catalogue_match", value: "50.0 %" },
      { name: "most_played_song", value: HOSTILE, note: "2 plays" },
      { name: "peak_hour", note: "3 plays" },
    ]);
    expect(numbers.sums.every(({ holds }) => holds)).toBe(true);
    const counting = numbers.analyses.filter(({ total_of: table }) => table === "songplays");
    expect(counting.map(({ total }) => total)).toEqual(Array.from({ length: 10 }, () => 4));
    expect(numbers.analyses.find(({ name }) => name === "most_played_songs")).toMatchObject({
      highest: { names: [HOSTILE], value: 2 },
      rows: [{ song: HOSTILE, play_count: "2" }, {}, {}],
    });
    const asked = await report(pathOf("warehouse.duckdb"), {
      format: "json",
      output: pathOf("deep/down/page.html"),
    });
    expect(JSON.parse(asked.out)).toMatchObject({ cards: numbers.cards });
    expect(asked.err).toContain("page.html");
    expect(existsSync(pathOf("deep/down/page.html"))).toBe(true);
  });

  it("saves the charts as pictures", async ({ skip }) => {
    const { out } = await report(pathOf("warehouse.duckdb"), { png: true, output: pathOf("p.html") }).catch(
      (error: Error) => ({ out: error.message }),
    );
    if (out.includes("no font")) skip("there is no font on this machine to draw with");
    const picture = readFileSync(pathOf("p-charts/plays_by_hour.png"));
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    expect(out).toContain("plays_by_hour.png");
  });

  it("shows what could not be run in its place, in JSON too, and ends with 1", async () => {
    const sqlDir = pathOf("sql");
    cpSync(SQL_DIR, sqlDir, { recursive: true });
    writeFileSync(join(sqlDir, "analyses/moods.sql"), "-- In which mood?\nselect mood from songplays;\n");
    writeFileSync(join(sqlDir, "checks/songplays__mood.sql"), "-- In a mood.\nselect mood from songplays;\n");
    const odd = "select level as what, mood as counted, 1 as expected from songplays";
    writeFileSync(join(sqlDir, "sums/moods.sql"), `-- Every mood counts.\n${odd};\n`);
    const env = { DWH_WAREHOUSE: pathOf("warehouse.duckdb"), DWH_PIPELINE: "moods" };
    const context = fakeContext({ flags: { format: "json", output: pathOf("broken.html") }, sqlDir }, env);
    expect(await command(context)).toBe(1);
    const text = textOf(readFileSync(pathOf("broken.html"), "utf8"));
    for (const statement of [
      'In which mood? ✗ could not be run: column "mood" does not exist',
      "1 check could not be run.",
      "✗ could not be run songplays__mood In a mood. error",
      "SQL: sql/analyses/moods.sql -- In which mood? select mood from songplays;",
      "moods Every mood counts. ✗ could not be run",
      "Plays 4 plays",
      "Moods: the run, the answers, the warehouse",
    ])
      expect(text).toContain(statement);
    const { checks, analyses, sum_errors } = JSON.parse(context.io.out()) as Record<
      "checks" | "analyses" | "sum_errors",
      { name: string }[]
    >;
    const error = { message: expect.stringContaining("mood") as string };
    expect(analyses.find(({ name }) => name === "moods")).toMatchObject({ error });
    expect(checks.find(({ name }) => name === "songplays__mood")).toMatchObject({ error });
    expect(sum_errors).toMatchObject([{ name: "moods", error }]);
    expect(context.logged.filter((line) => line.includes("could not be answered"))).toHaveLength(3);
  });

  it("makes a page of a warehouse without any table", async () => {
    const { code } = await report(pathOf("nothing.duckdb"), { output: pathOf("nothing.html") });
    expect(code).toBe(0);
    expect(textOf(readFileSync(pathOf("nothing.html"), "utf8"))).toContain("No run is on record yet.");
  });

  it.each([
    [
      "one play, in another century",
      [play({ ts: Date.UTC(2099, 11, 31, 23) })],
      "Plays 1 play 1 listener, 2099-12-31 to 2099-12-31",
    ],
    ["events without a play", [play({ page: "Home", song: null })], "How many plays are there"],
    ["no event at all", [], "Is the published data sound? – no rows yet"],
  ])("makes a page of %s", async (_, events, statement) => {
    const other = openScratch(undefined, { shared: true });
    try {
      if (events.length > 0) other.write("events/a.json", events);
      expect((await other.run()).error).toBeUndefined();
      await report(join(other.folder, "warehouse.duckdb"));
      const text = textOf(readFileSync(join(other.folder, "report.html"), "utf8"));
      expect(text).toContain(statement);
      expect(text).not.toMatch(/NaN|undefined|Infinity|✗/);
    } finally {
      other.remove();
    }
  });

  it("says what to do when the page cannot be written", async () => {
    await expect(
      report(pathOf("warehouse.duckdb"), { output: join(pathOf("events/a.json"), "r.html") }),
    ).rejects.toMatchObject({
      message: expect.stringContaining("cannot write the report") as string,
      next: expect.stringContaining("--output") as string,
    });
  });

  it.skipIf(!existsSync(CHROMIUM))(
    `shows its charts in a browser, light and dark, without a request or an error (skipped without ${CHROMIUM})`,
    async () => {
      const { chromium } = await import("playwright-core");
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
      try {
        const looks = [];
        for (const colorScheme of ["light", "dark"] as const) {
          const tab = await browser.newPage({ colorScheme, viewport: { width: 390, height: 800 } });
          const complaints: string[] = [];
          const requests: string[] = [];
          tab.on("console", (message) => complaints.push(message.text()));
          tab.on("pageerror", (error) => complaints.push(String(error)));
          tab.on("request", (request) => requests.push(request.url()));
          const url = pathToFileURL(pathOf("report.html")).href;
          await tab.goto(url);
          expect(complaints).toEqual([]);
          expect(requests).toEqual([url]);
          // The first key leads past the navigation, and a summary opens with the keyboard.
          await tab.keyboard.press("Tab");
          expect(await tab.evaluate("document.activeElement.className")).toBe("skip");
          await tab.focus("details.table summary");
          await tab.keyboard.press("Enter");
          expect(await tab.evaluate('document.querySelector("details.table").open')).toBe(true);
          looks.push((await tab.evaluate(LOOK)) as Record<string, unknown>);
          await tab.close();
        }
        const common = {
          charts: 11,
          drawn: true,
          tooWide: false,
          cut: [],
          unframed: 0,
          images: 0,
          named: true,
        };
        expect(looks).toMatchObject([
          { ...common, page: "rgb(255, 255, 255)", bar: "rgb(37, 99, 184)", text: "rgb(26, 29, 33)" },
          { ...common, page: "rgb(20, 23, 26)", bar: "rgb(110, 168, 245)", text: "rgb(232, 234, 237)" },
        ]);
      } finally {
        await browser.close();
      }
    },
  );

  it.skipIf(!existsSync(CHROMIUM))(
    `uses the width that there is: two answers beside each other on a wide screen, and nothing is cut (skipped without ${CHROMIUM})`,
    async () => {
      const { chromium } = await import("playwright-core");
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
      try {
        for (const [width, columns] of [
          [390, 1],
          [768, 1],
          [1100, 2],
          [1280, 2],
        ] as const) {
          const tab = await browser.newPage({ viewport: { width, height: 800 } });
          await tab.goto(pathToFileURL(pathOf("report.html")).href);
          expect(await tab.evaluate(LOOK)).toMatchObject({
            drawn: true,
            tooWide: false,
            cut: [],
            unframed: 0,
          });
          const places = `(() => {
            const right = document.querySelector("main").getBoundingClientRect().right;
            const articles = [...document.querySelectorAll("#answers article")].map((one) => one.getBoundingClientRect());
            return { columns: new Set(articles.map(({ left }) => left)).size, empty: right - Math.max(...articles.map((one) => one.right)) };
          })()`;
          const { empty, ...found } = (await tab.evaluate(places)) as Record<"columns" | "empty", number>;
          expect(found).toEqual({ columns });
          expect(empty).toBeLessThan(40);
          await tab.close();
        }
      } finally {
        await browser.close();
      }
    },
  );
});
