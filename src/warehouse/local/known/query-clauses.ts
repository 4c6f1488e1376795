/** The clauses of queries ("SELECT" of the Database Developer Guide), and what becomes of each here. */
import type { KnownClauses } from "./entry.ts";

const SELECT_LIST = "SELECT list";
const FROM = "FROM clause";
const JOINS = "JOIN examples";
const SETS = "UNION, INTERSECT, and EXCEPT";
const GROUPS = "Aggregation extensions";
const WINDOW = "Window function syntax summary";
const UNNESTING = "Unnesting queries";

/** By their words. */
export const QUERY_CLAUSES: KnownClauses = {
  WITH: { page: "WITH clause", example: "with w (x) as (select a from t) select x from w" },
  "WITH RECURSIVE": {
    page: "WITH clause",
    example: "with recursive r (n) as (select 1 union all select n + 1 from r where n < 5) select n from r",
  },
  DISTINCT: { page: SELECT_LIST, example: "select distinct b from t" },
  ALL: { page: SELECT_LIST, example: "select all b from t" },
  TOP: {
    page: SELECT_LIST,
    example: "select top 2 a from t",
    differs: "beside a set operator it is refused",
  },
  "*": { page: SELECT_LIST, example: "select t.*, u.a from t cross join u" },
  EXCLUDE: { page: "EXCLUDE column_list", example: "select * exclude (a, d) from t" },
  AS: { page: SELECT_LIST, example: "select a as x, b y from t" },
  "an alias that is used in the same list": {
    page: SELECT_LIST,
    example: "select a as x, x + 1 as z from t",
  },
  "a table's alias with columns": { page: FROM, example: "select x from (select a, b from t) as q (x, z)" },
  "FROM subquery": { page: FROM, example: "select q.a from (select a from t) as q" },
  "FROM pg_get_late_binding_view_cols () x (name type …)": {
    page: "PG_GET_LATE_BINDING_VIEW_COLS",
    example:
      "select col_name from pg_get_late_binding_view_cols() x(view_schema name, view_name name, col_name name, col_type varchar, col_num int)",
  },
  "FROM generate_series (…)": {
    page: "Leader node-only functions",
    example: "select n from generate_series(1, 3) as g (n)",
  },
  "FROM any other function": {
    page: FROM,
    example: "select n from pg_lock_status() as g (n)",
    refused:
      "Redshift runs its own only on the leader node; for a series of numbers, write a recursive query",
  },
  "FROM a, b": { page: FROM, example: "select t.a from t, u where t.a = u.a" },
  "INNER JOIN": { page: JOINS, example: "select t.a from t inner join u on t.a = u.a" },
  "LEFT JOIN": { page: JOINS, example: "select t.a from t left outer join u on t.a = u.a" },
  "RIGHT JOIN": { page: JOINS, example: "select t.a from t right join u on t.a = u.a" },
  "FULL JOIN": { page: JOINS, example: "select t.a from t full outer join u on t.a = u.a" },
  "CROSS JOIN": { page: JOINS, example: "select t.a from t cross join u" },
  "NATURAL JOIN": { page: JOINS, example: "select a from t natural join u" },
  USING: { page: JOINS, example: "select a from t join u using (a)" },
  "LATERAL subquery": {
    page: "Unsupported PostgreSQL features",
    example: "select * from t, lateral (select u.a from u) as x",
    refused: "join a subquery that is grouped by the key; a SUPER column is unnested by naming it in FROM",
  },
  PIVOT: {
    page: "PIVOT and UNPIVOT examples",
    example: "select * from (select a, b from u) pivot (sum(a) for b in ('x', 'y'))",
    differs:
      "a number below zero and a boolean in IN need an alias, since the guide does not name their columns",
  },
  UNPIVOT: {
    page: "PIVOT and UNPIVOT examples",
    example: "select * from (select a from u) unpivot (x for y in (a))",
  },
  "(+)": {
    page: "Oracle-style outer joins in the WHERE clause",
    example: "select t.a from t, u where t.a = u.a (+)",
    differs:
      "refused where the page leaves its meaning open: beside a query in FROM, without a second table, outside a comparison",
  },
  "SUPER path in FROM": { page: UNNESTING, example: "select i.x from t, t.d.items as i" },
  "AT in FROM": { page: UNNESTING, example: "select i, n from t, t.d.items as i at n" },
  "UNPIVOT of an object": { page: "Object unpivoting", example: "select k, x from t, unpivot t.d as x at k" },
  "UNNEST in FROM": { page: "UNNEST examples", example: "select i from t, unnest(t.d.items) as q (i)" },
  WHERE: { page: "WHERE clause", example: "select a from t where b = 'x'" },
  "START WITH … CONNECT BY": {
    page: "CONNECT BY clause",
    example: "select a from t start with a = 1 connect by prior a = a",
    refused: "write WITH RECURSIVE, which counts the levels itself",
  },
  "GROUP BY": { page: "GROUP BY clause", example: "select b, count(*) from t group by b" },
  "GROUP BY a place in the list": {
    page: "GROUP BY clause",
    example: "select b, count(*) from t group by 1",
  },
  "GROUP BY ALL": { page: "GROUP BY clause", example: "select b, count(*) from t group by all" },
  "GROUPING SETS": {
    page: GROUPS,
    example: "select a, b, count(*) from t group by grouping sets ((a, b), ())",
  },
  ROLLUP: { page: GROUPS, example: "select a, b, count(*) from t group by rollup (a, b)" },
  CUBE: { page: GROUPS, example: "select a, b, count(*) from t group by cube (a, b)" },
  HAVING: { page: "HAVING clause", example: "select b from t group by b having count(*) > 1" },
  QUALIFY: {
    page: "QUALIFY clause",
    example: "select a from t as x qualify row_number() over (partition by b order by a) = 1",
  },
  UNION: { page: SETS, example: "select a from t union select a from u" },
  "UNION ALL": { page: SETS, example: "select a from t union all select a from u" },
  INTERSECT: { page: SETS, example: "select a from t intersect select a from u" },
  "EXCEPT, MINUS": { page: SETS, example: "select a from t except select a from u minus select 1" },
  "ORDER BY": { page: "ORDER BY clause", example: "select a from t order by b desc, 1" },
  "NULLS FIRST, NULLS LAST": { page: "ORDER BY clause", example: "select a from t order by a nulls first" },
  LIMIT: { page: "ORDER BY clause", example: "select a from t order by a limit 1" },
  OFFSET: { page: "ORDER BY clause", example: "select a from t order by a limit all offset 1" },
  OVER: { page: WINDOW, example: "select sum(a) over (partition by b) from t" },
  "OVER (ORDER BY … ROWS …)": {
    page: WINDOW,
    example: "select sum(a) over (order by a rows between 1 preceding and current row) from t",
  },
  "IGNORE NULLS": {
    page: "FIRST_VALUE window function",
    example: "select first_value(b ignore nulls) over (order by a rows unbounded preceding) from t",
  },
  "DISTINCT in an aggregate": { page: "COUNT function", example: "select count(distinct b) from t" },
  "WITHIN GROUP": {
    page: "LISTAGG function",
    example: "select listagg(b, ',') within group (order by a) from t",
  },
  APPROXIMATE: {
    page: "COUNT function",
    example: "select approximate count(distinct b) from t",
    differs: "the answer is exact; Redshift's may be off by the error that the guide allows",
  },
};
