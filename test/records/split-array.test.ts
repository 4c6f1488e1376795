import { describe, expect, it } from "vitest";
import { splitArray } from "../../src/records/split-array.ts";

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
});
