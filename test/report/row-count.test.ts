import { describe, expect, it } from "vitest";
import { sayRowCount } from "../../src/report/row-count.ts";

describe("the rows of a table in words", () => {
  it.each([
    [{ rows: 3, held: false, refused: false }, "3 rows"],
    [{ rows: undefined, held: true, refused: false }, "locked by a run"],
    [{ rows: undefined, held: false, refused: true }, "not readable"],
    [{ rows: undefined, held: false, refused: false }, "not created yet"],
  ])("of %o are %s", (facts, words) => {
    expect(sayRowCount(facts)).toBe(words);
  });
});
