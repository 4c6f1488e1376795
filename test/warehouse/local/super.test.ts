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
    warehouse = await openLocalWarehouse({ path: ":memory:", store: {} as Store, now: () => new Date(0) });
  });
  afterAll(() => warehouse.close());

  it.each(ANSWERS.map(([sql, ...expected]) => ({ sql, expected })))("$sql", async ({ sql, expected }) => {
    const { rows } = await warehouse.withSession((session) => session.execute(sql));
    expect(rows).toEqual(expected);
  });
});
