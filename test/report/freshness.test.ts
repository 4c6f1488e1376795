import { describe, expect, it } from "vitest";
import { judgeAge, newestEvents, summarizeAge } from "../../src/report/freshness.ts";
import { trusted } from "../../src/report/html.ts";
import { renderPage } from "../../src/report/page.ts";
import { analysisOf, NO_DATA } from "./sample.ts";
import { textOf } from "./markup.ts";

const HOUR = 3_600_000;
const now = new Date("2026-01-02T12:00:00Z");
const moment = (text: string | null) => ({
  columns: [{ name: "at", type: "timestamp without time zone" }],
  rows: [[text]],
});
const plays = (text: string | null) => ({
  ...analysisOf("newest_play", undefined, moment(text)),
  newest: 48 * HOUR,
});

describe("how old data is", () => {
  it("is more than its limit, or not, and never less than nothing", () => {
    const [newest] = newestEvents([plays("2025-12-31 11:59:59")], true);
    const age = newest && judgeAge(newest, now);
    expect(age).toMatchObject({ age: 48 * HOUR + 1000, limit: 48 * HOUR, tooOld: true });
    expect(age && summarizeAge(age)).toMatchObject({
      name: "newest_play",
      ageSeconds: 172_801,
      tooOld: true,
    });
    const at = (one: Date) => judgeAge({ name: "load", title: "", at: one, limit: HOUR }, now);
    expect(at(new Date("2026-01-02T11:00:00Z"))).toMatchObject({ age: HOUR, tooOld: false });
    expect(at(new Date("2026-01-02T13:00:00Z"))).toMatchObject({ age: 0, tooOld: false });
  });

  it("is not judged where there is none, and not of the sample", () => {
    for (const newest of newestEvents([plays(null)], true))
      expect(judgeAge(newest, now)).toMatchObject({ age: undefined, tooOld: undefined });
    for (const newest of newestEvents([plays("2018-11-01 00:00:00")], false))
      expect(judgeAge(newest, now).tooOld).toBeUndefined();
  });

  it("stands on the page twice, of the newest event and of the newest load, each marked by its own limit", () => {
    const data = {
      ...NO_DATA,
      madeAt: now,
      loadedAt: new Date("2026-01-02T11:00:00Z"),
      analyses: [plays("2025-12-01 12:00:00")],
    };
    const page = renderPage({ ...data, maxLoadAge: 48 * HOUR }, () => trusted(""));
    expect(textOf(page)).toContain("✗ 32 d ago 2025-12-01 12:00:00 UTC; older than the limit of 2 d");
    expect(textOf(page)).toContain("✓ 1 h ago 2026-01-02 11:00:00 UTC; within the limit of 2 d");
    const sample = renderPage(data, () => trusted(""));
    expect(textOf(sample)).toContain("32 d ago 2025-12-01 12:00:00 UTC");
    expect(textOf(sample)).not.toContain("older than");
  });
});
