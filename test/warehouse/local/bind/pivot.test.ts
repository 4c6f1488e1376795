/** PIVOT: the examples and the usage notes of "PIVOT and UNPIVOT examples" of the Developer Guide, with its answers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

const PARTS = `('prop', 'local parts co', 2, 10.00), ('prop', 'big parts co', NULL, 9.00), ('prop', 'small parts co', 1, 12.00),
  ('rudder', 'local parts co', 1, 2.50), ('rudder', 'big parts co', 2, 3.75), ('rudder', 'small parts co', NULL, 1.90),
  ('wing', 'local parts co', NULL, 7.50), ('wing', 'big parts co', 1, 15.20), ('wing', 'small parts co', NULL, 11.80)`;

/** Days of February 2023. */
const BOOKINGS: Readonly<Record<string, readonly number[]>> = {
  FOREST_L: [1, 2, 4, 8, 11, 14, 21, 22, 27],
  DESERT_S: [1, 2, 4, 5, 6, 9, 12, 13, 14],
  OCEAN_WV: [1, 2, 4, 6, 9, 12, 13, 14, 16],
  CITY_BLD: [1, 2, 4, 12, 13, 17, 22, 23, 24],
};

let database: BoundDatabase;
beforeAll(async () => {
  const bookings = Object.entries(BOOKINGS).flatMap(([hotel, days]) =>
    days.map((day) => `(1, '${hotel}', DATE '2023-02-01' + ${day - 1}, 75.00)`),
  );
  database = await openBound(
    {
      part: "partname varchar(20), manufacturer varchar(20), quality int, price decimal(12, 2)",
      bookings: "booking_id int, hotel_code char(8), booking_date date, price decimal(12, 2)",
      log: "k integer, d date, v integer, s super, name varchar(10), ok boolean",
    },
    [
      `INSERT INTO public.part VALUES ${PARTS}`,
      `INSERT INTO public.bookings VALUES ${bookings.join(", ")}`,
      `INSERT INTO public.log VALUES (1, '2023-02-04', 5, '[{"n": 2}, {"n": 3}]', 'a', true),
        (1, '2023-02-05', NULL, NULL, 'a ', false), (2, '2023-02-09', 7, '[]', 'b', NULL)`,
    ],
  );
});
afterAll(() => database.close());

const EXAMPLES: readonly {
  readonly sql: string;
  readonly names?: readonly string[];
  readonly types?: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}[] = [
  {
    sql: "SELECT * FROM (SELECT partname, price FROM part) PIVOT (AVG(price) FOR partname IN ('prop', 'rudder', 'wing'))",
    names: ["prop", "rudder", "wing"],
    types: ["numeric(38,2)", "numeric(38,2)", "numeric(38,2)"],
    rows: [["10.33", "2.71", "11.50"]],
  },
  {
    sql: `SELECT partname, avg(price) FROM (SELECT partname, price FROM part) WHERE partname IN ('prop', 'rudder', 'wing')
      GROUP BY partname ORDER BY partname`,
    rows: [
      ["prop", "10.33"],
      ["rudder", "2.71"],
      ["wing", "11.50"],
    ],
  },
  {
    sql: `SELECT * FROM (SELECT quality, manufacturer FROM part) PIVOT (count(*) FOR quality IN (1, 2, NULL))
      ORDER BY manufacturer`,
    names: ["manufacturer", "1", "2", "null"],
    types: ["character varying(20)", "bigint", "bigint", "bigint"],
    rows: [
      ["big parts co", "1", "1", "1"],
      ["local parts co", "1", "1", "1"],
      ["small parts co", "1", "0", "2"],
    ],
  },
  {
    sql: `SELECT * FROM (SELECT quality, manufacturer FROM part)
      PIVOT (count(*) AS count FOR quality IN (1 AS high, 2 AS low, NULL AS na)) ORDER BY manufacturer`,
    names: ["manufacturer", "high_count", "low_count", "na_count"],
    rows: [
      ["big parts co", "1", "1", "1"],
      ["local parts co", "1", "1", "1"],
      ["small parts co", "1", "0", "2"],
    ],
  },
  {
    sql: `SELECT * FROM (SELECT booking_id, (date_trunc('week', booking_date::date) + '5 days'::interval)::date as enddate,
        hotel_code AS "hotel code" FROM bookings)
      PIVOT (count(booking_id) FOR enddate IN ('2023-02-04','2023-02-11','2023-02-18')) ORDER BY 1`,
    names: ["hotel code", "2023-02-04", "2023-02-11", "2023-02-18"],
    rows: [
      ["CITY_BLD", "3", "1", "2"],
      ["DESERT_S", "4", "3", "2"],
      ["FOREST_L", "3", "2", "1"],
      ["OCEAN_WV", "3", "3", "3"],
    ],
  },
  {
    sql: `SELECT booking_date, MAX(CASE WHEN hotel_code = 'FOREST_L' THEN 'forest is booked' ELSE '' END) AS FOREST_L
      FROM bookings GROUP BY booking_date ORDER BY booking_date asc LIMIT 4`,
    names: ["booking_date", "forest_l"],
    rows: [
      ["2023-02-01", "forest is booked"],
      ["2023-02-02", "forest is booked"],
      ["2023-02-04", "forest is booked"],
      ["2023-02-05", ""],
    ],
  },
];

