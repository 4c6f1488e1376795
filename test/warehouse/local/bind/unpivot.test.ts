/** UNPIVOT: the examples and the usage notes of "PIVOT and UNPIVOT examples" of the Developer Guide, with its answers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";

let database: BoundDatabase;
beforeAll(async () => {
  database = await openBound(
    {
      count_by_color: "quality varchar(10), red int, green int, blue int",
      mixed:
        "k integer, small smallint, money decimal(8, 2), note varchar(5), code char(3), day date, at timestamp, s super",
    },
    [
      "INSERT INTO public.count_by_color VALUES ('high', 15, 20, 7), ('normal', 35, NULL, 40), ('low', 10, 23, NULL)",
      `INSERT INTO public.mixed VALUES (1, 2, 3.50, 'n ', 'c', '2018-11-01', '2018-11-01 20:57:10', '{"a": 1}')`,
    ],
  );
});
afterAll(() => database.close());

const RED = [
  ["red", "10"],
  ["red", "15"],
  ["red", "35"],
] as const;
const QUALITIES = [
  ["high", "blue", "7"],
  ["high", "green", "20"],
  ["high", "red", "15"],
  ["low", "green", "23"],
  ["low", "red", "10"],
  ["normal", "blue", "40"],
  ["normal", "red", "35"],
] as const;

/** Rows in no order of their own, here sorted. */
const EXAMPLES: readonly {
  readonly sql: string;
  readonly names?: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
}[] = [
  {
    sql: "SELECT * FROM (SELECT red, green, blue FROM count_by_color) UNPIVOT (cnt FOR color IN (red, green, blue))",
    names: ["color", "cnt"],
    rows: [["blue", "40"], ["blue", "7"], ["green", "20"], ["green", "23"], ...RED],
  },
  {
    sql: "SELECT * FROM (SELECT red, green, blue FROM count_by_color) UNPIVOT INCLUDE NULLS (cnt FOR color IN (red, green, blue))",
    rows: [
      ["blue", null],
      ["blue", "40"],
      ["blue", "7"],
      ["green", null],
      ["green", "20"],
      ["green", "23"],
      ...RED,
    ],
  },
  {
    sql: "SELECT * FROM count_by_color UNPIVOT (cnt FOR color IN (red, green, blue))",
    names: ["quality", "color", "cnt"],
    rows: QUALITIES,
  },
  {
    sql: "SELECT * FROM count_by_color UNPIVOT (cnt FOR color IN (red AS r, green AS g, blue AS b))",
    rows: QUALITIES.map(([quality, color, cnt]) => [quality, color[0] ?? "", cnt]),
  },
  {
    sql: "SELECT * FROM count_by_color UNPIVOT EXCLUDE NULLS (cnt FOR color IN (red, green, blue))",
    rows: QUALITIES,
  },
  {
    sql: `WITH c AS (SELECT quality AS q, red AS r, blue FROM count_by_color)
      SELECT u.what, sum(u.n) AS total FROM c UNPIVOT (n FOR color IN (R "Rosso", blue)) AS u (what, colour) GROUP BY u.what, colour
      HAVING colour = 'rosso'`,
    names: ["what", "total"],
    rows: [
      ["high", "15"],
      ["low", "10"],
      ["normal", "35"],
    ],
  },
  {
    sql: `SELECT a.k, b.quality FROM mixed UNPIVOT (v FOR n IN (small)) AS a
      JOIN count_by_color UNPIVOT (v FOR n IN (red)) AS b ON b.v > 20`,
    rows: [["1", "normal"]],
  },
];

describe("UNPIVOT answers as the guide does", () => {
  it.each(EXAMPLES)("$sql", async ({ sql, rows, ...named }) => {
    const answer = await database.ask(sql);
    expect({ ...answer, rows: answer.rows.toSorted(byText) }).toMatchObject({
      ...named,
      rows: rows.toSorted(byText),
    });
  });

  /** "The IN list columns must have a common type that they are all compatible with. The UNPIVOT value column has this common type." */
  it.each([
    ["small, k", "integer", ["2", "1"]],
    ["small, money", "numeric(8,2)", ["2.00", "3.50"]],
    ["note, code", "character varying(5)", ["n ", "c"]],
    ["day, at", "timestamp without time zone", ["2018-11-01 00:00:00", "2018-11-01 20:57:10"]],
    ["s", "super", ['{"a": 1}']],
  ])("of %s has the type %s", async (columns, type, values) => {
    const sql = `select n, v from mixed unpivot (v for n in (${columns}))`;
    const { types, rows } = await database.ask(sql);
    expect(types).toEqual(["character varying(256)", type]);
    expect(rows.map(([, value]) => value)).toEqual(values);
  });
});

function byText(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one) < String(other) ? -1 : 1;
}

/** What is refused, with its SQLSTATE and its place. */
const REFUSALS: readonly (readonly [string, string, number, string])[] = [
  // "UNPIVOT cannot be applied to any JOIN expressions, recursive CTEs, PIVOT, or UNPIVOT expressions."
  ["select * from (mixed a cross join mixed b) unpivot (v for n in (k))", "0A000", 16, "a join"],
  ["select * from mixed unpivot (v for n in (k)) unpivot (w for m in (small))", "0A000", 15, "UNPIVOT"],
  ["select * from mixed pivot (count(*) for k in (1)) unpivot (w for m in (small))", "0A000", 15, "PIVOT"],
  ["select * from mixed as m, m.s as x unpivot (w for n in (x))", "0A000", 27, "unnested"],
  // "The UNPIVOT IN list must contain only input table column references."
  ["select * from mixed unpivot (v for n in (k, nothing))", "42703", 45, '"nothing"'],
  ["select * from mixed unpivot (v for n in (k, note))", "42804", 45, "integer and character varying"],
  ["select * from (select k, k from mixed) unpivot (v for n in (k))", "42702", 61, '"k"'],
];

describe("an UNPIVOT that the guide does not have is refused in the user's words", () => {
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
