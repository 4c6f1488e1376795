import { expect, it } from "vitest";
import { nearest } from "../../src/text/nearest.ts";

it.each([
  ["DWH_EVENT", "DWH_EVENTS"],
  ["DWH_SONSG", "DWH_SONGS"],
  ["DWH_LOGLEVEL", "DWH_LOG_LEVEL"],
])("takes %s for %s", (typed, meant) => {
  expect(nearest(typed, ["DWH_SONGS", "DWH_EVENTS", "DWH_LOG_LEVEL"])).toBe(meant);
});

it("does not guess when nothing is near", () => {
  expect(nearest("DWH_XYZQRST", ["DWH_SONGS", "DWH_EVENTS"])).toBeUndefined();
  expect(nearest("x", [])).toBeUndefined();
});
