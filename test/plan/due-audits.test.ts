import { describe, expect, it } from "vitest";
import { decideAudits } from "../../src/plan/due-audits.ts";

const HOUR = 3_600_000;
const at = new Date("2026-01-10T12:00:00Z");
const ago = (hours: number): Date => new Date(at.getTime() - hours * HOUR);
const clock = { auditEvery: 24 * HOUR, at };

/** Why an audit is not asked, by when a first run was, when it was asked, and whether nothing was published yet. */
const why = (first: Date | undefined, asked: Date | undefined, isFirst = false): string | undefined =>
  decideAudits({ first, asked: new Map(asked && [["one", { at: asked }]]) }, isFirst, clock)("one");

describe("an audit is left out", () => {
  it("that was asked lately", () => {
    expect(why(ago(1000), ago(23))).toBe("not due: last asked at 2026-01-09 13:00 UTC");
  });
  it("while the first run is no older", () => {
    expect(why(ago(23), undefined)).toBe("not due: the first run was at 2026-01-09 13:00 UTC");
  });
  it("of a first run", () => {
    expect(why(undefined, undefined, true)).toContain("in a first run all is new");
  });
});

describe("an audit is due", () => {
  it.each([
    ["when it was asked long enough ago", ago(1000), ago(24)],
    ["when it was never asked, and the first run is long ago", ago(24), undefined],
    ["when others published and left no record", undefined, undefined],
  ])("%s", (_, first, asked) => {
    expect(why(first, asked)).toBeUndefined();
  });
  it("where nothing is kept, and whenever nothing is recent enough", () => {
    expect(decideAudits(undefined, true, clock)("one")).toBeUndefined();
    expect(
      decideAudits({ first: undefined, asked: new Map() }, true, { ...clock, auditEvery: 0 })("one"),
    ).toBeUndefined();
  });
});