describe("PIVOT answers as the guide does", () => {
  it.each(EXAMPLES)("$sql", async ({ sql, ...answer }) => {
    expect(await database.ask(sql)).toMatchObject(answer);
  });
});

/** "PIVOT can be applied to tables, sub-queries, and common table expressions" and "supports the COUNT, SUM, MIN, MAX, and AVG aggregate functions". */
const NOTES: readonly (readonly [string, ...(readonly (string | null)[])[]])[] = [
  ["select * from log pivot (sum(v) for d in ('2023-02-04')) where k = 2", ["2", "[]", "b", null, null]],
  [
    "with c as (select k, d, v from log) select k, a, b from c pivot (max(v) for d in (date '2023-02-04' as a, '2023-02-09' as b)) order by k",
    ["1", "5", null],
    ["2", null, "7"],
  ],
  [
    "select p.a, b from (select v, k from log) pivot (min(v) for k in (1 as x, 2 as y)) as p (a, b)",
    ["5", "7"],
  ],
  [
    `select p.x + 1, t.partname from (select v, k from log) pivot (sum(v) for k in (1 as x)) as p
      join (select distinct partname from part) as t on t.partname = 'prop'`,
    ["6", "prop"],
  ],
  // Blanks at the end count in no comparison ("Significance of trailing blanks").
  ["select * from (select name from log) pivot (count(*) for name in ('a', 'b'))", ["2", "1"]],
  // Of two values, rows of none: the group stays. The guide shows no such group.
  ["select * from (select k, v from log) pivot (sum(v) for k in (9 as nine))", [null]],
  ["select * from (select k, name from log where k = 2) pivot (count(*) for name in ('a'))", ["2", "0"]],
  ["select * from (select k from log where k = 9) pivot (count(*) for k in (1))", ["0"]],
  // The type of the value is that of the column, where nothing else is said.
  ["select a from (select d from log) pivot (count(*) for d in (20230204::varchar::date as a))", ["1"]],
  [
    "select * from (select ok from log) pivot (count(*) for ok in (true as yes, false as no, null))",
    ["1", "1", "1"],
  ],
  [
    "select * from (select k, v from log) pivot (count(v) for k in (1 + 1, nullif(1, 1), 1))",
    ["1", "0", "1"],
  ],
  ["select * from (select v from log) pivot (count(*) for v in (nullif(1, 1) as none, 5))", ["1", "1"]],
  // WITH RECURSIVE may hold tables that do not read themselves.
  [
    "with recursive r (n) as (select 1 union all select 2) select * from r pivot (count(*) for n in (1, 2, 3))",
    ["1", "1", "0"],
  ],
  [
    "select a from (select d from log) pivot (count(*) for d in (dateadd(day, 1, '2023-02-03')::date as a))",
    ["1"],
  ],
  // "The aggregate argument may contain sub-queries. These can be correlated internally or on the PIVOT input table."
  [
    "select * from (select k, v from log) as l pivot (sum((select max(u.v) from log as u where u.k = l.k)) for v in (5, 7))",
    ["5", "7"],
  ],
  ["select * from (select k, s[0].n as n from log) pivot (sum(n) for k in (1 as a, 2 as b))", ["2", null]],
  ["select * from (select k, v from log) pivot (count(distinct v) for k in (1 as a, 2 as b))", ["1", "1"]],
];

