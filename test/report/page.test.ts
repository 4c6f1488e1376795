import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawChart } from "../../src/report/draw-chart.ts";
import { escapeHtml } from "../../src/report/html.ts";
import { MAX_PAGE_BYTES, renderPage } from "../../src/report/page.ts";
import { tagsIn, textOf, unfolded } from "./markup.ts";
import type { StepRow } from "../../src/report/data.ts";
import { analysisOf, answerOf, cardAnalysis, NO_DATA, sampleData, sumOf } from "./sample.ts";

const plain = renderPage(sampleData("plain"), drawChart);

/** What somebody would try who wants a page to do something else. */
const ATTEMPTS = [
  "<script>alert(1)</script>",
  "</style></title><img src=x onerror=alert(1)>",
  '" onload="alert(1)',
  "' onmouseover='alert(1)",
  "]]><!--",
  "</svg><iframe src=//example.com>",
  "&lt;b&gt;",
  "javascript:alert(1)",
  "${7*7}{{7*7}}{a|b}",
  "\u202Egnp.exe",
  "\u0000\uD800",
  "<br",
];

describe("the page", () => {
  it("states the run, the sums, the checks, the rejected rows and the history", () => {
    const text = textOf(plain);
    for (const statement of [
      "exit code 1",
      "took 10.0 s, 1 retry",
      "20 rows added.",
      "✓ yes plain 25 = 25",
      "– differs plays: rows added by all runs on record = rows of the table 20 = 25",
      "gone plain Not checked: no table (plays).",
      "1 of 1 check found rows",
      "… and 29 more rows",
      "2 rows were rejected, and the warehouse's log of load errors holds 1 of them.",
      "Why rows were rejected",
      "The newest file was loaded 1 d 3 h before",
      "When was the newest file loaded? 1 d 3 h ago 2026-01-01 00:00:10 UTC",
      "Is the published data sound? ✗ no",
      "The newest run ✗ plain not published: plain; 2 files pending",
    ]) {
      expect(text).toContain(statement);
    }
  });

  it("states what each analysis rests on, and which were not asked", () => {
    const text = textOf(plain);
    expect(text).toContain("Highest: song plain with 12 plays, 48.0 % of all.");
    expect(text).toContain("✓ rests on all 25 rows of plays");
    expect(text).toContain("Not run: a table that it reads does not exist (plain).");
  });

  it("is called after the pipeline, and has a card for each analysis that fills one, with its SQL", () => {
    const answer = answerOf(["tag", "order_count"], [["urgent", "1200"]]);
    const analyses = [
      cardAnalysis("top", "Busiest tag", answer),
      cardAnalysis("none", "Nothing", answerOf(["tag"], [])),
    ];
    const page = renderPage({ ...sampleData("plain"), pipeline: "tickets", analyses }, drawChart);
    const text = textOf(page);
    expect(page).toContain("<title>Tickets: the run, the answers, the warehouse</title>");
    expect(text).toContain("Busiest tag urgent 1,200 orders");
    expect(text).toContain("Busiest tag: What about top? SQL: sql/analyses/top.sql");
    expect(text).toContain("1 question without an answer What about none? No rows.");
    expect(page.match(/<dt>/g)).toHaveLength(5);
  });

  it("says what is in force while a rebuild in batches is not done, and nothing of it else", () => {
    const text = textOf(renderPage(sampleData("plain"), drawChart));
    expect(text).toMatch(/What do readers see\?\W+the tables as they were/);
    expect(text).toContain(
      "a rebuild of plain began 2026-01-01 00:00:00 UTC and is not finished: 2 batches with 3 of 12 files are loaded beside the star; until it is, readers see the old tables, with what runs bring; its newest batch failed: plain;",
    );
    const done = textOf(renderPage({ ...sampleData("plain"), rebuild: undefined }, drawChart));
    expect(done).not.toContain("What do readers see?");
    expect(done).not.toContain("a rebuild of");
  });

  it("says so when an analysis does not add up to its table", () => {
    const data = sampleData("plain");
    const analyses = [
      analysisOf("hours", "column", answerOf(["song", "play_count"], [["x", "24"]]), "plays"),
    ];
    const text = textOf(renderPage({ ...data, analyses }, drawChart));
    expect(text).toContain("✗ the total is 24, but plays has 25 rows");
    expect(text).toMatch(/✗ no plays: total of each analysis .* 0 of 1 are 25/);
  });

  it("tells why the newest run was not published, with its checks, and marks its figures", () => {
    const data = sampleData("plain");
    const [newest] = data.runs;
    if (newest === undefined || data.detail === undefined) throw new Error("the sample has a run");
    const step = { ...data.detail.steps[0], kind: "check", status: "failed", name: "users__twice", rows: 30 };
    const run = { ...newest, status: "check failed", exitCode: 3, error: "checks failed: users__twice" };
    const detail = { ...data.detail, run, steps: [step as StepRow] };
    const text = textOf(renderPage({ ...data, runs: [run, ...data.runs], detail }, drawChart));
    for (const statement of [
      "0 of 1 check passed (failing rows: plain)",
      "The newest run ✗ check failed not published: users__twice; 2 files pending",
      "Rolled back: the figures of this run are those before the rollback; none of it is published.",
      "Checks and audits that failed in this run, before the rollback check failing rows users__twice 30",
      "checks failed: users__twice",
      "✗ run plain began 2026-01-01 00:00:00 UTC and never ended: ",
      "As they were when the run checked, before the rollback: etl_failures.",
      "plain (error): 3 failing rows Rows that plain found in this run song row count plain 2",
      "Steps in order, rolled back",
    ])
      expect(text).toContain(statement);
    const good = { ...run, status: "succeeded", exitCode: 0, rowsRejected: 0, error: undefined };
    const sound = textOf(
      renderPage({ ...data, runs: [good], unended: [], detail: { ...data.detail, run: good } }, drawChart),
    );
    expect(sound).toContain(
      "The newest run ✓ succeeded 20 rows added, of 2 files; published 2026-01-01 00:00:10 UTC",
    );
    expect(sound).not.toMatch(/rolled back|not published/i);
    const placed = { ...run, error: "cannot load; at s3://lake/a.json:1; next: fix it" };
    expect(textOf(renderPage({ ...data, runs: [placed] }, drawChart))).toContain(
      "not published: cannot load; 2 files pending",
    );
    const early = { ...run, files: 0 };
    const unknown = textOf(renderPage({ ...data, runs: [early] }, drawChart));
    expect(unknown).toContain(
      "not published: checks failed: users__twice; `dwh status` counts the pending files",
    );
  });

  it("shows what fails first and in sight, and folds what passed", () => {
    const data = sampleData("plain");
    const [failing] = data.checks;
    if (data.detail === undefined || failing === undefined) throw new Error("the sample has both");
    const kept = Array.from({ length: 8 }, (_, index) => [`row ${index + 1}`, "1"]);
    const failures = [
      {
        name: "users__twice",
        path: "checks/users__twice.sql",
        severity: "error" as const,
        count: 30,
        offending: answerOf(["song", "row_count"], kept),
      },
    ];
    const passing = { ...failing, name: "users__fine", count: 0, offending: answerOf(["song"], []) };
    const failed = {
      ...data,
      detail: { ...data.detail, failures },
      checks: [passing, failing],
    };
    const page = renderPage(failed, drawChart);
    const seen = textOf(unfolded(page));
    expect(seen).toContain("users__twice (error): 30 failing rows Rows that users__twice found in this run");
    expect(seen).toContain("row 5");
    expect(seen).not.toContain("row 6");
    expect(textOf(page)).toMatch(/Rows 6 to 8 .* row 8 1 … and 22 more rows/);
    expect(seen).not.toContain("users__fine");
    const orderOf = (text: string, ...words: readonly string[]): readonly string[] =>
      words.toSorted((one, other) => text.indexOf(one) - text.indexOf(other));
    const order = [
      "Failing rows of this run",
      "Loaded files",
      "1 of 2 checks found rows",
      "Failing rows of plain",
      "1 check passed",
      "Why rows were rejected",
      "Run by run",
    ];
    expect(orderOf(textOf(page), ...order)).toEqual(order);
    const detail = { ...data.detail, run: { ...data.detail.run, rowsRejected: 0 } };
    const sound = textOf(renderPage({ ...failed, detail, checks: [passing] }, drawChart));
    const usual = ["Loaded files", "Run by run", "1 check passed Checks of", "Why rows were rejected"];
    expect(orderOf(sound, ...usual)).toEqual(usual);
  });

  it("trusts nothing without a doubt while a sum could not be run", () => {
    const { checks, sums, ...data } = sampleData("plain");
    const passed = { ...data, checks: checks.map((one) => ({ ...one, count: 0 })), growth: [] };
    const asked = sums.filter(({ answer }) => answer !== undefined);
    const said = (some: typeof sums) => textOf(renderPage({ ...passed, sums: some }, drawChart));
    expect(said(asked)).toContain(
      "Is the published data sound? ✓ yes published 2026-01-01 00:00:10 UTC; 1 of 1 check passed, all sums hold",
    );
    expect(said(sums)).toContain(
      "Is the published data sound? ! with the warnings below published 2026-01-01 00:00:10 UTC; 1 of 1 check passed, 1 sum not checked",
    );
  });

  it("tells of a sum that a missing record or a deleted row breaks, and judges the data by the others", () => {
    const { checks, sums, growth, ...data } = sampleData("plain");
    const passed = { ...data, growth, checks: checks.map((one) => ({ ...one, count: 0 })) };
    const asked = sums.filter(({ answer }) => answer !== undefined);
    const text = textOf(renderPage({ ...passed, sums: asked }, drawChart));
    expect(text).toContain("1 of 1 check passed, all sums hold, 1 differs from the record");
    expect(text).toContain("a run left no record or rows were changed by hand");
    expect(text).not.toContain("✗ no");
    const broken = textOf(renderPage({ ...passed, sums: [sumOf("lost", [["a", "2", "3"]])] }, drawChart));
    expect(broken).toContain(
      "✗ no published 2026-01-01 00:00:10 UTC; 1 of 1 check passed, 1 sum broken, 1 differs from the record",
    );
  });

  it("draws the tables with keys, spread and order, and tells the same as text", () => {
    const text = textOf(plain);
    for (const statement of [
      "spread by user_id, sorted by title, user_id",
      "FK DK SK2",
      "→ users.user_id",
      "has gaps",
      "not created yet",
    ]) {
      expect(text).toContain(statement);
    }
    expect(plain).toContain("plays refers to users");
  });

  it("is right with no data at all: nothing is claimed, nothing is broken", () => {
    const text = textOf(renderPage(NO_DATA, drawChart));
    expect(text).toContain("No run is on record yet.");
    expect(text).toContain("There is no file in sql/analyses, and so no answer.");
    expect(text).toContain("– no rows yet");
    expect(text).not.toMatch(/NaN|undefined|Infinity|✓/);
    const analyses = [analysisOf("most_played", "bar", answerOf(["song", "play_count"], []), "plays")];
    const empty = textOf(renderPage({ ...NO_DATA, analyses }, drawChart));
    expect(empty).toContain("What about most_played? No rows.");
    expect(empty).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("folds the checks of a warehouse without tables, and says once that nothing was loaded", () => {
    const checks = [...sampleData("plain").checks, ...sampleData("other").checks].map((check) => ({
      ...check,
      count: undefined,
      failure: undefined,
      held: [],
    }));
    const page = renderPage({ ...NO_DATA, checks }, drawChart);
    expect(textOf(page)).toContain("Is the published data sound? – no rows yet nothing was loaded");
    expect(page).toContain("<summary>2 checks not run: the tables do not exist yet</summary>");
    expect(page).not.toContain("that found rows, or were not run");
  });

  it("says one moment for when it was published, and breaks none into two lines", () => {
    const { runs, ...rest } = sampleData("plain");
    const data = {
      ...rest,
      runs: runs.map((run) => ({ ...run, status: "succeeded", exitCode: 0 })),
      loadedAt: new Date("2026-01-01T00:00:05Z"),
    };
    const page = renderPage(data, drawChart);
    expect(textOf(page).match(/published \S+ \S+ UTC/g)).toEqual([
      "published 2026-01-01 00:00:10 UTC",
      "published 2026-01-01 00:00:10 UTC",
    ]);
    expect(page).toContain('published <span class="when">2026-01-01 00:00:10 UTC</span>');
  });

  it("tells what went out of the tables of the star, and not of staging or of what steps leave each other", () => {
    const { detail, tables, ...data } = sampleData("plain");
    const [table] = tables;
    const [step] = detail?.steps ?? [];
    if (detail === undefined || table === undefined || step === undefined) throw new Error("a full sample");
    const named = (name: string, scope?: "run") => ({
      ...table,
      scope,
      definition: { ...table.definition, name },
    });
    const facts = { path: "", title: "", sources: [], reads: [] };
    const page = renderPage(
      {
        ...data,
        tables: [named("plays"), named("staging_plays"), named("left_plays", "run")],
        steps: [
          { ...facts, name: "load", kind: "stage", writes: ["staging_plays"] },
          { ...facts, name: "fill", kind: "transform", writes: ["plays", "left_plays"] },
        ],
        detail: {
          ...detail,
          steps: [
            { ...step, status: "succeeded", name: "load", kind: "stage" },
            { ...step, status: "succeeded", name: "fill", kind: "transform" },
          ],
        },
      },
      drawChart,
    );
    const out = textOf(page).split("Changed tables")[1]?.split("The steps as a time line")[0];
    expect(out).toContain("rows changed rows now plays 28");
    expect(out).not.toMatch(/staging_plays|left_plays/);
  });

  it("does not say that there is no run when runs had nothing to do", () => {
    const [run] = sampleData("nothing new").runs;
    const text = textOf(
      renderPage({ ...NO_DATA, runs: run === undefined ? [] : [run], runCount: 1 }, drawChart),
    );
    expect(text).toContain("No run on record had anything to do: there was no new source file.");
    expect(text).not.toContain("No run is on record yet");
  });

  it("lets nothing of a value become markup, wherever the value stands", () => {
    const known = tagsIn(plain);
    const values = fc.array(
      fc.oneof(fc.constantFrom(...ATTEMPTS), fc.string({ unit: "binary", maxLength: 8 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(values, (parts) => {
        const page = renderPage(sampleData(parts.join("")), drawChart);
        expect(
          [...tagsIn(page)].filter((tag) => !known.has(tag) && !/^(?:text|tspan|path|g) /.test(tag)),
        ).toEqual([]);
        expect([...tagsIn(page)].join(" ")).not.toMatch(/\bon\w+|\bhref$/m);
      }),
      { numRuns: 8 },
    );
  });

  it("shows every one of these values as it is", () => {
    for (const attempt of ATTEMPTS) {
      const page = renderPage(sampleData(attempt), drawChart);
      expect(page).toContain(`<td dir="auto">${escapeHtml(attempt)}</td>`);
    }
  });

  it("needs no network and no script", () => {
    expect(plain).not.toMatch(/<script|<link(?! rel="icon" href="data:,")|@import|url\((?!#)|src=/);
    expect(plain).toContain("default-src 'none'");
  });

  it("gives every drawing a title and a description, and every table a caption", () => {
    const drawings = plain.match(/<svg\b/g) ?? [];
    expect(drawings.length).toBeGreaterThan(3);
    expect(
      plain.match(
        /<svg\b[^>]*role="img"[^>]*>\s*<title id="[^"]+">[^<]+<\/title>\s*<desc id="[^"]+">[^<]+<\/desc>/g,
      ),
    ).toHaveLength(drawings.length);
    expect(plain.match(/<table\b[^>]*>\s*<caption>/g)).toHaveLength(plain.match(/<table\b/g)?.length ?? 0);
  });

  it("gives every frame that scrolls a name of its own", () => {
    const data = sampleData("plain");
    const analyses = data.analyses.slice(0, 3).map((one, index) => ({ ...one, title: `Question ${index}` }));
    const page = renderPage({ ...data, analyses }, drawChart);
    const names = [...page.matchAll(/role="region" tabindex="0" aria-label="([^"]*)"/g)].map(
      ([, name]) => name,
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("has no id twice, and every label refers to an id that is there", () => {
    const ids = [...plain.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id);
    const referred = [...plain.matchAll(/\b(?:aria-labelledby|href)="#?([^"]*)"/g)]
      .flatMap(([, names]) => (names ?? "").split(" "))
      .filter((name) => name !== "data:,");
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(referred.filter((name) => !ids.includes(name))).toEqual([]);
  });

  it("stays under its size when answers are long, and still adds up", () => {
    const long = "&".repeat(400);
    const rows = Array.from({ length: 200 }, (_, index) => [`${index}${long}`, long, long, "2"]);
    const analyses = ["a", "b", "c", "d", "e"].map((name) =>
      analysisOf(name, "bar", answerOf(["song", "artist", "place", "play_count"], rows), "plays"),
    );
    const page = renderPage({ ...sampleData("plain"), analyses }, drawChart);
    expect(Buffer.byteLength(page)).toBeLessThan(MAX_PAGE_BYTES);
    expect(textOf(page)).toContain("Total 400");
  });
});
