import { describe, expect, it } from "vitest";
import { arrayElements, splitArray } from "../../src/text/split-array.ts";

describe("an array in PostgreSQL's words", () => {
  it.each([
    ["{}", []],
    ["", []],
    ["{1,2}", ["1", "2"]],
    ["{public}", ["public"]],
    ['{"$user",public,"two, words","a\\"b"}', ["$user", "public", "two, words", 'a"b']],
  ])("%s", (text, elements) => {
    expect(splitArray(text)).toEqual(elements);
  });

  it("has a NULL where it stands without quotes", () => {
    expect(arrayElements('{NULL,"NULL",a}')).toEqual([null, "NULL", "a"]);
  });
});