describe("PIVOT keeps to the guide's usage notes", () => {
  it.each(NOTES.map(([sql, ...rows]) => ({ sql, rows })))("$sql", async ({ sql, rows }) => {
    expect((await database.ask(sql)).rows.toSorted(byText)).toEqual(rows);
  });

  it("calls a column after a constant, after its alias, or as a select list does", async () => {
    const sql = `select * from (select name, v from log) pivot (sum(v) as total for name in ('A b', 'x' as X, lower('C'), '1'::varchar, upper('d') || 'e'))`;
    // Names are folded to lower case ("Names and identifiers"), so that a column can be named.
    expect((await database.ask(sql)).names).toEqual([
      "a b_total",
      "x_total",
      "lower_total",
      "varchar_total",
      "?column?_total",
    ]);
    expect((await database.ask(`select "A B" from (${sql.replace(" as total", "")}) as t`)).names).toEqual([
      "a b",
    ]);
  });
});

function byText(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one) < String(other) ? -1 : 1;
}

/** What is refused, with its SQLSTATE and its place. */
const REFUSALS: readonly (readonly [string, string, number, string])[] = [
  // "PIVOT cannot be applied to any JOIN expressions, recursive CTEs, PIVOT, or UNPIVOT expressions."
  ["select * from (part a join part b on true) pivot (count(*) for quality in (1))", "0A000", 16, "a join"],
  [
    "select * from part pivot (count(*) for quality in (1)) pivot (sum(price) for partname in ('a'))",
    "0A000",
    15,
    "PIVOT",
  ],
  [
    "select * from part unpivot (v for n in (quality)) pivot (sum(v) for n in ('quality'))",
    "0A000",
    15,
    "UNPIVOT",
  ],
  [
    "with recursive r (n) as (select 1 union all select n + 1 from r where n < 3) select * from r pivot (count(*) for n in (1))",
    "0A000",
    92,
    "reads itself",
  ],
  // "Also not supported are SUPER unnested expressions."
  ["select * from log as l, l.s as x pivot (count(*) for x in (1))", "0A000", 25, "unnested"],
  ["select * from log pivot (median(v) for k in (1))", "0A000", 26, "COUNT, SUM, MIN, MAX or AVG"],
  ["select * from log pivot (sum(v) + 1 for k in (1))", "0A000", 26, "nothing more"],
  ["select * from log pivot (sum(v) over () for k in (1))", "0A000", 26, "COUNT"],
  ["select * from log pivot (sum(count(v)) for k in (1))", "42803", 30, "in an aggregate function call"],
  ["select * from log pivot (v for k in (1))", "0A000", 26, "COUNT"],
  // "Correlated references to a parent query are also not supported", and those to other tables.
  [
    "select (select a from (select k from log) pivot (sum(p.price) for k in (1 as a))) from part p",
    "42P01",
    54,
    '"p"',
  ],
  ["select * from part, log pivot (sum(price) for k in (1))", "42703", 36, '"price"'],
  ["select * from log pivot (sum(v) for nothing in (1))", "42703", 37, '"nothing"'],
  // "The PIVOT IN list values cannot be column references or sub-queries. Each value must be type compatible with the FOR column."
  ["select * from log pivot (sum(v) for name in (a, b))", "0A000", 46, "a column reference"],
  ["select * from log pivot (sum(v) for k in ((select 1)))", "0A000", 43, "a subquery"],
  ["select * from log pivot (sum(v) for k in (*))", "0A000", 43, "a column reference"],
  ["select * from log pivot (sum(v) for d in (1))", "42883", 43, "date = integer"],
  ["select * from log pivot (sum(v) for d in ('soon'))", "22007", 43, "soon"],
  ["select * from log pivot (sum(v) for k in (count(*)))", "42803", 43, "the IN list of PIVOT"],
  ["select * from log pivot (sum(v) for k in (v + 1))", "42703", 43, '"v"'],
  // The guide does not tell these names.
  ["select * from log pivot (sum(v) for k in (-1))", "0A000", 43, "does not say"],
  ["select * from log pivot (sum(v) for ok in (true))", "0A000", 44, "does not say"],
  ["select log.name from log pivot (sum(v) for k in (1))", "42P01", 8, '"log"'],
  ["select * from log pivot (sum(v) for k in (1)) as p (a, b, c, d, e, f, g)", "42P10", 47, '"p"'],
  ["select a from (select k, v from log) pivot (sum(v) for k in (1 as a, 2 as a))", "42702", 8, '"a"'],
];

describe("a PIVOT that the guide does not have is refused in the user's words", () => {
  it.each(REFUSALS)("%s", (sql, sqlState, column, says) => {
    const refused = (): unknown => database.bind(sql);
    expect(refused).toThrow(
      expect.objectContaining({
        sqlState,
        message: expect.stringContaining(says) as string,
        position: { line: 1, column },
      }) as Error,
    );
  });
});
