import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";

/** Redshift SQL on SUPER values and lists, and what Redshift answers, in its text format. */
const ANSWERS: readonly (readonly [string, ...(string | null)[][]])[] = [
  ["select array(1, 'a', null), array()", ['[1,"a",null]', "[]"]],
  ["select object('a', 1, 'b', array(2))", ['{"a":1,"b":[2]}']],
  [
    "select get_array_length(array(1, 2)), get_array_length(json_parse('{}')), get_array_length(null)",
    ["2", null, null],
  ],
  ["select array_concat(array(1), array('b', 2))", ['[1,"b",2]']],
  ["select subarray(array(1, 2, 3, 4), 1, 2)", ["[2,3]"]],
  ["select split_to_array('a,b'), split_to_array('a|b', '|')", ['["a","b"]', '["a","b"]']],
  [
    "select json_typeof(json_parse('1.5')), json_typeof(json_parse('\"a\"')), json_typeof(array()), json_typeof(json_parse('{}')), json_typeof(json_parse('true')), json_typeof(json_parse('null'))",
    ["number", "string", "array", "object", "boolean", "null"],
  ],
  ["select can_json_parse('[1]'), can_json_parse('[')", ["t", "f"]],
  [
    "select listagg(distinct a, '-') within group (order by a), listagg(distinct a, '-') within group (order by a desc) from (select 10 as a union all select 9 union all select 10 union all select null) as t",
    ["9-10", "10-9"],
  ],
  ["select listagg(distinct a) within group (order by a) from (select 1 as a) as t where a > 1", [null]],
];

describe("SUPER values and lists", () => {
  let warehouse: LocalWarehouse;
  beforeAll(async () => {
    warehouse = await openLocalWarehouse({
      path: ":memory:",
      store: {} as Store,
      now: () => new Date(0),
      threads: 1,
    });
  });
  afterAll(() => warehouse.close());

  it.each(ANSWERS.map(([sql, ...expected]) => ({ sql, expected })))("$sql", async ({ sql, expected }) => {
    const { rows } = await warehouse.withSession((session) => session.execute(sql));
    expect(rows).toEqual(expected);
  });

  it("are stored by INSERT, UPDATE and CREATE TABLE AS with their digits, and read again", () =>
    warehouse.withSession(async (session) => {
      const rows = async (sql: string): Promise<readonly unknown[]> => (await session.execute(sql)).rows;
      await session.execute("create temp table t (id integer, s super, v varchar(10), n integer, d date)");
      await session.execute(
        `insert into t values (1, json_parse('{"a": 1.10, "b": ["x", 2], "n": 7, "d": "2020-01-02"}'), 'x', 1, null)`,
      );
      await session.execute(
        "insert into t (id, s) values (2, 'text'), (3, 1.50), (4, null), (5, array(1, 2)), (6, 2.5::float)",
      );
      expect(await rows("select s from t order by id")).toEqual([
        ['{"a":1.10,"b":["x",2],"n":7,"d":"2020-01-02"}'],
        ['"text"'],
        ["1.50"],
        [null],
        ["[1,2]"],
        ["2.5e+0"],
      ]);
      // A column of another type takes the value in it, a number as a text too.
      await session.execute("insert into t (id, v, n, d) select 7, s.n, s.n, s.d from t where id = 1");
      expect(await rows("select v, n, d from t where id = 7")).toEqual([["7", "7", "2020-01-02"]]);
      await session.execute("update t set s = object('k', s) where id = 3");
      await session.execute("create temp table u as select s.k, s.k + 1 as more from t where s.k = 1.5");
      expect(await rows("select * from u")).toEqual([["1.50", "2.50"]]);
      expect(await rows("select x, i from t, t.s.b as x at i order by i")).toEqual([
        ['"x"', "0"],
        ["2", "1"],
      ]);
      await session.execute("delete from t where s.a = 1.1");
      expect(await rows("select count(*), count(s) from t")).toEqual([["6", "4"]]);
      // "Amazon Redshift doesn't cast the date and time types to SUPER" (Developer Guide, "Limitations").
      await expect(session.execute("insert into t (id, s) values (8, current_date)")).rejects.toMatchObject({
        sqlState: "42804",
      });
    }));

  // Developer Guide, "SUPER configurations", "enable_case_sensitive_super_attribute".
  it.each([
    ["navigate_super_null_on_error", "on", "off"],
    ["cast_super_null_on_error", "ON", "false"],
    ["parse_super_null_on_error", "off", "on"],
    ["json_parse_dedup_attributes", "off", "true"],
    ["json_parse_truncate_strings", "false", "on"],
    ["enable_case_sensitive_identifier", "false", "true"],
    ["enable_case_sensitive_super_attribute", "off", "on"],
  ])("are read with %s at %s, and another value is refused", (name, start, other) =>
    warehouse.withSession(async (session) => {
      await session.execute(`set ${name} to ${start}`);
      await session.execute(`reset ${name}`);
      await expect(session.execute(`set ${name} = ${other}`)).rejects.toMatchObject({ sqlState: "0A000" });
    }),
  );
});
