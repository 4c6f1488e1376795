import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseStatements } from "../../src/dialect/parsed.ts";
import { LEADER_ONLY, REFUSED_FUNCTIONS, REFUSED_TYPES } from "../../src/dialect/refused-names.ts";
import { refusalsOf, refuse } from "../../src/dialect/refuse/refusals.ts";
import { SqlError } from "../../src/errors.ts";
import { statementOf, thrownBy } from "./statement.ts";

/** What keeps the statement from being sent, whether it can be read or not. */
function refusal(sql: string): SqlError {
  return thrownBy(() => {
    refuse(statementOf(sql));
  }) as SqlError;
}

/** Statement, the column of the problem, SQLSTATE, a piece of the message. */
const REFUSED: readonly (readonly [string, number, string, string])[] = [
  ["insert into t values (1) on conflict (a) do nothing", 26, "42601", "ON CONFLICT"],
  ["insert into t values (1) on duplicate key update a = 1", 26, "42601", "ON DUPLICATE KEY"],
  ["insert or replace into t values (1)", 1, "42601", "INSERT OR REPLACE"],
  ["replace into t values (1)", 1, "42601", "REPLACE INTO"],
  ["insert into t by name select 1 as a", 15, "42601", "BY NAME"],
  ["insert into s.t by position select 1 as a", 17, "42601", "BY POSITION"],
  ["with x as (select 1) insert into t select * from x", 22, "42601", "WITH before INSERT"],
  ["insert into t values (1) returning id", 26, "42601", "RETURNING"],
  ["update t set a = 1 returning *", 20, "42601", "RETURNING"],
  ["update t set (a, b) = (1, 2)", 14, "42601", "SET (a, b)"],
  ["select distinct on (a) a, b from t", 17, "0A000", "SELECT DISTINCT ON is not supported"],
  ["select * from a join lateral (select 1) s on true", 22, "42601", "LATERAL"],
  ["select * from a, lateral flatten(b)", 18, "42601", "LATERAL"],
  ["select * from t fetch first 3 rows only", 23, "42601", "FETCH FIRST"],
  ["select * from t tablesample bernoulli (10)", 29, "42601", "TABLESAMPLE"],
  ["select * from t using sample 10", 17, "42601", "USING SAMPLE"],
  ["select * from t for update", 17, "42601", "FOR UPDATE"],
  ["select * from t for no key update", 17, "42601", "FOR NO KEY UPDATE"],
  ["select count(*) filter (where a) from t", 17, "42601", "FILTER"],
  ["select * from t where a is distinct from b", 28, "42601", "IS DISTINCT FROM"],
  ["select * from t where a is not distinct from b", 32, "42601", "IS DISTINCT FROM"],
  ["select * from t qualify row_number() over (order by a) = 1", 25, "42601", "QUALIFY"],
  ["select * from s.t qualify row_number() over (order by a) = 1", 27, "42601", "QUALIFY"],
  ["select * replace (a + 1 as a) from t", 10, "42601", "SELECT *"],
  ["select t.* except (a) from t", 12, "42601", "SELECT *"],
  ["from t select a", 1, "42601", "FROM before SELECT"],
  ["select * from (from t)", 16, "42601", "FROM before SELECT"],
  ["select * from (values (1)) v (a)", 16, "42601", "VALUES"],
  ["with v (a) as (values (1)) select * from v", 16, "42601", "VALUES"],
  ["values (1)", 1, "42601", "VALUES"],
  ["table t", 1, "42601", "TABLE"],
  ["pivot t on a using sum(b)", 1, "42601", "PIVOT"],
  // "FROM clause" has one aggregate, and names behind the columns of UNPIVOT.
  ["select * from t pivot (sum(a), max(a) for b in (1))", 30, "42601", "one aggregate"],
  ["select * from t unpivot (a for b in (c as 'x'))", 43, "42601", "'x'"],
  // "PIVOT cannot be applied to any JOIN expressions" ("PIVOT and UNPIVOT examples").
  ["select * from a join b on a.x = b.x pivot (sum(a) for b in (1))", 37, "42601", "of a join"],
  ["select * from a join b using (x) unpivot (a for b in (c))", 34, "42601", "of a join"],
  // "Oracle-style outer joins in the WHERE clause", which has the words of the first two.
  [
    "select count(*) from sales, listing where sales.listid(+)=listing.listid or sales.salesid=0",
    43,
    "42601",
    "Outer join operator (+) not allowed in operand of OR or IN.",
  ],
  ["select 1 from a, b where a.x = 1 and b.y(+) in (a.y, 2)", 38, "42601", "operand of OR or IN"],
  [
    "select 1 from a, b where a.x(+) in (select c.x from c, d where c.y = d.y(+))",
    26,
    "42601",
    "operand of OR or IN",
  ],
  ["select 1 from a, b join c on b.x = c.x where a.x = b.x(+)", 52, "42601", "together with a JOIN"],
  ["select 1 from a join b on a.x = b.x(+)", 33, "42601", "only in the WHERE clause"],
  ["select a.x(+) from a, b where a.x = b.x", 8, "42601", "only in the WHERE clause"],
  [
    "select max(a.x) from a, b where a.x = b.x group by b.x(+) having a.y = b.y",
    52,
    "42601",
    "only in the WHERE clause",
  ],
  ["select event.eventid*10(+) from event", 24, "42601", ""],
  ["select a from t order by all", 26, "42601", "ORDER BY ALL"],
  ["select * from a asof join b on true", 17, "42601", "this kind of join"],
  ["select sum(a) over w from t window w as (order by b)", 20, "42601", "named windows"],
  ["select array[1, 2]", 8, "0A000", "ARRAY"],
  ["select [1, 2]", 8, "42601", "arrays"],
  ["select * from t where a in ([1])", 29, "42601", "arrays"],
  ["select f(a, x -> x + 1) from t", 15, "42601", "->"],
  ["select a ->> 'b' from t", 10, "42601", "->>"],
  ["select a <@ b from t", 10, "42601", "<@"],
  ["select a == b from t", 10, "42601", "=="],
  ["select a // b from t", 10, "42601", "//"],
  ["select a ** b from t", 10, "42601", "**"],
  [
    "create index i on t (a)",
    1,
    "0A000",
    'SQL command "create index i on t (a)" not supported on Redshift tables.',
  ],
  ["create unique index i on t (a)", 1, "0A000", "not supported on Redshift tables"],
  [
    "create sequence s start with 1",
    1,
    "0A000",
    'SQL command "create sequence s start with 1" not supported.',
  ],
  ["create temp sequence s", 1, "0A000", "not supported"],
  ["create type mood as enum ('a')", 1, "0A000", "not supported"],
  ["create trigger t", 1, "0A000", "not supported"],
  ["create macro f(a) as a", 1, "42601", "macros"],
  ["create or replace table t (a int)", 1, "42601", "CREATE OR REPLACE TABLE"],
  ["create or replace temp table t as select 1", 1, "42601", "CREATE OR REPLACE TABLE"],
  ["create temp view v as select 1", 1, "42601", "temporary views"],
  ["create unlogged table t (a int)", 1, "42601", "UNLOGGED"],
  [
    "create table t (a int check (a > 0))",
    23,
    "0A000",
    "ALTER/CREATE TABLE column CHECK constraint is not supported",
  ],
  ["create table t (a int, exclude using gist (a with &&))", 24, "0A000", "EXCLUDE"],
  ["create table t (a int generated always as (b + 1))", 23, "42601", "GENERATED ALWAYS"],
  ["create table t (a int references u (a) on delete cascade)", 40, "42601", "foreign keys"],
  ["create table t (a int references u (a) deferrable)", 40, "42601", "DEFERRABLE"],
  ["create table t (a int) partition by range (a)", 24, "42601", "partitions"],
  ["create table t (a int) inherits (u)", 24, "42601", "INHERITS"],
  ["create temp table t (a int) on commit drop", 29, "42601", "ON COMMIT"],
  ["create table t (a int[])", 22, "42601", "arrays"],
  ["create table t (a int[3])", 22, "42601", "arrays"],
  ["select a::int[] from t", 14, "42601", "arrays"],
  ["alter table t add column if not exists a int", 26, "42601", "ADD COLUMN IF NOT EXISTS"],
  ["alter table t drop column if exists a", 27, "42601", "DROP COLUMN IF EXISTS"],
  ["alter table t add column a int, add column b int", 31, "42601", "several changes"],
  ["truncate a, b", 11, "42601", "TRUNCATE of several tables"],
  ["copy t from stdin", 13, "0A000", "LOAD source is not supported"],
  ["copy (select 1) to 's3://a/b'", 6, "42601", "COPY a query"],
  ["copy t to 'a.csv'", 8, "42601", "COPY … TO"],
  ["savepoint a", 1, "0A000", "not supported"],
  ["rollback to a", 1, "0A000", "not supported"],
  ["pragma memory_limit", 1, "42601", "no statement PRAGMA"],
  ["attach 'a.db'", 1, "42601", "no statement ATTACH"],
  ["install json", 1, "42601", "no statement INSTALL"],
  ["reindex t", 1, "42601", "REINDEX"],
  ["merge into t as x using s on x.a = s.a remove duplicates", 14, "42601", 'at or near "as"'],
  [
    "merge into t using s on t.a = s.a when matched then delete",
    35,
    "0A000",
    "single WHEN clause is not enabled",
  ],
  ["select string_agg(a, ',') from t", 8, "42883", "function string_agg does not exist"],
  ["select * from read_json('a.json')", 15, "42883", "function read_json does not exist"],
  ["select unnest(a) from t", 8, "42883", "function unnest does not exist"],
  [
    "select substr(a, 1) from t",
    8,
    "0A000",
    "SUBSTR() function is not supported (Hint: use SUBSTRING instead)",
  ],
  ["select now() from t", 8, "0A000", "not supported on Redshift tables."],
  ["delete from t where a < now()", 25, "0A000", "not supported on Redshift tables."],
  ["select generate_series(1, 10) from t", 8, "0A000", "not supported on Redshift tables."],
  ["insert into t select generate_series(1, 10)", 22, "0A000", "not supported on Redshift tables."],
  ["create table s.t (a int, b uuid)", 28, "0A000", 'Column "s.t.b" has unsupported type "uuid".'],
  ["create table t (id serial)", 20, "0A000", 'Column "t.id" has unsupported type "serial".'],
  ["alter table t add column a jsonb", 28, "0A000", 'Column "t.a" has unsupported type "jsonb".'],
  ["select a::json from t", 11, "42704", 'type "json" does not exist'],
  ["select cast(f(a, b) as uuid) from t", 24, "42704", 'type "uuid" does not exist'],
  ["select a::double from t", 11, "42704", 'type "double" does not exist'],
];

