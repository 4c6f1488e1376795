import { expect, it } from "vitest";
import { placeOf } from "../../src/text/place.ts";

it("tells a file and a line, and a whole file without one", () => {
  expect(placeOf({ url: "s3://lake/a.csv", line: 7 })).toBe("s3://lake/a.csv:7");
  expect(placeOf({ url: "s3://lake/a.csv", line: 0 })).toBe("s3://lake/a.csv");
});
