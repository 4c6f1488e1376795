/** What pages of the Database Developer Guide say that a statement must not hold, and beside each what they let stand. */
import { describe, expect, it } from "vitest";
import { refusalsOf } from "../../src/dialect/refuse/refusals.ts";
import { statementOf } from "./statement.ts";

/** Statement, the column of what is refused, a piece of what is said. */
type Refused = readonly [string, number, string];

interface Page {
  readonly refused: readonly Refused[];
  readonly taken: readonly string[];
}

const EQUIJOIN = "Target table must be part of an equijoin predicate";
const CONSTANT = "constant expressions are not supported in partition by clauses";
const ENDS = "the frame ends before it begins";
const LIMIT = "LIMIT may not be used within input to set operations";
const QUALIFIED = "All the relation names inside should be qualified";

/** By the title of the page. */
const PAGES: Readonly<Record<string, Page>> = {
  UPDATE: {
    refused: [
      ["update t set a = 1 from s left join t u on s.a = u.a where u.b = 2", 25, EQUIJOIN],
      ["update t set a = 1 from s full join u on s.a = u.a where t.b = s.b", 25, EQUIJOIN],
      ["update t set a = 1 from x, (s join u on s.a = u.a) right join v using (a)", 28, EQUIJOIN],
    ],
    taken: [
      "update t set a = 1 from s join u on s.a = u.a where t.b = s.b",
      "update t set a = 1 from (select s.a from s left join u on s.a = u.a) w where t.a = w.a",
    ],
  },
  "INSERT examples": {
    refused: [
      ["insert into t values (1), ((select max(a) from t))", 29, "can't use subqueries in multi-row VALUES"],
      ["insert into t values (1 + (select 1)), (2)", 28, "can't use subqueries in multi-row VALUES"],
    ],
    taken: ["insert into t values ((select max(a) + 1 from t))", "insert into t values (1), (default)"],
  },
  "WITH clause": {
    refused: [
      [
        "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r",
        16,
        "list",
      ],
      [
        "select * from (with recursive r (n) as (select 1 union all select n + 1 from r) select n from r) as t",
        16,
        "in a subquery",
      ],
      ["select 1 where exists (with recursive r (n) as (select 1) select n from r)", 24, "in a subquery"],
    ],
    taken: [
      "with recursive r (n) as (select 1 union all select n + 1 from r where n < 3) select n from r",
      "with recursive a as (select 1 as n) select n from a",
      "create table t as with recursive r (n) as (select 1 union all select n + 1 from r where n < 3) select n from r",
    ],
  },
  "Window functions": {
    refused: [
      ["select row_number() over (partition by 'x' order by a) from t", 40, CONSTANT],
      ["select rank() over (partition by a, abs(12) order by a) from t", 37, CONSTANT],
      ["select row_number() over (order by 'a') from t", 36, "a text is not supported"],
      // "offset must be a constant that evaluates to a positive numeric value", unsigned in the syntax summary.
      ["select sum(a) over (order by b rows -1 preceding) from t", 37, 'near "-"'],
      ["select sum(a) over (order by b rows between current row and -1 following) from t", 61, 'near "-"'],
      ["select sum(a) over (order by b rows c preceding) from t", 37, "has to be a constant"],
      // "You can't specify a frame in which the starting boundary is greater than the ending boundary": the page's three, and their kin.
      ["select sum(a) over (order by b rows between 5 following and 5 preceding) from t", 32, ENDS],
      ["select sum(a) over (order by b rows between current row and 2 preceding) from t", 32, ENDS],
      ["select sum(a) over (order by b rows between 3 following and current row) from t", 32, ENDS],
      ["select sum(a) over (order by b rows between 1 preceding and 3 preceding) from t", 32, ENDS],
      [
        "select sum(a) over (order by b rows between unbounded following and unbounded following) from t",
        32,
        ENDS,
      ],
      [
        "select sum(a) over (order by b rows between unbounded preceding and unbounded preceding) from t",
        32,
        ENDS,
      ],
    ],
    // Of other constants in ORDER BY the page says nothing that holds.
    taken: [
      "select sum(a) over (order by b rows between 3 preceding and 1 preceding) from t",
      "select sum(a) over (order by b rows between 1 following and unbounded following) from t",
      "select sum(a) over (order by b rows unbounded following), sum(a) over (order by b rows 1 + 1 preceding) from t",
      "select row_number() over (order by 1), sum(a) over (partition by b || 'x') from t",
      "select row_number() over (partition by random() order by a) from t",
    ],
  },
  "UNION, INTERSECT, and EXCEPT": {
    refused: [
      ["(select a from t limit 10) intersect select a from u", 2, LIMIT],
      ["select a from t union all (select a from u order by a offset 1)", 28, LIMIT],
    ],
    taken: [
      "(select a from t) union all (select a from u order by a) limit 3",
      "select a from (select a from t limit 10) as t union select a from u",
    ],
  },
  "Aggregation extensions": {
    refused: [
      ["select a from t group by rollup (a, grouping sets (b))", 37, "ROLLUP"],
      ["select a from t group by cube (rollup (a), b)", 32, "CUBE"],
    ],
    taken: ["select a from t group by grouping sets (rollup (a), cube (b, c), grouping sets (a))"],
  },
  "MEDIAN function": {
    refused: [
      [
        "select percentile_cont(0.6) within group (order by a), median(b) from t group by c",
        56,
        "within group ORDER BY clauses for aggregate functions must be the same",
      ],
      [
        "select listagg(a) within group (order by a), listagg(a) within group (order by b desc) from t",
        46,
        "within group ORDER BY clauses for aggregate functions must be the same",
      ],
    ],
    taken: [
      "select percentile_cont(0.6) within group (order by a desc), median(a), listagg(b) within group (order by a) from t",
      "select median(a), (select median(b) from u), median(c) over () from t",
    ],
  },
  "ALTER TABLE": {
    refused: [
      ["alter table t add column a int unique", 32, "UNIQUE"],
      ["alter table t add column a int default 1 primary key", 42, "PRIMARY KEY"],
      ["alter table t add a int references u (b)", 25, "REFERENCES"],
      ["alter table t add a int distkey", 25, "DISTKEY"],
      ["alter table t add a int sortkey", 25, "SORTKEY"],
    ],
    taken: ["alter table t add column a int default 1 encode az64 not null"],
  },
  "CREATE TABLE": {
    refused: [
      ["create temp table s.t (a int)", 19, "temporary tables may not specify a schema name"],
      ["create table t (like u) diststyle all", 25, "LIKE"],
      ["create table t (like u including defaults) sortkey (a)", 44, "LIKE"],
    ],
    taken: [
      "create temp table t (a int identity, b bigint generated by default as identity not null)",
      "create table t (like u)",
    ],
  },
  "Compression encodings": {
    refused: [
      [
        "create table t (a varchar(5) encode az64)",
        30,
        "encoding az64 does not fit columns of type character varying(5)",
      ],
      ["create table t (a smallint encode mostly16)", 28, "mostly16"],
      ["create table t (a int encode mostly32)", 23, "mostly32"],
      ["create table t (a boolean encode mostly8)", 27, "mostly8"],
      ["create table t (a char(5) encode text255)", 27, "text255"],
      ["alter table t add a super encode text32k", 27, "text32k"],
    ],
    taken: [
      "create table t (a bigint encode mostly32, b decimal(8, 2) encode mostly16, c smallint encode mostly8)",
      "create table t (a timestamptz encode az64, b time encode az64, c varchar encode text32k, d int encode delta)",
    ],
  },
  VACUUM: {
    refused: [
      ["vacuum t to 200 percent", 13, "not a whole number between 0 and 100"],
      ["vacuum sort only t to 99.5 percent", 23, "not a whole number between 0 and 100"],
      ["vacuum to 75 percent", 11, "needs the name of a table"],
      ["vacuum reindex t to 75 percent", 21, "not supported with REINDEX"],
    ],
    taken: ["vacuum t to 0 percent", "vacuum delete only t to 100 percent", "vacuum reindex t"],
  },
  "CREATE VIEW": {
    refused: [
      ["create view v as select a from t with no schema binding", 32, QUALIFIED],
      [
        "create view v as select a from s.t where a in (select a from u) with no schema binding",
        62,
        QUALIFIED,
      ],
    ],
    taken: [
      "create view v as select a from s.t with no schema binding",
      "create view v as with w as (select a from s.t) select a from w with no schema binding",
      "create view v as select i from s.t as t, t.items as i, i as j with no schema binding",
      "create view v as select a from t",
    ],
  },
};

describe.each(Object.entries(PAGES))("%s", (_, { refused, taken }) => {
  it.each(refused)("refuses %s", (sql, column, says) => {
    const [first] = refusalsOf(statementOf(sql));
    expect(first).toMatchObject({ column, message: expect.stringContaining(says) as string });
    expect(first?.next).toBeDefined();
  });

  it.each(taken)("takes %s", (sql) => {
    expect(refusalsOf(statementOf(sql))).toEqual([]);
  });
});
