/** "CTAS usage notes" of the Database Developer Guide, "Inheritance of column and table attributes", with its tables. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";

let warehouse: LocalWarehouse;
beforeAll(async () => {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    store: {} as Store,
    now: () => new Date(0),
    threads: 1,
  });
  await run(
    "create table sales (salesid integer not null, listid integer distkey, dateid integer sortkey, qtysold integer default 1, primary key (salesid))",
    "create table everywhere (a integer, b integer) diststyle all interleaved sortkey (b, a)",
    "create view seen as select listid, dateid from sales",
  );
});
afterAll(() => warehouse.close());

const run = (...statements: readonly string[]): Promise<readonly (readonly (string | null)[])[]> =>
  warehouse.withSession(async (session) => {
    let rows: readonly (readonly (string | null)[])[] = [];
    for (const statement of statements) rows = (await session.execute(statement)).rows;
    return rows;
  });

const SIMPLE = "select listid, dateid, qtysold from sales";

/** The statement, and its columns with distkey and sortkey, as pg_table_def tells them. */
const EXAMPLES: readonly (readonly [string, ...string[]])[] = [
  // The five of the page.
  [`create table made as ${SIMPLE}`, "listid t 0", "dateid f 1", "qtysold f 0"],
  [`create table made as ${SIMPLE} limit 100`, "listid f 0", "dateid f 0", "qtysold f 0"],
  [`create table made as ${SIMPLE} order by listid`, "listid t 1", "dateid f 0", "qtysold f 0"],
  [`create table made as ${SIMPLE} order by qtysold`, "listid t 0", "dateid f 0", "qtysold f 1"],
  [
    "create table made as select listid, dateid, sum(qtysold) from sales group by listid, dateid",
    "listid f 0",
    "dateid f 0",
    "sum f 0",
  ],
  // "You can explicitly specify distribution style and sort key": what is said counts, the rest is inherited.
  [`create table made diststyle even as ${SIMPLE}`, "listid f 0", "dateid f 1", "qtysold f 0"],
  [`create table made sortkey (qtysold) as ${SIMPLE}`, "listid t 0", "dateid f 0", "qtysold f 1"],
  [`create table made (x, y, z) as ${SIMPLE} where qtysold > 1`, "x t 0", "y f 1", "z f 0"],
  ["select listid, dateid into made from sales as s", "listid t 0", "dateid f 1"],
  // Of more than one row or one table there is no simple scan.
  ["create table made as select distinct listid, dateid from sales", "listid f 0", "dateid f 0"],
  ["create table made as select count(*) from sales", "count f 0"],
  [
    "create table made as select a.listid, a.dateid from sales a join sales b on a.listid = b.listid",
    "listid f 0",
    "dateid f 0",
  ],
  ["create table made as select listid, dateid from sales union all select 1, 2", "listid f 0", "dateid f 0"],
  [
    "create table made as select listid, dateid, row_number() over (order by listid) as n from sales",
    "listid f 0",
    "dateid f 0",
    "n f 0",
  ],
  [
    "create table made as with sales as (select 1 as listid, 2 as dateid) select listid, dateid from sales",
    "listid f 0",
    "dateid f 0",
  ],
  // The page is silent on a view, and on keys that the query leaves out or computes.
  ["create table made as select listid, dateid from seen", "listid f 0", "dateid f 0"],
  ["create table made as select listid + 1 as listid, qtysold from sales", "listid f 0", "qtysold f 0"],
];

it.each(EXAMPLES)("%s", async (statement, ...columns) => {
  const found = await run(
    statement,
    `select "column" || ' ' || case when distkey then 't' else 'f' end || ' ' || sortkey from pg_table_def where tablename = 'made'`,
  );
  await run("drop table made");
  expect(found.map(([column]) => column)).toEqual(columns);
});

it("a table that stands everywhere leaves that, and a key of several columns in its order", async () => {
  await run("create table made as select b as y, a as x from everywhere", "insert into made values (1, 2)");
  const asked = `select t.diststyle, d."column", d.sortkey from svv_table_info t join pg_table_def d on t."table" = d.tablename where t."table" = 'made' order by 2`;
  expect(await run(asked)).toEqual([
    ["ALL", "x", "2"],
    ["ALL", "y", "-1"],
  ]);
  await run("drop table made");
});

it("no constraint and no default is inherited", async () => {
  await run("create table made as select salesid, qtysold from sales");
  expect(await run("insert into made (salesid) values (null)", "select salesid, qtysold from made")).toEqual([
    [null, null],
  ]);
  expect(await run("select count(*) from pg_constraint where conname like 'made%'")).toEqual([["0"]]);
  await run("drop table made");
});
