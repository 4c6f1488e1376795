import { describe, expect, it } from "vitest";
import { parseRowNeeds, rowNeedsProblems, unknownNeeds } from "../../src/plan/row-needs.ts";

describe("what each row needs", () => {
  it("is columns, and of which rows", () => {
    expect(parseRowNeeds("page; ts, sessionid where page = 'NextSong'")).toEqual([
      { columns: ["page"], where: undefined },
      { columns: ["ts", "sessionid"], where: { column: "page", value: "NextSong" } },
    ]);
    expect(parseRowNeeds("id where kind='it''s; so'")).toEqual([
      { columns: ["id"], where: { column: "kind", value: "it's; so" } },
    ]);
  });

  it.each([
    "",
    ";",
    "id,",
    "id name",
    "id where kind",
    "id where kind = sale",
    "id where kind = 'sale",
    "id where kind = 'a' and price = 'b'",
    "id where kind <> 'sale'",
    "id = 'x'",
  ])("is refused where it is something else: %j", (text) => {
    expect(parseRowNeeds(text)).toBeUndefined();
    expect(rowNeedsProblems(text)).toMatchObject([
      { line: 1, next: expect.stringContaining("where kind = 'sale'") as string },
    ]);
  });

  it("is asked of columns that the COPY fills, and of a text", () => {
    const needs = parseRowNeeds("id; price, kind where kind = 'sale'") ?? [];
    expect(unknownNeeds(needs, ["id", "price", "kind"], ["kind"])).toEqual([]);
    expect(unknownNeeds(needs, ["id", "price", "kind"], undefined)).toEqual([]);
    expect(unknownNeeds(needs, ["id", "kind"], ["kind"]).map(({ message }) => message)).toEqual([
      "the column price of row-needs is not one that the COPY fills",
    ]);
    expect(unknownNeeds(needs, ["id", "price", "kind"], ["id"]).map(({ message }) => message)).toEqual([
      "row-needs compares kind with a text, but the column does not hold text",
    ]);
  });
});
