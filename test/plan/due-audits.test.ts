import { describe, expect, it } from "vitest";
import { decideAudits } from "../../src/plan/due-audits.ts";

const HOUR = 3_600_000;
const at = new Date("2026-01-10T12:00:00Z");
const ago = (hours: number): Date => new Date(at.getTime() - hours * HOUR);
const clock = { auditEvery: 24 * HOUR, at };

/** Why an audit is not asked, by when it was asked last. */
const why = (asked: Date | undefined): string | undefined =>
  decideAudits(new Map(asked && [["one", { at: asked }]]), clock)("one");

describe("an audit", () => {
  it("is left out that was asked lately", () => {
    expect(why(ago(23))).toBe("not due: last run at 2026-01-09 13:00 UTC");
  });
  it.each([
    ["when it was asked long enough ago", ago(24)],
    ["when it was never asked, as in a first run", undefined],
  ])("is due %s", (_, asked) => {
    expect(why(asked)).toBeUndefined();
  });
  it("is due where nothing is kept, and whenever nothing is recent enough", () => {
    expect(decideAudits(undefined, clock)("one")).toBeUndefined();
    expect(decideAudits(new Map([["one", { at }]]), { ...clock, auditEvery: 0 })("one")).toBeUndefined();
  });
});
