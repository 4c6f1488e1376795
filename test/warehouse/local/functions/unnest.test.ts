/** "Querying semistructured data", "Unnesting" and "Object unpivoting", and "UNNEST examples" of the Developer Guide: its examples with its answers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

type Rows = readonly (readonly (string | null)[])[];

const ORDERS = [
  {
    id: 8251,
    name: "Customer#000008251",
    orders:
      '[{"o_orderkey":3020007,"o_orderstatus":"F","o_lineitems":[{"l_partkey":1},{"l_partkey":"A55"}]}]',
  },
  {
    id: 9452,
    name: "Customer#000009452",
    orders: '[{"o_orderkey":4043971,"o_orderstatus":"O","o_lineitems":[]}]',
  },
  { id: 1, name: "Customer#000000001", orders: "[]" },
  { id: 2, name: "Customer#000000002", orders: undefined },
];

const QUERIES: readonly { readonly sql: string; readonly rows: Rows }[] = [
  {
    sql: `SELECT c_name, orders.o_orderkey AS orderkey, index AS orderkey_index
      FROM customer_orders_lineitem c, c.c_orders AS orders AT index ORDER BY orderkey_index, 2`,
    rows: [
      ["Customer#000008251", "3020007", "0"],
      ["Customer#000009452", "4043971", "0"],
    ],
  },
  {
    sql: "SELECT index, element FROM bar AS b, b.data.scalar_array AS element AT index ORDER BY index",
    rows: [
      ["0", "1"],
      ["1", "2.3"],
      ["2", "45000000"],
    ],
  },
  {
    // The guide calls it `array`, which is among its own reserved words.
    sql: "SELECT list, element FROM foo AS f, f.multi_level_array AS list, list AS element ORDER BY element",
    rows: [
      ["[1.1,1.2]", "1.1"],
      ["[1.1,1.2]", "1.2"],
      ["[2.1,2.2]", "2.1"],
      ["[2.1,2.2]", "2.2"],
      ["[3.1,3.2]", "3.1"],
      ["[3.1,3.2]", "3.2"],
    ],
  },
  {
    sql: "SELECT c.c_custkey, l.l_partkey FROM customer_orders_lineitem c, c.c_orders o, o.o_lineitems l ORDER BY 2",
    rows: [
      ["8251", "1"],
      ["8251", '"A55"'],
    ],
  },
  {
    sql: "SELECT l FROM customer_orders_lineitem c, c.c_orders[0].o_lineitems l where l.l_partkey = 'A55'",
    rows: [['{"l_partkey":"A55"}']],
  },
  // A table reference joined with a SUPER expression ("FROM clause").
  {
    sql: "SELECT c_custkey, o.o_orderkey FROM customer_orders_lineitem c LEFT JOIN c.c_orders o ON true ORDER BY 1",
    rows: [
      ["1", null],
      ["2", null],
      ["8251", "3020007"],
      ["9452", "4043971"],
    ],
  },
  {
    sql: "SELECT c_custkey FROM customer_orders_lineitem c JOIN c.c_orders o ON o.o_orderstatus = 'F'",
    rows: [["8251"]],
  },
  // "Object unpivoting".
  {
    sql: `SELECT attr as attribute_name, json_typeof(val) as value_type
      FROM customer_orders_lineitem c, UNPIVOT c.c_orders[0] AS val AT attr WHERE c_custkey = 9452 ORDER BY 1 DESC`,
    rows: [
      ["o_orderstatus", "string"],
      ["o_orderkey", "number"],
      ["o_lineitems", "array"],
    ],
  },
  {
    sql: `SELECT attr, val FROM customer_orders_lineitem c, c.c_orders AS o, UNPIVOT o AS val AT attr
      WHERE c_custkey = 9452 AND attr <> 'o_lineitems' ORDER BY attr`,
    rows: [
      ["o_orderkey", "4043971"],
      ["o_orderstatus", '"O"'],
    ],
  },
  {
    sql: "SELECT o.id, unnested.product FROM orders o, UNNEST(o.products) AS unnested(product) ORDER BY unnested.product.product_id",
    rows: [
      ["1001", '{"product_id":"P456","price":299.99}'],
      ["1002", '{"product_id":"P567","price":9.99}'],
      ["1002", '{"product_id":"P678","price":159.99}'],
    ],
  },
  // A query within may unnest what its parent's tables have ("Limitations").
  {
    sql: "SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM o.products p WHERE p.price > 200)",
    rows: [["1001"]],
  },
  {
    sql: "SELECT id, (SELECT sum(p.price::decimal(8,2)) FROM o.products p) FROM orders o ORDER BY id",
    rows: [
      ["1001", "299.99"],
      ["1002", "169.98"],
    ],
  },
  {
    sql: "SELECT p.product_id, count(*) FROM orders o, o.products p GROUP BY p.product_id ORDER BY p.product_id DESC LIMIT 1",
    rows: [['"P678"', "1"]],
  },
  { sql: "WITH a AS (SELECT p FROM orders o, o.products p) SELECT count(*) FROM a", rows: [["3"]] },
  // The guide is silent about a value that is no array: PartiQL has it as its own only element.
  { sql: "SELECT e FROM bar b, b.data.scalar_array[1] AS e", rows: [["2.3"]] },
];

describe("SUPER values in FROM", () => {
  let database: BoundDatabase;
  beforeAll(async () => {
    database = await openBound(
      {
        customer_orders_lineitem: "c_custkey bigint, c_name varchar(25), c_orders super",
        bar: "data super",
        foo: "multi_level_array super",
        orders: "id integer, products super",
        element: "a integer",
      },
      [
        ...ORDERS.map(
          ({ id, name, orders }) =>
            `INSERT INTO public.customer_orders_lineitem VALUES (${id}, '${name}', ${orders === undefined ? "NULL" : `'${orders}'`})`,
        ),
        `INSERT INTO public.bar VALUES ('{"scalar_array": [1, 2.3, 45000000]}')`,
        "INSERT INTO public.foo VALUES ('[[1.1, 1.2], [2.1, 2.2], [3.1, 3.2]]')",
        `INSERT INTO public.orders VALUES (1001, '[{"product_id":"P456","price":299.99}]'),
          (1002, '[{"product_id":"P567","price":9.99},{"product_id":"P678","price":159.99}]')`,
      ],
    );
  });
  afterAll(() => database.close());

  it.each(QUERIES)("$sql", async ({ sql, rows }) => {
    await expect(database.ask(sql)).resolves.toMatchObject({ rows });
  });

  it("stand in the select list as columns of their own names", async () => {
    const { names, types } = await database.ask("select o.id, p, i from orders o, o.products as p at i");
    expect(names).toEqual(["id", "p", "i"]);
    expect(types).toEqual(["integer", "super", "bigint"]);
  });

  it.each([
    // "You can't use the SUPER data type and its alias in right joins or full outer joins."
    ["select 1 from orders o right join o.products p on true", "RIGHT JOIN"],
    ["select 1 from orders o full join o.products p on true", "FULL JOIN"],
    ["select 1 from orders o, o.id i", "cannot be unnested"],
    ["select 1 from orders o, o.nothing i", "does not exist"],
    ["select 1 from unnest(1) as u(x)", "cannot be unnested"],
  ])("%s is an error: %s", async (sql, says) => {
    await expect((async () => await database.ask(sql))()).rejects.toThrow(says);
  });
});
