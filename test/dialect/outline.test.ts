import { describe, expect, it } from "vitest";
import { outlineOf } from "../../src/dialect/outline.ts";
import { tablesOf } from "../../src/dialect/tables-of.ts";
import { namedTables } from "../../src/warehouse/local/statement/named-tables.ts";
import { treeOf } from "./statement.ts";

const MANY = Array.from({ length: 2000 }, (_, at) => at).join(",");

describe("the outline of a large statement", () => {
  it.each([
    `with c as (select * from s.a where x in (${MANY})) select (select max(q) from b) + 1 from c join d as e on e.x = c.x where y in (select z from f) order by 1`,
    `insert into t (a, b) select x, coalesce(x, ${MANY}) from u`,
    `insert into t values (1, (select max(x) from v)), ${MANY.replaceAll(/\d+/g, "(1, $&)")}`,
    `update t set a = (select b from u where u.c = t.c) from w where t.x in (${MANY})`,
    `delete from t using u where t.x in (${MANY}) and exists (select 1 from w)`,
    `create table t as select case when exists (select 1 from v) then coalesce(${MANY}) end from u`,
    `create view t as select coalesce(${MANY}) as x from u, lateral.v`,
    `explain select coalesce(${MANY}) from u union all select 1 from (select 2 from w) x`,
    `unload ('select coalesce(${MANY}) from u join v on true') to 's3://b/p' iam_role default`,
    `merge into t using u on t.x = u.x when matched then update set y = (select max(z) from w) when not matched then insert values (${MANY})`,
  ])("names the same tables as the whole: %#", (sql) => {
    const tree = treeOf(sql);
    const outline = outlineOf(tree);
    expect(tablesOf(outline)).toEqual(tablesOf(tree));
    // The query of an UNLOAD is a text.
    expect(tree.kind === "unload" || namedTables(outline)).toEqual(
      tree.kind === "unload" || namedTables(tree),
    );
    expect([outline.kind, outline.span]).toEqual([tree.kind, tree.span]);
    expect(JSON.stringify(outline).length).toBeLessThan(8000);
  });

  it("keeps the places of the values that EXECUTE gives", () => {
    const tree = treeOf(`execute p (${MANY})`);
    const outline = outlineOf(tree);
    const spans = (one: typeof tree) => (one.kind === "execute" ? one.args.map(({ span }) => span) : []);
    expect(spans(outline)).toEqual(spans(tree));
  });

  it("is the whole where that is small, and where it is not about rows", () => {
    for (const sql of ["select pg_cancel_backend(1)", `set query_group to ${MANY}`]) {
      const tree = treeOf(sql);
      expect(outlineOf(tree)).toBe(tree);
    }
  });
});
