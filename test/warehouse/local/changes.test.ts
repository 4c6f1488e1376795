/** "INSERT", "UPDATE", "DELETE" and "MERGE" of the Database Developer Guide, on tables that are cut down from its sample database. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";

let warehouse: LocalWarehouse;
beforeEach(async () => {
  warehouse = await openLocalWarehouse({ path: ":memory:", store: {} as Store, now: () => new Date(0) });
});
afterEach(() => warehouse.close());

/** Runs statements on one session; the rows of the last one. */
const run = (...statements: readonly string[]): Promise<readonly (readonly (string | null)[])[]> =>
  warehouse.withSession(async (session) => {
    let rows: readonly (readonly (string | null)[])[] = [];
    for (const statement of statements) rows = (await session.execute(statement)).rows;
    return rows;
  });
const failure = (...statements: readonly string[]): Promise<unknown> =>
  run(...statements).then(
    () => undefined,
    (error: unknown) => error,
  );

/** Kinds 6 to 9 have events, as in the guide's examples. */
const TABLES = [
  "create table kinds (id smallint, family varchar(10), name varchar(10))",
  `insert into kinds values (5, 'Sports', 'MLS'), (6, 'Shows', 'Musicals'), (7, 'Shows', 'Plays'), (8, 'Shows', 'Opera'),
    (9, 'Concerts', 'Pop'), (10, 'Concerts', 'Jazz')`,
  "create table events (event integer, kind smallint)",
  "insert into events values (1, 6), (2, 7), (3, 8), (4, 9), (5, 9)",
];
const CHANGED = "select name from kinds where id = 100 order by name";

describe('UPDATE with FROM ("Examples of UPDATE statements")', () => {
  it.each([
    [
      "changes the rows that a table of FROM meets",
      "update kinds set id = 100 from events where events.kind = kinds.id",
      ["Musicals", "Opera", "Plays", "Pop"],
    ],
    [
      "and of these the ones that a condition leaves",
      "update kinds set id = 100 from events where events.kind = kinds.id and family = 'Concerts'",
      ["Pop"],
    ],
    [
      "takes the target in FROM, under an alias, for the row that is changed",
      "update kinds set id = 100 from events join kinds k on events.kind = k.id where k.family = 'Concerts'",
      ["Pop"],
    ],
    [
      "and changes no other rows where the target has another alias of its own",
      "update kinds as t set id = 100 from events, kinds k where events.kind = k.id and k.name = 'Plays'",
      ["Plays"],
    ],
    [
      "joins the target with itself where WHERE compares the two",
      "update kinds set id = 100 from kinds k where k.family = kinds.family and k.name = 'Jazz'",
      ["Jazz", "Pop"],
    ],
    [
      "meets an outer join that stands in a subquery",
      `update kinds set id = 100 from (select e.kind from events e left join kinds k on e.kind = k.id) s
        where kinds.id = s.kind and family = 'Concerts'`,
      ["Pop"],
    ],
    [
      "takes an expression of columns of each side for an equality",
      "update kinds set id = 100 from events e where kinds.id + 1 = e.kind * 1 and e.kind = 9",
      ["Opera"],
    ],
  ])("%s", async (_, sql, names) => {
    expect(await run(...TABLES, sql, CHANGED)).toEqual(names.map((name) => [name]));
  });

  it.each([
    ["names the target nowhere", "update kinds set id = 100 from events where event = 1"],
    ["compares the target otherwise", "update kinds set id = 100 from events where events.kind > kinds.id"],
    [
      "compares it within OR",
      "update kinds set id = 100 from events where events.kind = kinds.id or event = 1",
    ],
    ["compares it with a constant", "update kinds set id = 100 from events where kinds.id = 6 and event = 1"],
    [
      "names it under two aliases, and compares those",
      "update kinds set id = 100 from kinds k, kinds l where k.id = l.id and k.name = 'Plays'",
    ],
    ["has no condition", "update kinds set id = 100 from events"],
    [
      "joins the target by an outer join",
      "update kinds set id = 100 from events left join kinds k on events.kind = k.id where k.family = 'Concerts'",
    ],
  ])('is refused where it %s ("UPDATE", usage notes)', async (_, sql) => {
    expect(await failure(...TABLES, sql)).toMatchObject({
      sqlState: "0A000",
      message: "Target table must be part of an equijoin predicate",
    });
    expect(await run(CHANGED)).toEqual([]);
  });
});

describe("INSERT", () => {
  it("takes defaults in every row, and a subquery in a single one", async () => {
    expect(
      await run(
        "create table t (a smallint default 0, b varchar(10) default 'General')",
        "insert into t values (default, default), (20, default), (21, 'Rock')",
        "insert into t values ((select max(a) + 1 from t))",
        "insert into t default values",
        "select * from t order by a, b",
      ),
    ).toEqual([
      ["0", "General"],
      ["0", "General"],
      ["20", "General"],
      ["21", "Rock"],
      ["22", "General"],
    ]);
  });

  it('numbers rows from 1 where IDENTITY says no more ("CREATE TABLE", its examples)', async () => {
    expect(
      await run(
        "create table t (h bigint identity not null, b bigint generated by default as identity not null, k varchar(10))",
        "insert into t (k) values ('A')",
        "insert into t (b, k) values (17, 'B')",
        "select h, b, k from t where k = 'A' union all select 0, b, k from t where k = 'B' order by k",
      ),
    ).toEqual([
      ["1", "1", "A"],
      ["0", "17", "B"],
    ]);
    expect(await failure("insert into t (h) values (5)")).toMatchObject({ sqlState: "0A000" });
  });
});

describe("MERGE", () => {
  const PAIR = [
    "create table target (k integer, v super)",
    "create table source (k integer, v super)",
    "insert into source values (1, array(1, 'x'))",
  ];
  const merge = (value: string, on = "target.k = source.k"): string =>
    `merge into target using source on ${on} when matched then update set v = ${value} when not matched then insert values (source.k, ${value})`;

  it.each([merge("source.v[0]"), merge("source.v.a"), merge("source.v", "target.k = source.v[0]")])(
    "refuses a part of a SUPER column: %s",
    async (sql) => {
      expect(await failure(...PAIR, sql)).toMatchObject({
        sqlState: "0A000",
        message: "Partial reference of SUPER column is not supported in MERGE statement.",
      });
    },
  );

  it("takes the whole of one", async () => {
    expect(await run(...PAIR, merge("source.v"), "select k, v from target")).toEqual([["1", '[1,"x"]']]);
  });
});