/** The same of what PostgreSQL or DuckDB take and their manuals do not call their own: what the tree alone tells. */
const ON_THE_TREE: readonly (readonly [string, number, string, string])[] = [
  // https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html: frames are ROWS; the pages of the functions: with ORDER BY "an
  // explicit frame clause is required"; none but LISTAGG has DISTINCT.
  ["select sum(a) over (partition by b order by c) from t", 45, "0A000", "require a frame clause"],
  ["select first_value(a) over (order by c) from t", 38, "0A000", "require a frame clause"],
  [
    "select a from (select count(*) over (order by 1) as a from t) as s",
    47,
    "0A000",
    "require a frame clause",
  ],
  ["select sum(a) over (order by c range unbounded preceding) from t", 32, "42601", 'near "range"'],
  ["select lag(a) over (order by c range between 1 preceding and current row) from t", 32, "42601", "RANGE"],
  ["select count(distinct a) over (partition by b) from t", 8, "0A000", "DISTINCT is not supported"],
  // "UNION, INTERSECT, and EXCEPT": ALL goes with UNION alone.
  ["select a from t intersect all select a from s", 27, "42601", "INTERSECT ALL"],
  ["select a from t except all select a from s", 24, "42601", "EXCEPT ALL"],
  ["select a from t minus all select a from s", 23, "42601", "MINUS ALL"],
  // "HAVING clause": no alias of the select list.
  ["select a, sum(b) as total from t group by a having total > 1", 52, "42703", 'column "total"'],
  ["select count(*) as n from t having a = 1 or n > 1", 45, "42703", 'column "n"'],
  ["select a, from t", 11, "42601", 'near "from"'],
  ["select a from t where b in (1, 2,)", 34, "42601", 'near ")"'],
  ["select a from t limit 50%", 25, "42601", "LIMIT in percent"],
  ["truncate k where a = 1", 12, "42601", 'near "where"'],
  ["create table x nonsense as select 1", 16, "42601", 'near "nonsense"'],
  ["lock t whatever", 8, "42601", 'near "whatever"'],
  ["begin garbage", 7, "42601", 'near "garbage"'],
  ["grant select on t to a b", 24, "42601", 'near "b"'],
  ["revoke select on t from a whatever", 27, "42601", 'near "whatever"'],
  ["analyze t now", 11, "42601", 'near "now"'],
  ["vacuum t now", 10, "42601", 'near "now"'],
  ["comment on table t is 'x' now", 27, "42601", 'near "now"'],
  // Columns and tables that contradict themselves, wherever they are declared.
  ["create table t (a int, a text)", 24, "42701", "specified more than once"],
  ["create table t (a int encode zip)", 30, "42601", "unknown compression encoding"],
  ["create table t (a int not null null)", 32, "42601", "twice"],
  ["create table t (a int unique unique)", 30, "42601", "twice"],
  ["alter table t add column oid int", 26, "42701", "system column name"],
  ["select a::varchar(70000) from t", 11, "22023", "cannot exceed 65535"],
  ["select cast(a as foo) from t", 18, "42704", 'type "foo" does not exist'],
  // The query of an UNLOAD is read as well, and told at its text.
  ["unload ('select a frm t') to 's3://b' iam_role default", 9, "42601", "in the query of UNLOAD"],
  ["unload ('select string_agg(a) from t') to 's3://b' iam_role default", 9, "42883", "string_agg"],
  // Developer Guide, "UNLOAD": what its query may be, and which options do not go together.
  [
    "unload ('select a from t limit 10') to 's3://b' iam_role default",
    9,
    "0A000",
    "no LIMIT in its outer SELECT",
  ],
  [
    "unload ('(select a from t limit 10)') to 's3://b' iam_role default",
    9,
    "0A000",
    "no LIMIT in its outer SELECT",
  ],
  [
    "unload ('select top 10 a from t') to 's3://b' iam_role default",
    9,
    "0A000",
    "no LIMIT in its outer SELECT",
  ],
  ["unload ('delete from t') to 's3://b' iam_role default", 9, "42601", "takes one SELECT"],
  ["unload ('select 1; select 2') to 's3://b' iam_role default", 9, "42601", "takes one SELECT"],
  ["unload ('select a into u from t') to 's3://b' iam_role default", 9, "42601", "takes one SELECT"],
  ["unload ('') to 's3://b' iam_role default", 9, "42601", "takes one SELECT"],
  ...[
    "delimiter ','",
    "fixedwidth 'a:1'",
    "addquotes",
    "escape",
    "null 'x'",
    "header",
    "gzip",
    "bzip2",
    "zstd",
    "json",
  ].map((option) => refusedUnload("parquet", option)),
  ...["delimiter ','", "header", "fixedwidth 'a:1'", "addquotes", "escape", "null 'x'"].map((option) =>
    refusedUnload("json", option),
  ),
  refusedUnload("csv", "fixedwidth 'a:1'"),
  refusedUnload("csv", "addquotes"),
  [
    "unload ('select 1') to 's3://b' iam_role default header fixedwidth 'a:1'",
    50,
    "0A000",
    "with FIXEDWIDTH",
  ],
  [
    "unload ('select 1') to 's3://b' iam_role default allowoverwrite cleanpath",
    50,
    "0A000",
    "with CLEANPATH",
  ],
  ["unload ('select 1') to 's3://b' iam_role default gzip zstd", 55, "0A000", "with GZIP"],
  [
    "unload ('select 1') to 's3://b' iam_role default csv rowgroupsize 64",
    54,
    "42601",
    "needs FORMAT PARQUET",
  ],
  ["unload ('select 1') to 's3://b' iam_role default kms_key_id 'k'", 50, "42601", "needs ENCRYPTED"],
];

