import { describe, expect, it } from "vitest";
import { kindOf, type StatementKind } from "../../src/dialect/kind-of.ts";
import { parseScript } from "../../src/dialect/parse/parse.ts";
import { tablesOf } from "../../src/dialect/tables-of.ts";
import { treeOf } from "./statement.ts";

const tables = (sql: string) => tablesOf(treeOf(sql));
const reads = (sql: string) => tables(sql).reads;

describe("the tables that a query reads", () => {
  it.each([
    ["select 1", []],
    ["select * from a", ["a"]],
    ['select * from A, S.B as x, "C" y', ["a", "s.b", "c"]],
    [
      "select * from a join b on a.x = b.x left join c using (x) cross join d natural join e",
      ["a", "b", "c", "d", "e"],
    ],
    ["select * from (a join b on a.x = b.x) join (select * from c) as s on true", ["a", "b", "c"]],
    [
      "select (select max(x) from a) from b where x in (select x from c) and exists (select 1 from d)",
      ["b", "a", "c", "d"].sort(),
    ],
    ["select * from a where x = 1 union all (select * from b) except select * from c", ["a", "b", "c"]],
    ["((select * from a) union (select * from b)) order by 1", ["a", "b"]],
    ["select * from a a1, a a2", ["a"]],
    ["select * from public.time", ["public.time"]],
    ["select * from db.public.time", ["db.public.time"]],
    ["select * from a where x = (select y from b where a.z = b.z) limit 1", ["a", "b"]],
    [
      "select a.start, b.limit from a join b on a.group = b.limit join c on c.group = a.offset",
      ["a", "b", "c"],
    ],
    ["select * from a join b on case when a.x then b.y else b.z end = 1 join c on true", ["a", "b", "c"]],
    ["select * from a as t qualify row_number() over (order by x) = 1", ["a"]],
    ["select * from a pivot (sum(x) for y in ('p', 'q')) as p, b", ["a", "b"]],
    [
      "with w as (select 1 from a) select * from w pivot (sum((select max(x) from b where b.y = w.y)) for y in (1)) join c on true",
      ["a", "b", "c"],
    ],
    ["select * from (select * from a.b) unpivot (v for n in (x, y)) as u, u.z as p", ["a.b"]],
    // What is rotated has no name behind it: this is a table of a schema that is called like it.
    ["select * from a pivot (sum(x) for y in ('p')), a.z", ["a", "a.z"]],
    ["select * from a start with x = 1 connect by prior x = y", ["a"]],
    ["declare c cursor for select * from a", ["a"]],
  ])("in %s", (sql, expected) => {
    expect([...reads(sql)].sort()).toEqual([...expected].sort());
  });

  it("takes no FROM inside a function for a table", () => {
    const sql = "select extract(day from x), trim(both ' ' from y), substring(z from 2) from a";
    expect(reads(sql)).toEqual(["a"]);
  });

  it("takes functions that return rows for no tables, but reads their queries", () => {
    expect(reads("select * from generate_series(1, (select max(x) from a)) as g(x), b")).toEqual(["a", "b"]);
  });

  it("takes a path into a SUPER column for no table, in subqueries too", () => {
    expect(
      reads("select (select count(*) from o.items i) from s.orders as o, o.items as i, i.parts p"),
    ).toEqual(["s.orders"]);
    expect(reads("select * from sparkify.sparkify")).toEqual(["sparkify.sparkify"]);
    expect(reads("with x as (select * from o.items) select * from orders o, x")).toEqual([
      "o.items",
      "orders",
    ]);
  });
});

describe("common table expressions", () => {
  it.each([
    ["with x as (select * from a) select * from x join b on true", ["a", "b"]],
    ["with x (p, q) as (select * from a), y as (select * from x) select * from y", ["a"]],
    // Its own name is the table's in the body, and the CTE's behind it.
    ["with orders as (select * from orders) select * from orders", ["orders"]],
    [
      "with recursive n as (select 1 as i union all select i + 1 from n join a on true) select * from n",
      ["a"],
    ],
    ["with x as (select * from a) select * from public.x", ["a", "public.x"]],
    ["select * from (with x as (select * from a) select * from x) s", ["a"]],
    ["select * from (with x as (select * from a) select 1) s, x", ["a", "x"]],
    ["with x as (with y as (select * from a) select * from y) select * from x, z", ["a", "z"]],
    ["with x as (select 1) select 1 union select * from (select * from x) s", []],
    ["with x as (select * from a) (select * from x) union (select * from b)", ["a", "b"]],
  ])("in %s", (sql, expected) => {
    expect(reads(sql)).toEqual(expected);
    expect(["select"]).toContain(kindOf(treeOf(sql)));
  });
});

