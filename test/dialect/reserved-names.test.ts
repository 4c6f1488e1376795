import { describe, expect, it } from "vitest";
import { SqlError } from "../../src/errors.ts";
import { REDSHIFT_RESERVED_WORDS } from "../../src/dialect/reserved-words.ts";
import { thrownBy, treeOf } from "./statement.ts";

/** The error of a statement that is none because of a word, which is the first such in it. */
function refusal(sql: string): SqlError {
  return thrownBy(() => treeOf(sql)) as SqlError;
}

function isTaken(sql: string): boolean {
  try {
    return treeOf(sql) !== undefined;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
}

/** Statement, and the words in it that are refused, each with its column: the first of them is told. */
const REFUSED: readonly (readonly [string, ...string[]])[] = [
  // Columns
  ["select tag from t", "tag 8"],
  ["select a, open from t", "open 11"],
  ["select distinct system from t", "system 17"],
  ["select top 10 tag from t", "tag 15"],
  ["select a from t where a = 1 and tag = 2", "tag 33"],
  ["select a from t where not tag", "tag 27"],
  ["select a from t where a between open and 3", "open 33"],
  ["select a from t where tag is null or open in (1)", "tag 23", "open 38"],
  ["select a from t group by tag, open having max(tag) > 1", "tag 26", "open 31", "tag 47"],
  ["select a from t order by a desc, system desc nulls last", "system 34"],
  ["select max(open), coalesce(a, tag) || open from t", "open 12", "tag 31", "open 39"],
  ["select case tag when open then raw else new end from t", "tag 13", "open 22", "raw 32", "new 41"],
  ["select row_number() over (partition by tag order by open) from t", "tag 40", "open 53"],
  ["select trim(both from tag), extract(day from open), tag::date from t", "tag 23", "open 46", "tag 53"],
  [
    "select limit, offset, end, desc, left, full from t",
    "limit 8",
    "offset 15",
    "end 23",
    "desc 28",
    "left 34",
    "full 40",
  ],
  ["select interval from t", "interval 8"],
  ["select a from t join s using (tag, a)", "tag 31"],
  ["select * exclude (tag) from t", "tag 19"],
  ["select a * tag, -open, (raw) from t", "tag 12", "open 18", "raw 25"],
  // A type begins a literal.
  ["select timestamp, a from t", "timestamp 8"],
  ["select a from t where timestamp > '2018-11-01'", "timestamp 23"],
  ["select max(timestamp) from t order by timestamp", "timestamp 12", "timestamp 39"],
  ["select time, datetime from t group by time", "time 8", "datetime 14", "time 39"],
  // Tables
  ["select 1 from user", "user 15"],
  ["select 1 from a, open", "open 18"],
  ["select 1 from a join tag on true", "tag 22"],
  ["select 1 from system.t", "system 15"],
  ["select tag.a from t", "tag 8"],
  ["select 1 from (system join tag on true)", "system 16", "tag 28"],
  // Aliases, and the names of CTEs
  ["select 1 from t as open", "open 20"],
  ["select 1 from t open, s as user (a, tag)", "open 17", "user 28", "tag 37"],
  ["select 1 from (select 1) tag", "tag 26"],
  ["select 1 from t start", "start 17"],
  ["select 1 from t connect", "connect 17"],
  ["select a tag, b open from t", "tag 10", "open 17"],
  ["select 1 user", "user 10"],
  [
    "with open as (select tag from t), user (raw) as (select 1) select 1",
    "open 6",
    "tag 22",
    "user 35",
    "raw 41",
  ],
  ["with recursive tag (a) as (select 1) select 1", "tag 16"],
  ["select 1 union all select open from t", "open 27"],
  ["select a from t where a in (select tag from s where exists (select open from u))", "tag 36", "open 68"],
  // Changing rows
  ["insert into user values (1)", "user 13"],
  ["insert into t (a, tag, open) values (1, 2, 3)", "tag 19", "open 24"],
  ["insert into t (a) select tag from s", "tag 26"],
  ["insert into t with x as (select tag from s) select * from x", "tag 33"],
  ["insert into t values (1, tag)", "tag 26"],
  ["update user set a = 1", "user 8"],
  ["update t set tag = 1, open = raw from s where new = 2", "tag 14", "open 23", "raw 30", "new 47"],
  ["delete from open", "open 13"],
  ["delete from t using user where tag = 1", "user 21", "tag 32"],
  [
    "merge into tag using open on tag.a = open.a when matched then update set raw = open.a, b = new when not matched then insert (system) values (tag)",
    "tag 12",
    "open 22",
    "tag 30",
    "open 38",
    "raw 74",
    "open 80",
    "new 92",
    "system 126",
    "tag 142",
  ],
  // Tables and their columns
  ["create table user (a int)", "user 14"],
  ["create temp table if not exists tag (a int)", "tag 33"],
  [
    "create table t (tag int, a int, open varchar(2) default 'x', primary int)",
    "tag 17",
    "open 33",
    "primary 62",
  ],
  [
    "create table t (a int, primary key (tag), unique (open), foreign key (raw) references user (new))",
    "tag 37",
    "open 51",
    "raw 71",
    "user 87",
    "new 93",
  ],
  ["create table t (a int references user) distkey (tag) sortkey (a, open)", "user 34", "tag 49", "open 66"],
  ["create table tag as select open from t", "tag 14", "open 28"],
  ["create view open (tag) as select raw from t", "open 13", "tag 19", "raw 34"],
  ["alter table t add column tag int", "tag 26"],
  ["alter table t add open int", "open 19"],
  ["alter table t drop column tag", "tag 27"],
  ["alter table t rename column a to tag", "tag 34"],
  ["alter table t rename to open", "open 25"],
  ["alter table user rename to a", "user 13"],
  ["alter table t append from open", "open 27"],
  ["analyze user", "user 9"],
  ["analyze verbose open (a, tag)", "open 17", "tag 26"],
  ["vacuum open", "open 8"],
  ["vacuum delete only user to 99 percent", "user 20"],
  ["create table t (like user)", "user 22"],
  ["grant select on open to etl", "open 17"],
  ["grant all on table a, s.b, tag to group readers", "tag 28"],
  ["revoke select on user from etl", "user 18"],
  ["create schema if not exists open", "open 29"],
  ["comment on table tag is 'x'", "tag 18"],
  ["comment on column open.a is 'x'", "open 19"],
  ["comment on database open is 'x'", "open 21"],
  ["select a into open from t", "open 15"],
  ["select a into temp table tag from t", "tag 26"],
  ["drop table if exists user", "user 22"],
  ["truncate open", "open 10"],
  ["lock table tag", "tag 12"],
  ["copy user (tag, a) from 's3://a/b' iam_role default json 'auto'", "user 6", "tag 12"],
  ["explain verbose select tag from t", "tag 24"],
  ["declare c cursor for select tag from t", "tag 29"],
];

describe("a bare reserved word where a name stands", () => {
  it.each(REFUSED)("is refused: %s", (sql, ...words) => {
    const [first = ""] = words;
    const [word, column] = first.split(" ");
    const error = refusal(sql);
    expect(error).toBeInstanceOf(SqlError);
    expect(error).toMatchObject({ sqlState: "42601", position: { line: 1, column: Number(column) } });
    expect(error.message).toContain(`at or near "${word}"`);
  });

  it.each(REFUSED)("is taken in quotes: %s", (sql, ...words) => {
    // From the last one to the first, so that no place moves.
    const quoted = words.toReversed().reduce((text, one) => {
      const [word = "", column = ""] = one.split(" ");
      const at = Number(column) - 1;
      return `${text.slice(0, at)}"${word}"${text.slice(at + word.length)}`;
    }, sql);
    expect(treeOf(quoted)).toBeDefined();
  });

  it("is a syntax error at its place, with the quoted spelling as the way out", () => {
    expect(refusal("select a\nfrom t\norder by\n  System")).toMatchObject({
      position: { line: 4, column: 3 },
      message: 'syntax error at or near "System": it is a reserved word, and expected here is a value',
      next: 'write "system" where it is a name, or take another name',
    });
  });

  it("says of a type that it begins a literal", () => {
    expect(refusal("select time from t")).toMatchObject({
      message: `syntax error at or near "time": it begins a literal here, as in time '…'`,
      next: 'write "time", or the table before it, where it is a column',
    });
  });

  // https://docs.aws.amazon.com/redshift/latest/dg/r_pg_keywords.html, "Reserved words": 156 of them.
  it("is one of the 156 of the manual, each refused as the name of a table and of a column", () => {
    expect(REDSHIFT_RESERVED_WORDS.size).toBe(156);
    // Postgres' system column, which is in every catalogue table and is refused in other words.
    const words = [...REDSHIFT_RESERVED_WORDS].filter((word) => word !== "oid");
    const taken = words.filter((word) =>
      [`create table ${word} (a int)`, `create table t (${word} int)`].some(isTaken),
    );
    // `like int` is the beginning of LIKE.
    expect(taken).toEqual(["like"]);
  });
});

describe("a reserved word", () => {
  it.each([
    // In quotes, behind a point, as the label of a column
    'select "tag", t.open, t.user.system from t order by "system"',
    'select 1 from "user" as "open" join s."tag" on true',
    "select a as tag, b as open, count(*) as user from t",
    'create table "user" ("tag" int, primary key ("tag"))',
    'select t.time, t.timestamp, "time" from t order by t.timestamp',
    // Values and functions
    "select current_date, current_timestamp, sysdate, user, current_user, session_user, localtime, true, false, null",
    "select left(a, 1), right(b, 2), array(1, 2), isnull(a, b) from t",
    "select all a from t union all select b from s",
    "select case when a is not null and b not in (1) then cast(c as timestamp) else null end from t",
    "select not a, a is true, b isnull, c notnull from t where not exists (select 1)",
    "select timestamp '2018-11-01', time '10:00', interval '1 day', a::timestamp, b::timestamp without time zone from t",
    "select timestamp 'epoch' + ts / 1000 * interval '1 second', timestamp with time zone '2018-11-01 10:00+00'",
    "select convert(timestamp, a), cast(a as time), '1'::interval year to month from t",
    "select trim(both 'x' from a), trim(leading from b), extract(day from c), substring(a from 1 for 2) from t",
    "select a from t where a like 'x' or a ilike 'y' or a not like 'z' or a similar to 'q' or a not similar to 'r' escape '^'",
    "select a from t where a between current_date and sysdate and b not between 1 and 2",
    "select a from t where a > any (select 1) and b = all (select 2) and c <> some (select 3)",
    "select top 10 * from t order by a asc nulls first, b desc nulls last limit 3 offset 2",
    "select lag(a) ignore nulls over (partition by b order by c rows between unbounded preceding and current row) from t",
    "select last_value(a respect nulls) over (order by b rows unbounded preceding) from t",
    "select listagg(distinct a, ',') within group (order by b desc) over (partition by c) from t",
    "select count(distinct a), count(*), approximate count(distinct b) from t group by grouping sets ((), (a), (b)) having count(*) > 1",
    "select a.*, b.* from a left outer join b on a.x = b.x right join c using (x) full join d on true cross join e natural join f",
    "select * from t as p pivot (sum(a) for b in ('x', 'y')) where c = 1",
    "select * from t unpivot (a for b in (c, d))",
    "select a from t except select a from s intersect select a from u minus select a from v",
    "(select a from t) union (select a from s) order by 1",
    "with a as (select 1), b (x, y) as (select 1, 2) select * from a, b where a.x = b.x",
    "with recursive a (n) as (select 1 union all select n + 1 from a where n < 3) select n from a",
    "select a from t start with a = 1 connect by prior a = b",
    "select a into temp table s from t",
    "select oid, relname from pg_class where oid = 1",
    // Tables called time, date and the like
    "select time.start_time from time join date on time.start_time = date.day where time.hour > 1",
    "select a from t, time",
    "insert into time (start_time, hour, time) select start_time, 1, t.time from t",
    "create table if not exists time (start_time timestamp not null, time time, datetime timestamptz, primary key (start_time))",
    "delete from time where not exists (select 1 from songplays where songplays.start_time = time.start_time)",
    "copy time from 's3://a/b' iam_role default json 'auto' timeformat 'epochmillisecs'",
    "select date, day, hour, month, year, name, type, value, status, level, location from t",
    // Changing rows and tables
    "insert into t (a, b) values (default, null), (1, current_date)",
    "insert into t default values",
    "update t set a = default, b = null from s where t.a = s.a and not s.b",
    "delete from t using s as x, u where x.a = t.a",
    "merge into t using s on t.a = s.a when matched then update set b = s.b, c = null when not matched then insert (a, b) values (s.a, default)",
    "merge into t using s on t.a = s.a remove duplicates",
    "create table t (a int not null default 0 encode raw primary key, b varchar(3) collate case_sensitive unique references u (b), constraint c primary key (a), foreign key (a) references u (a)) backup no diststyle key distkey (a) compound sortkey (a, b)",
    "create table t (like u including defaults)",
    "create temp table t distkey (a) sortkey (b) as select a, b from s",
    "create or replace view v as select * from t with no schema binding",
    "alter table t add constraint c primary key (a)",
    "alter table t add foreign key (a) references u (a)",
    "alter table t drop constraint c",
    "alter table t alter column a type varchar(10)",
    "alter table t alter sortkey (a, b)",
    "alter table t append from s",
    // Options and rights
    "copy t from 's3://a/b' iam_role default manifest format as json 'auto' gzip blanksasnull emptyasnull compupdate off explicit_ids",
    "unload ('select tag from t') to 's3://a/b' iam_role default parallel off allowoverwrite gzip",
    "grant select on all tables in schema public to group readers",
    "create user tags password disable",
    "set query_group to off",
    "create table t (like u including defaults)",
    "grant select on all tables in schema s to u",
    "grant usage on schema s to u",
    "grant execute on function f(int) to u",
    "grant role r to u",
    "create schema authorization u",
    "analyze verbose t",
    "analyze",
    "analyze verbose",
    "analyze compression t",
    "analyze t (a) all columns",
    "analyze predicate columns",
    "vacuum",
    "vacuum full",
    "vacuum to 99 percent",
    "vacuum full t to 99 percent",
    "vacuum delete only t",
    "vacuum reindex s.full to 100 percent",
    "comment on column t.tag is 'x'",
  ])("is taken where it belongs: %s", (sql) => {
    expect(treeOf(sql)).toBeDefined();
  });
});