/** An option that stands before the format with which it cannot be used. */
function refusedUnload(format: string, option: string): readonly [string, number, string, string] {
  const sql = `unload ('select 1') to 's3://b' iam_role default ${option} ${format}`;
  return [sql, 50, "0A000", `cannot be used with FORMAT ${format.toUpperCase()}`];
}

describe("what Redshift refuses", () => {
  it.each([...REFUSED, ...ON_THE_TREE])("%s", (sql, column, sqlState, message) => {
    const error = refusal(sql);
    expect(error).toBeInstanceOf(SqlError);
    expect(error).toMatchObject({ sqlState, position: { line: 1, column } });
    expect(error.message).toContain(message);
  });

  it.each(REFUSED)("has a way out: %s", (sql) => {
    expect(refusal(sql).next).toMatch(/\S{3}/);
  });

  it("is every function and every type of the tables", () => {
    for (const name of Object.keys(REFUSED_FUNCTIONS))
      expect(refusal(`select ${name}(a) from t`)).toMatchObject({
        sqlState: "42883",
        position: { column: 8 },
      });
    for (const name of Object.keys(LEADER_ONLY))
      expect(refusal(`select ${name}(a) from t`)).toMatchObject({
        sqlState: "0A000",
        position: { column: 8 },
      });
    for (const name of Object.keys(REFUSED_TYPES))
      expect(refusal(`select a::${name} from t`)).toMatchObject({
        sqlState: "42704",
        position: { column: 11 },
      });
  });

  it("is told all at once, in order, with lines of the source", () => {
    const [, second] = parseStatements(
      "select 1;\nselect a::json,\n  string_agg(b, ','), sum(c) over (order by d)\nfrom t",
    ).statements;
    expect(second === undefined ? [] : refusalsOf(second)).toMatchObject([
      { line: 2, column: 11 },
      { line: 3, column: 3 },
      { line: 3, column: 45 },
    ]);
  });
});

