import { expect, it } from "vitest";
import { nearest, nearestPath } from "../../src/text/nearest.ts";

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

const FOLDER = "s3://a-lake-of-some-length/log_data/2018";
it.each([
  ["a name that is near", `${FOLDER}/11-02-event.json`, `${FOLDER}/11-02-events.json`],
  ["a name that is not, in the same long folder", `${FOLDER}/songs.csv`, undefined],
  ["the same name in another folder", "s3://other/11-02-events.json", `${FOLDER}/11-02-events.json`],
  ["the folder itself", `${FOLDER}/`, undefined],
])("compares paths by what differs in them: %s", (_, typed, meant) => {
  expect(nearestPath(typed, [`${FOLDER}/11-01-events.json`, `${FOLDER}/11-02-events.json`])).toBe(meant);
});
