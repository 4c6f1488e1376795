import fc from "fast-check";
import { expect, it } from "vitest";
import { LineSteps } from "../../src/sources/line-steps.ts";

it("tells the line of every row", () => {
  const steps = fc.array(
    fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(254, 255, 256, 510, 511, 9000)),
    {
      maxLength: 600,
      size: "max",
    },
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 }), steps, (before, given) => {
      const lines = new LineSteps(before);
      let line = before;
      const expected = given.map((step) => (line += step));
      for (const one of expected) lines.push(one);
      expect(expected.map((_, index) => lines.lineOf(index + 1))).toEqual(expected);
    }),
    { numRuns: 15 },
  );
});

it("tells of many rows of the same height in little", () => {
  const lines = new LineSteps(1);
  for (let row = 1; row <= 1000; row += 1) lines.push(1 + row * 4);
  expect([lines.lineOf(1), lines.lineOf(255), lines.lineOf(256), lines.lineOf(1000)]).toEqual([
    5, 1021, 1025, 4001,
  ]);
});
