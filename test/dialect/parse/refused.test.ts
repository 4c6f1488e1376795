/** What is no statement of Redshift, and what is said of it. */
import { describe, expect, test } from "vitest";
import { parseScript } from "../../../src/dialect/parse/parse.ts";
import { ParseError } from "../../../src/dialect/parse-error.ts";

function refusal(source: string): ParseError {
  try {
    parseScript(source);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error(`not refused: ${source}`);
}

/** The text at which it is refused, from there to the end. */
function at(source: string): string {
  return source.slice(refusal(source).offset);
}

test.each([
  // PostgreSQL's manual, "Data types": these are spellings of types, and names of none in quotes.
  ['create table t (a "double precision")', '"double precision")'],
  ['select a::"timestamp with time zone"', '"timestamp with time zone"'],
  ['select a::"$user"', '"$user"'],
  ['select a::"select"', '"select"'],
])("a name in quotes that no type has: %s", (source, rest) => {
  expect(at(source)).toBe(rest);
  expect(refusal(source).next).toBe("expected here: a data type");
});

describe("words that are left over", () => {
  test.each([
    ["truncate k where a = 1", "where a = 1"],
    ["create table x nonsense as select 1", "nonsense as select 1"],
    ["lock t whatever", "whatever"],
    ["lock table t in exclusive mode", "in exclusive mode"],
    ["begin garbage", "garbage"],
    ["commit and chain", "and chain"],
    ["select a from t wher a = 1 b", "a = 1 b"],
    ["select a b c from t", "c from t"],
    ["drop table t now", "now"],
    ["analyze t now", "now"],
    ["vacuum t now", "now"],
    ["comment on table t is 'x' now", "now"],
    ["grant select on t to a b", "b"],
    ["grant select t to a", "t to a"],
    ["revoke select on t from a whatever", "whatever"],
    ["create user a passwort 'x'", "passwort 'x'"],
    ["copy t from 's3://b' iam_role default gzipp", "gzipp"],
    ["unload ('select 1') to 's3://b' iam_role default acceptinvchars", "acceptinvchars"],
    ["set a to b c", "c"],
    ["show a b", "b"],
    ["fetch 5 from c", "5 from c"],
    ["alter table t add column a int frozen", "frozen"],
    ["create table t (a int) whatever", "whatever"],
    ["create view v as select 1 with schema binding", "schema binding"],
    ["call p(1) now", "now"],
  ])("%s", (source, rest) => {
    expect(at(source)).toBe(rest);
  });
});

describe("what is missing", () => {
  test.each([
    ["select", "expected here: a value"],
    ["select a,", "expected here: a value (or leave the comma before it out)"],
    [
      "select a, from t",
      'write "from" where it is a name, or take another name (or leave the comma before it out)',
    ],
    ["select a from t,", "expected here: a table (or leave the comma before it out)"],
    [
      "select a from t limit 50%",
      "give a number of rows; for a share of them filter by percent_rank() or ntile(…)",
    ],
    ["select (a", "expected here: )"],
    ["select f(a", "expected here: )"],
    ["select case a end", "expected here: WHEN"],
    ["select a in b", "expected here: ("],
    ["select a from t join u", "expected here: ON or USING"],
    ["insert into t", "expected here: VALUES, DEFAULT VALUES or a query"],
    ["insert into t (a,) values (1)", "expected here: a name (or leave the comma before it out)"],
    ["create table t", "expected here: ( or AS"],
    ["create table t (a int,)", "expected here: the name of a column (or leave the comma before it out)"],
    ["update t", "expected here: SET"],
    [
      "merge into t as x using s on true",
      "expected here: USING, since Redshift's MERGE takes no alias for the target",
    ],
    ["grant select on t", "expected here: , or TO"],
  ])("%s", (source, next) => {
    expect(refusal(source).next).toBe(next);
  });
});

describe("what others have is refused by its name, with the way out", () => {
  test.each([
    ["insert into t values (1) on conflict do nothing", "Redshift has no ON CONFLICT"],
    ["insert into t values (1) returning a", "Redshift has no RETURNING"],
    ["update t set (a, b) = (1, 2)", "Redshift has no SET (a, b) = …"],
    ["with a as (select 1) insert into t select * from a", "Redshift has no WITH before INSERT"],
    ["select distinct on (a) a from t", "SELECT DISTINCT ON is not supported"],
    ["select count(*) filter (where a) from t", "Redshift has no FILTER"],
    ["select sum(a) over w from t window w as ()", "Redshift has no named windows"],
    ["select a is distinct from b", "Redshift has no IS DISTINCT FROM"],
    ["select 1 intersect all select 1", "Redshift has no INTERSECT ALL"],
    ["select 1 except all select 1", "Redshift has no EXCEPT ALL"],
    ["select a from t order by all", "Redshift has no ORDER BY ALL"],
    ["select a from t for update", "Redshift has no SELECT … FOR UPDATE"],
    ["select a from t fetch first 5 rows only", "Redshift has no FETCH FIRST"],
    ["select a -> 'b' from t", "Redshift has no operator ->"],
    ["select a == b", "Redshift has no operator =="],
    ["select * from (values (1)) as t", "Redshift has VALUES in INSERT only"],
    ["select * from t, lateral (select 1) as x", "Redshift has no LATERAL"],
    ["create index i on t (a)", 'SQL command "create index i on t (a)" not supported on Redshift tables.'],
    ["create or replace table t (a int)", "Redshift has no CREATE OR REPLACE TABLE"],
    ["create table t (a int check (a > 1))", "CHECK constraint is not supported"],
    ["create table t (a int generated always as identity (1, 1))", "Redshift has no GENERATED ALWAYS"],
    [
      "alter table t add a int, add b int",
      "Redshift takes one change of this kind, not several changes at a time",
    ],
    ["alter table t add column if not exists a int", "Redshift has no ADD COLUMN IF NOT EXISTS"],
    ["truncate t, u", "Redshift has no TRUNCATE of several tables"],
    [
      "merge into t using s on t.a = s.a when matched then delete",
      "MERGE statement with a single WHEN clause",
    ],
    ["copy t from stdin", "LOAD source is not supported."],
    ["savepoint x", 'SQL command "savepoint x" not supported.'],
    ["discard all", "Redshift has no DISCARD"],
    ["pragma x", "Redshift has no statement PRAGMA"],
  ])("%s", (source, message) => {
    const { message: said, next = "" } = refusal(source);
    expect(`${said} ${next}`).toContain(message);
    expect(next).not.toBe("");
  });
});

describe("names", () => {
  test.each([
    ["select a from order", "order"],
    ["select a as b from t as select", "select"],
    ["select a limit from t", "from t"],
    ["create table user (a int)", "user (a int)"],
    ["select timestamp from t", "timestamp from t"],
    ["select time from t", "time from t"],
    ["select a from t start", "start"],
    ["select a from t connect", "connect"],
  ])("%s", (source, rest) => {
    expect(at(source)).toBe(rest);
  });

  test("a number ends where something else begins", () => {
    expect(refusal("select 1_000").message).toContain(
      'trailing junk after numeric literal at or near "1_000"',
    );
    expect(refusal("select 0x1A").message).toContain("trailing junk");
    expect(refusal("select a#b from t").message).toContain('near "#b"');
  });
});

test("an error tells line and column", () => {
  expect(refusal("select 1;\nselect a\n  from t x y").position).toEqual({ line: 3, column: 12 });
  expect(refusal("select 1 +").position).toEqual({ line: 1, column: 11 });
});
