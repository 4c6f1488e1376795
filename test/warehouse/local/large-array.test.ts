/** Arrays of the size that one JSON object may have, 4 MB ("Using COPY to load data into SUPER columns" in the Developer Guide), in the memory that this warehouse has. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { quoteLiteral } from "../../../src/dialect/quote.ts";
import { openScratch, type Scratch } from "../../support/scratch.ts";

const COUNT = 3000;

let scratch: Scratch;
beforeAll(() => {
  scratch = openScratch();
});
afterAll(() => scratch.remove());

it("are unnested without a copy of the array beside each element", async () => {
  const items = Array.from({ length: COUNT }, (_, id) => ({ id, text: "x".repeat(1000) }));
  const url = scratch.write("given/feed.json", [{ items }]);
  const rows = await scratch.look(async (session) => {
    await session.execute("create table feeds (items super)");
    await session.execute(`copy feeds from ${quoteLiteral(url)} iam_role default format as json 'auto'`);
    await session.execute(
      `create temp table placed as
       select item.id::integer as id, row_number() over (order by item.id::integer) as place
       from feeds, feeds.items as item at place`,
    );
    return (await session.execute("select count(*), min(place - id), max(place - id) from placed")).rows;
  });
  expect(rows).toEqual([[String(COUNT), "1", "1"]]);
});
