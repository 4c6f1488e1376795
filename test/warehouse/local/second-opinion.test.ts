/**
 * The same questions over the same rows, asked of this warehouse in Redshift's SQL and of DuckDB itself in its own: what binder, casts and
 * written text make of a join, a subquery or a window must not change a row. The questions have the shapes of a decision support
 * benchmark: a shop with customers, orders and lines. Decimals are compared as numbers, since an average has the scale of its values
 * ("AVG function" of the Database Developer Guide) and is a double in DuckDB.
 */
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { duckdb } from "../../../src/warehouse/local/duckdb.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";

type Value = string | number | null;
type Row = readonly Value[];

/** A row of numbers between 0 and 1, the same in every run. */
function dice(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const roll = dice();
const among = (count: number): number => Math.floor(roll() * count);
const oneOf = <T>(values: readonly T[]): T => values[among(values.length)] as T;
const day = (): string => new Date(Date.UTC(1995, 0, 1 + among(900))).toISOString().slice(0, 10);
const cents = (most: number): string => (among(most * 100) / 100).toFixed(2);

const TABLES: Readonly<Record<string, { readonly columns: string; readonly rows: readonly Row[] }>> = {
  nation: {
    columns: "nation integer, name char(12), region char(8)",
    rows: ["FRANCE", "PERU", "KENYA", "JAPAN", "BRAZIL", "GERMANY"].map((name, at) => [
      at,
      name,
      ["EUROPE", "AMERICA"][at % 2] as string,
    ]),
  },
  customer: {
    columns: "customer integer, nation integer, segment char(10), phone varchar(15), balance decimal(12, 2)",
    rows: Array.from({ length: 60 }, (_, at) => [
      at,
      at % 17 === 0 ? null : among(6),
      oneOf(["BUILDING", "MACHINERY"]),
      `${10 + among(9)}-${at}`,
      cents(900),
    ]),
  },
  orders: {
    columns: "ord integer, customer integer, ordered date, priority varchar(15), remark varchar(40)",
    rows: Array.from({ length: 400 }, (_, at) => [
      at,
      among(45),
      day(),
      oneOf(["1-URGENT", "2-HIGH", "5-LOW"]),
      oneOf(["special packages", "plain ", "plain"]),
    ]),
  },
  line: {
    columns:
      "ord integer, line integer, part integer, quantity smallint, price decimal(12, 2), discount decimal(4, 2), mode char(7), shipped date, received date",
    rows: Array.from({ length: 1500 }, (_, at) => [
      among(380),
      at,
      among(50),
      1 + among(50),
      cents(2000),
      `0.0${among(10)}`,
      oneOf(["MAIL", "SHIP", "AIR"]),
      day(),
      at % 31 === 0 ? null : day(),
    ]),
  },
};

const SALES = "sum(price * (1 - discount))";

/** The question in Redshift's words, and in DuckDB's where they differ. */
const QUESTIONS: Readonly<Record<string, readonly [string, string?]>> = {
  "sums and averages of groups, up to a day": [
    `select mode, count(*), sum(quantity), ${SALES} as sold, avg(price) as mean, avg(discount) from line where shipped <= dateadd(day, -90, '1997-01-01') group by mode order by mode`,
    `select mode, count(*), sum(quantity), ${SALES} as sold, avg(price) as mean, avg(discount) from line where shipped <= DATE '1997-01-01' - 90 group by mode order by mode`,
  ],
  "the largest orders of a segment": [
    `select top 10 o.ord, ${SALES} as sold, ordered from customer c, orders o, line l where segment = 'BUILDING' and c.customer = o.customer and l.ord = o.ord and ordered < '1996-03-15' group by o.ord, ordered order by sold desc, ordered, 1`,
    `select o.ord, ${SALES} as sold, ordered from customer c, orders o, line l where segment = 'BUILDING' and c.customer = o.customer and l.ord = o.ord and ordered < DATE '1996-03-15' group by o.ord, ordered order by sold desc, ordered, 1 limit 10`,
  ],
  "orders with a line that came late": [
    "select priority, count(*) from orders o where exists (select 1 from line l where l.ord = o.ord and shipped < received) group by priority order by priority",
  ],
  "customers without orders, by the first digits of their phone": [
    "select left(phone, 2) as code, count(*), sum(balance) from customer c where balance > (select avg(balance) from customer where balance > 0.00) and not exists (select 1 from orders o where o.customer = c.customer) group by 1 order by 1",
    "select left(phone, 2) as code, count(*), sum(balance) from customer c where balance > (select avg(balance) from customer where balance > 0) and not exists (select 1 from orders o where o.customer = c.customer) group by 1 order by 1",
  ],
  "how many customers have how many orders": [
    "select orders_of, count(*) as many from (select c.customer, count(o.ord) from customer c left outer join orders o on c.customer = o.customer and remark not like '%special%' group by c.customer) as x (customer, orders_of) group by orders_of order by many desc, orders_of desc",
  ],
  "the share of a part in each year": [
    "select extract(year from ordered) as y, sum(case when part < 10 then price else 0 end) / sum(price) as share from line l join orders o using (ord) group by y order by y",
    "select extract(year from ordered) as y, sum(case when part < 10 then price else 0 end)::double / sum(price)::double as share from line l join orders o using (ord) group by y order by y",
  ],
  "parts below the fifth of their average quantity": [
    "select part, count(*), sum(price) / 7.0 from line l where quantity < (select 0.2 * avg(quantity::decimal(8, 4)) from line i where i.part = l.part) group by part order by part",
    "select part, count(*), sum(price)::double / 7 from line l where quantity < (select 0.2 * avg(quantity) from line i where i.part = l.part) group by part order by part",
  ],
  "orders of more than a hundred pieces": [
    "select o.ord, customer, sum(quantity) from orders o, line l where o.ord in (select ord from line group by ord having sum(quantity) > 150) and o.ord = l.ord group by o.ord, customer order by 3 desc, 1 limit 20",
  ],
  "nations by month, with the month before": [
    "select name, m, sold, lag(sold) over (partition by name order by m) as last, rank() over (partition by m order by sold desc, name) from (select name, date_trunc('month', ordered) as m, sum(price) as sold from nation n join customer c on n.nation = c.nation join orders o on c.customer = o.customer join line l on l.ord = o.ord group by name, m) as s order by name, m limit 60",
    "select name, m, sold, lag(sold) over (partition by name order by m) as last, rank() over (partition by m order by sold desc, name) from (select name, date_trunc('month', ordered)::timestamp as m, sum(price) as sold from nation n join customer c on n.nation = c.nation join orders o on c.customer = o.customer join line l on l.ord = o.ord group by name, m) as s order by name, m limit 60",
  ],
  "a running sum, and the last that is known": [
    "select line, sum(price) over (partition by part order by line rows unbounded preceding), last_value(received) ignore nulls over (partition by part order by line rows between 3 preceding and current row) from line where part < 5 order by line",
    "select line, sum(price) over (partition by part order by line rows unbounded preceding), last_value(received ignore nulls) over (partition by part order by line rows between 3 preceding and current row) from line where part < 5 order by line",
  ],
  "what is in one set and not in the other": [
    "(select customer from orders where priority = '1-URGENT' minus select customer from orders where priority = '5-LOW') union all (select customer from customer where nation is null intersect select customer from orders) order by 1",
    "((select customer from orders where priority = '1-URGENT' except select customer from orders where priority = '5-LOW') union all (select customer from customer where nation is null intersect select customer from orders)) order by 1",
  ],
  "totals of totals": [
    "select region, segment, count(*), grouping(region) from nation n join customer c on n.nation = c.nation group by rollup (region, segment) order by region, segment, 4",
  ],
  "null keys on either side": [
    "select n.name, c.customer from nation n full join customer c on n.nation = c.nation and balance > 700 where n.nation is null or c.customer is null or c.customer < 20 order by 1, 2",
  ],
  "the oldest and newest of each, without the rest": [
    "select ord, part, shipped from (select *, row_number() over (partition by part order by shipped desc, line) as newest, count(*) over (partition by part) as many from line) as x where newest = 1 and many > 20 order by part",
  ],
};

let warehouse: LocalWarehouse;
let instance: DuckDBInstance;
let plain: DuckDBConnection;
beforeAll(async () => {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    store: {} as Store,
    now: () => new Date(0),
    threads: 1,
  });
  instance = await duckdb.DuckDBInstance.create(":memory:");
  plain = await instance.connect();
  // As Redshift has them: "ORDER BY clause", and whole numbers in "Mathematical operator symbols".
  await plain.run("SET default_null_order = 'nulls_last_on_asc_first_on_desc'");
  await plain.run("SET integer_division = true");
  await warehouse.withSession(async (session) => {
    for (const [table, { columns, rows }] of Object.entries(TABLES)) {
      const values = rows.map(
        (row) =>
          `(${row.map((value) => (typeof value === "string" ? `'${value}'` : String(value))).join(", ")})`,
      );
      const filled = `insert into ${table} values ${values.join(", ")}`;
      await session.execute(`create table ${table} (${columns})`);
      await session.execute(filled);
      await plain.run(`create table ${table} (${columns})`);
      await plain.run(filled);
    }
  });
});
afterAll(() => {
  warehouse.close();
  plain.closeSync();
  instance.closeSync();
});

/** A number to as many digits as both have; a text without the blanks of CHAR; a day at midnight is the day. */
function comparable(value: DuckDBValue): Value {
  if (value === null) return null;
  const text = value
    .toString()
    .replace(/ 00:00:00$/, "")
    .trimEnd();
  return /^-?\d+(?:\.\d+)?(?:e[+-]\d+)?$/.test(text) ? Number(text) : text;
}

/** Whether two values are one: numbers to a cent, since the last digit of a decimal average is cut. */
function isSame(one: Value, other: Value): boolean {
  return typeof one === "number" && typeof other === "number"
    ? Math.abs(one - other) <= 0.011
    : one === other;
}

it.each(Object.entries(QUESTIONS))("%s", async (_, [question, inDuck = question]) => {
  const here = await warehouse.withSession((session) => session.execute(question));
  const there = (await plain.runAndReadAll(inDuck)).getRows().map((row) => row.map(comparable));
  const rows = here.rows.map((row) => row.map(comparable));
  const others = rows.map((row, at) => [row, there[at] ?? []] as const);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.length).toBe(there.length);
  expect(
    others.filter(([row, other]) => !row.every((value, at) => isSame(value, other[at] ?? null))),
  ).toEqual([]);
});
