/** Which tables were made by another text than their transform has now. */
import { describe, expect, it } from "vitest";
import type { PlannedStep } from "../../src/plan/plan.ts";
import { digestsAfter, retoldSteps, type Published } from "../../src/plan/retold.ts";

/** A transform `plays` of a text. */
const stepOf = (logic: string, comment = ""): PlannedStep => ({
  position: 1,
  name: "plays",
  kind: "transform",
  path: "sql/transform/plays.sql",
  digest: `${logic}${comment}`,
  logic,
  title: "",
  severity: "error",
  scope: undefined,
  reads: ["staging"],
  writes: ["plays"],
  statements: [],
});
const RUN: Published = { without: new Map(), anew: new Set(), isLater: true };
const REBUILD: Published = { ...RUN, anew: new Set(["transform plays"]) };
const WITHOUT: Published = { ...RUN, without: new Map([["transform plays", "left out"]]) };
const isRetold = (step: PlannedStep, digests: ReadonlyMap<string, string>): boolean =>
  retoldSteps([step], digests).length > 0;

describe("a table whose transform has another text", () => {
  const first = digestsAfter([stepOf("a")], new Map(), { ...RUN, isLater: false });

  it("is told until it is made anew, however many runs there are in between", () => {
    expect(isRetold(stepOf("a"), first)).toBe(false);
    expect(isRetold(stepOf("b"), first)).toBe(true);
    let digests = digestsAfter([stepOf("b")], first, RUN);
    expect(isRetold(stepOf("b"), digests)).toBe(true);
    digests = digestsAfter([stepOf("b")], digests, RUN);
    expect(isRetold(stepOf("b"), digests)).toBe(true);
    expect(isRetold(stepOf("b"), digestsAfter([stepOf("b")], digests, REBUILD))).toBe(false);
    // Rows of both texts are in it, so that the old one does not bring them in line either.
    expect(isRetold(stepOf("a"), digests)).toBe(true);
  });

  it("is none where the file was laid out anew, or has other comments", () => {
    const digests = digestsAfter([stepOf("a", " -- why")], first, RUN);
    expect(isRetold(stepOf("a", " -- why"), digests)).toBe(false);
    expect(digests.get("transform plays")).toBe("a -- why");
  });

  it("stays what it was where the step is left out", () => {
    const digests = digestsAfter([stepOf("b")], first, WITHOUT);
    expect(digests).toEqual(first);
    expect(isRetold(stepOf("a"), digests)).toBe(false);
  });

  it("is told of a warehouse that kept less: by the file of the last run, and by nothing at all", () => {
    const kept = new Map([["transform plays", "a"]]);
    expect([stepOf("a"), stepOf("b")].map((step) => isRetold(step, kept))).toEqual([false, true]);
    expect(isRetold(stepOf("a"), digestsAfter([stepOf("a")], kept, RUN))).toBe(false);
    expect(isRetold(stepOf("b"), digestsAfter([stepOf("b")], kept, RUN))).toBe(true);
    expect(isRetold(stepOf("a"), digestsAfter([stepOf("a")], new Map(), RUN))).toBe(true);
  });
});