describe("what statements read and write", () => {
  it.each<[string, StatementKind, string[], string[]]>([
    ["insert into t values (1, (select max(x) from a))", "insert", ["a"], ["t"]],
    ["insert into s.t (a, b) select a, b from x", "insert", ["x"], ["s.t"]],
    [
      "insert into t (a) with c as (select * from x left join t on true) select * from c",
      "insert",
      ["x", "t"],
      ["t"],
    ],
    ["insert into t default values", "insert", [], ["t"]],
    ["update t set a = b.a, c = (select 1 from d) from b where t.id = b.id", "update", ["b", "d"], ["t"]],
    ["with c as (select * from x) update t set a = 1 from c", "update", ["x"], ["t"]],
    ["delete from t", "delete", [], ["t"]],
    ["delete t where x = 1", "delete", [], ["t"]],
    [
      "delete from t using a, s.b as b where t.x = a.x and not exists (select 1 from c)",
      "delete",
      ["a", "s.b", "c"],
      ["t"],
    ],
    ["with c as (select * from x) delete from t using c where t.a = c.a", "delete", ["x"], ["t"]],
    [
      "merge into t using s as q on t.a = q.a when matched then update set x = q.x, y = q.y when not matched then insert (a, x) values (q.a, q.x)",
      "merge",
      ["s"],
      ["t"],
    ],
    ["merge into t using s on t.a = s.a remove duplicates", "merge", ["s"], ["t"]],
    ["copy s.t (a, b) from 's3://b/k' iam_role default json 'auto'", "copy", [], ["s.t"]],
    ["unload ('select * from a where x = ''y''') to 's3://b/k' iam_role default", "unload", ["a"], []],
    [
      "create table t (a int references u (id), foreign key (a) references s.v)",
      "create_table",
      ["u", "s.v"],
      ["t"],
    ],
    ["create table t (parent int references t (id))", "create_table", [], ["t"]],
    ["create table if not exists s.t (like u including defaults)", "create_table", ["u"], ["s.t"]],
    [
      "create table t distkey (a) as with c as (select * from x) select * from c",
      "create_table_as",
      ["x"],
      ["t"],
    ],
    ["create table t as (select * from x)", "create_table_as", ["x"], ["t"]],
    ["create or replace view v as select * from x with no schema binding", "create_view", ["x"], ["v"]],
    ["create materialized view v auto refresh yes as select * from x", "create_view", ["x"], ["v"]],
    ["refresh materialized view v", "refresh", [], ["v"]],
    ["drop table if exists a, s.b cascade", "drop", [], ["a", "s.b"]],
    ["drop schema a", "drop", [], []],
    ["truncate table t", "truncate", [], ["t"]],
    ["alter table t add column x int", "alter", [], ["t"]],
    ["alter table s.t rename to u", "alter", [], ["s.t", "s.u"]],
    ["alter table t append from s", "alter", ["s"], ["t", "s"]],
    ["alter schema s rename to t", "alter", [], []],
    ["lock table a, b", "lock", ["a", "b"], []],
    ["analyze compression t (a)", "analyze", ["t"], []],
    ["analyze", "analyze", [], []],
    ["vacuum delete only t to 75 percent", "vacuum", ["t"], []],
    ["comment on table s.t is 'x'", "comment", ["s.t"], []],
    ["comment on column s.t.c is 'x'", "comment", ["s.t"], []],
    ["comment on schema s is 'x'", "comment", [], []],
    ["select a into t from x", "select_into", ["x"], ["t"]],
    ["explain verbose insert into t select * from x", "explain", ["x", "t"], []],
    ["call p()", "call", [], []],
    // Names are spelled as SQL takes them: folded, and in quotes where they have to be.
    [
      'insert into "Group" select * from "order" as o, Mart."LEVELS"',
      "insert",
      ['"order"', "mart.levels"],
      ['"group"'],
    ],
    ['create table "group" (a int references "user" (id))', "create_table", ['"user"'], ['"group"']],
    ['create table "a.b" (like "c.d"."e")', "create_table", ['"c.d".e'], ['"a.b"']],
    ['alter table "a.b"."c" rename to "two words"', "alter", [], ['"a.b".c', '"a.b"."two words"']],
    ['comment on column "a.b"."c"."d" is \'x\'', "comment", ['"a.b".c'], []],
    ['drop table if exists "group", mart."Levels"', "drop", [], ['"group"', "mart.levels"]],
    ["copy \"group\" from 's3://b/k' iam_role default json 'auto'", "copy", [], ['"group"']],
    ['lock "group", mart.levels', "lock", ['"group"', "mart.levels"], []],
    ["grant select on t to u", "grant", [], []],
    // Words that the old readers took for something else, or did not read.
    ["create table dev.analytics.m as select * from a", "create_table_as", ["a"], ["dev.analytics.m"]],
    ["alter table t add foreign key (a) references u (a)", "alter", ["u"], ["t"]],
    ["unload ('select * from a where x = ''1''') to 's3://b/k' iam_role default", "unload", ["a"], []],
    ["unload ('selct') to 's3://b/k' iam_role default", "unload", [], []],
    ["prepare p (int) as insert into t select * from a", "prepare", ["a", "t"], []],
    ['insert into :"t" select * from :"s", a', "insert", ["a"], []],
    ["select * from a as b, a.c", "select", ["a", "a.c"], []],
    ["update t set a = 1 where exists (select 1 from t.items)", "update", [], ["t"]],
  ])("%s", (sql, kind, expectedReads, expectedWrites) => {
    const tree = treeOf(sql);
    expect(kindOf(tree)).toBe(kind);
    expect(tablesOf(tree)).toEqual({ reads: expectedReads, writes: expectedWrites, temporary: [] });
  });

  it.each([
    ["create temp table x as select * from a", ["x"]],
    ["create local temporary table x (a int)", ["x"]],
    ["create table #x (like a)", ["#x"]],
    ["insert into #x select * from #y, a", ["#y", "#x"]],
    ["select a into temp table x from a", ["x"]],
    ["create table x as select * from a", []],
  ])("says which tables are temporary in %s", (sql, expected) => {
    expect(tables(sql).temporary).toEqual(expected);
  });
});

describe("a script that works through a temporary table", () => {
  it("shows it as temporary where it is made", () => {
    const trees = parseScript(
      "create temp table x as select * from a; merge into t using x on t.i = x.i remove duplicates; drop table x",
    );
    expect(trees.map(tablesOf)).toEqual([
      { reads: ["a"], writes: ["x"], temporary: ["x"] },
      { reads: ["x"], writes: ["t"], temporary: [] },
      { reads: [], writes: ["x"], temporary: [] },
    ]);
  });
});