describe("what Redshift takes", () => {
  it.each([
    "select * exclude (a) from t",
    "select a, sum(b) from t group by all",
    "select * from t as t qualify row_number() over (order by a) = 1",
    "select * from t x where x.returning = 1 and x.lateral = 2",
    "insert into t (name) select name from s order by name",
    "insert into t values (1), (2)",
    "insert into t values (now())",
    "select now(), substr('a', 1), generate_series(1, 3)",
    "select substring(a, 1, 2), a.b[0].c, x[1] from t as a",
    "select substr(tablename, 1) from pg_tables",
    "select count(*), max(a) as list from t",
    "select listagg(a, ',') within group (order by a) from t",
    "select extract(day from a), trim(both 'x' from b) from t",
    "create table t (a double precision default now(), b varchar(max), c super, d interval day to second)",
    "create table t (a bigint generated by default as identity (1, 1))",
    "create temp table t as select 1 as a",
    "create view v as select * from s.t with no schema binding",
    "with mode (a) as (select 1) select * from mode",
    "insert into mode (a) select 1",
    "select cast(a as varchar(10)), b::double precision, try_cast(c as int) from t",
    "copy t from 's3://a/b' iam_role default json 'auto'",
    "fetch next from c",
    "fetch forward 3 from c",
    // "ALTER TABLE": changes of keys and encodings may stand together.
    "alter table t alter sortkey (a, b), alter distkey b",
    "alter table t alter sortkey auto, alter encode auto",
    "select sum(a) over (partition by b), row_number() over (order by a), rank() over (order by a) from t",
    "select sum(a) over (order by b rows unbounded preceding), lag(a) over (order by b) from t",
    "select listagg(distinct a, ',') within group (order by a) over (partition by b) from t",
    "select a, sum(b) as b from t group by a having sum(b) > 1",
    "select a as b, count(*) as c from t group by b having b > 1 and count(c) > 2",
    "select a.b, count(*) as b from t as a group by a.b having a.b > 1",
    "select a as total from t group by all having total > 1",
    "select max(a) as a from t having exists (select a from s)",
    "select a from t union all select a from s",
    "select 'pg_class'::regclass::oid, 'x'::name, typname::\"char\" from pg_type",
    "create table t (a geometry, b varchar(3) collate case_insensitive)",
    "create table t (like u)",
    "select * from a as semi join b on true",
    "select * from t limit 5 % 3",
    "select * from t except (select * from s)",
    'select "now".a, t.substr from t',
    "unload ('select a from t') to 's3://b' iam_role default",
    "unload ('select a from t where a in (select a from t limit 10)') to 's3://b' iam_role default csv header gzip null 'x'",
    "unload ('select a from t') to 's3://b' iam_role default parquet rowgroupsize 64 maxfilesize 1 gb manifest allowoverwrite",
    "unload ('select a from t') to 's3://b' iam_role default addquotes escape header delimiter ',' zstd cleanpath",
    "truncate t",
    "rollback",
    "update t set a = $1, b = :b where c in (select c from s)",
    "alter table t add column a int",
    "merge into t using s on t.a = s.a when matched then delete when not matched then insert values (s.a)",
  ])("%s", (sql) => {
    expect(refusalsOf(statementOf(sql))).toEqual([]);
    refuse(statementOf(sql));
  });

  it("is everything in this project's own SQL", () => {
    const files = readdirSync("sql", { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".sql"),
    );
    expect(files.length).toBeGreaterThan(0);
    const refused = files.flatMap((file) =>
      parseStatements(readFileSync(join("sql", file), "utf8")).statements.flatMap(refusalsOf),
    );
    expect(refused).toEqual([]);
  });
});

describe("what is no statement", () => {
  it.each([
    ["selct 1", 'syntax error at or near "selct"', 1],
    ["select (1", "syntax error at end of input", 10],
    ["select 1)", 'syntax error at or near ")"', 9],
    ["select ((1)", "syntax error at end of input", 12],
  ])("%s is a syntax error at its place", (sql, message, column) => {
    const problem = refusal(sql);
    expect(problem).toMatchObject({ message, position: { line: 1, column } });
    expect(problem.next).toBeTruthy();
  });
});
