import { expect, it } from "vitest";
import { sayUnlisted } from "../../src/text/unlisted.ts";

it("says both numbers where the log holds fewer rows than were rejected, and nothing where it holds them all", () => {
  expect(sayUnlisted(1500, 20)).toBe(
    "1,500 rows were rejected, and the warehouse's log of load errors holds 20 of them",
  );
  expect(sayUnlisted(1, 0)).toBe(
    "1 row was rejected, and the warehouse's log of load errors holds none of them",
  );
  expect(sayUnlisted(31, 20, true)).toBe(
    "at least 31 rows were rejected, and the warehouse's log of load errors holds 20 of them",
  );
  expect([sayUnlisted(0, 0), sayUnlisted(2, 2), sayUnlisted(2, 3)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
