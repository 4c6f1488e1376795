import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCreateTable } from "../../src/dialect/create-table.ts";
import { parseHeader } from "../../src/dialect/header.ts";
import { kindOf } from "../../src/dialect/statement-kind.ts";
import { splitStatements } from "../../src/dialect/statements.ts";
import type { TableDefinition } from "../../src/dialect/table-definition.ts";
import { SqlError } from "../../src/errors.ts";
import { thrownBy } from "./statement.ts";

function parse(sql: string): TableDefinition {
  const { statements, comments } = splitStatements(sql);
  const statement = statements.at(-1);
  if (statement === undefined) throw new Error("no statement");
  return parseCreateTable(statement, comments);
}

describe("CREATE TABLE", () => {
  it("gives its table, and those that it refers to, the names that SQL takes", () => {
    const { name, foreignKeys } = parse(
      'create table "Group" (a int references Mart."LEVELS" (id), foreign key (a) references "user" (id))',
    );
    expect(name).toBe('"group"');
    expect(foreignKeys.map(({ table }) => table)).toEqual(["mart.levels", '"user"']);
    expect(parse("create table Mart.Levels (a int)").name).toBe("mart.levels");
  });

  it("is read whole", () => {
    const sql = `-- The facts: one row
-- per play.
create table if not exists dwh.songplays (
    id bigint identity (1, 2) encode az64, -- has gaps
    start timestamp not null encode raw, -- UTC
    level varchar(16) default 'free' encode bytedict -- free or paid
    , song varchar(64) references songs (song_id),
    n numeric(10, 2) default -1.5::numeric not null, -- of money
    "Made" timestamp default (getdate() + interval '1 day') null,
    primary key (id),
    unique (start, song), -- natural
    foreign key (level, song) references s.levels (a, b)
)
backup no
diststyle key
distkey (song)
compound sortkey (start, id)`;
    expect(parse(sql)).toEqual({
      name: "dwh.songplays",
      temporary: false,
      ifNotExists: true,
      columns: [
        {
          name: "id",
          type: { name: "bigint" },
          notNull: true,
          identity: { seed: 1, step: 2, byDefault: false },
          encode: "az64",
          comment: "has gaps",
        },
        { name: "start", type: { name: "timestamp" }, notNull: true, encode: "raw", comment: "UTC" },
        {
          name: "level",
          type: { name: "varchar", length: 16 },
          notNull: false,
          defaultSql: "'free'",
          encode: "bytedict",
          comment: "free or paid",
        },
        { name: "song", type: { name: "varchar", length: 64 }, notNull: false },
        {
          name: "n",
          type: { name: "decimal", precision: 10, scale: 2 },
          notNull: true,
          defaultSql: "-1.5::numeric",
          comment: "of money",
        },
        {
          name: "made",
          type: { name: "timestamp" },
          notNull: false,
          defaultSql: "(getdate() + interval '1 day')",
        },
      ],
      primaryKey: ["id"],
      uniqueKeys: [["start", "song"]],
      foreignKeys: [
        { columns: ["song"], table: "songs", references: ["song_id"] },
        { columns: ["level", "song"], table: "s.levels", references: ["a", "b"] },
      ],
      distStyle: "key",
      distKey: "song",
      sortStyle: "compound",
      sortKey: ["start", "id"],
      comment: "The facts: one row per play.",
    });
  });

  it("takes keys that stand with a column for those of the table", () => {
    const table = parse("create table t (a int primary key distkey sortkey, b int unique)");
    expect(table).toMatchObject({
      columns: [
        { name: "a", notNull: true },
        { name: "b", notNull: false },
      ],
      primaryKey: ["a"],
      uniqueKeys: [["b"]],
      distStyle: "key",
      distKey: "a",
      sortStyle: "compound",
      sortKey: ["a"],
    });
  });

  it("leaves distribution and order to Redshift where nothing is said", () => {
    const table = parse("create table t (a int)");
    expect(table).toMatchObject({ distStyle: "auto", distKey: undefined, sortStyle: "auto", sortKey: [] });
  });

  it.each([
    ["diststyle all", { distStyle: "all" }],
    [
      "diststyle even interleaved sortkey (a, b)",
      { distStyle: "even", sortStyle: "interleaved", sortKey: ["a", "b"] },
    ],
    [
      "sortkey (b) distkey (a) encode auto backup yes",
      { distKey: "a", sortStyle: "compound", sortKey: ["b"] },
    ],
    ["sortkey auto", { sortStyle: "auto", sortKey: [] }],
  ])("takes %s", (attributes, expected) => {
    expect(parse(`create table t (a int, b int) ${attributes}`)).toMatchObject(expected);
  });

  it.each([
    "create temp table t (a int)",
    "create local temporary table t (a int)",
    "create table #t (a int)",
  ])("knows a temporary table: %s", (sql) => {
    expect(parse(sql).temporary).toBe(true);
  });

  it("takes GENERATED BY DEFAULT AS IDENTITY, and steps down", () => {
    expect(parse("create table t (a int generated by default as identity (0, -1))").columns[0]).toMatchObject(
      {
        identity: { seed: 0, step: -1, byDefault: true },
        notNull: true,
      },
    );
  });

  it.each([
    ["default null", "null"],
    ["default 'a' || 'b' not null", "'a' || 'b'"],
    ["default getdate() encode zstd", "getdate()"],
    ["default cast('1' as int) unique", "cast('1' as int)"],
  ])("finds the end of the expression in %s", (attributes, expected) => {
    expect(parse(`create table t (a varchar ${attributes}, b int)`).columns[0]?.defaultSql).toBe(expected);
  });

  it("takes names of constraints, and a collation that changes nothing", () => {
    const sql =
      "create table t (a varchar constraint x not null collate case_sensitive, constraint p primary key (a))";
    expect(parse(sql)).toMatchObject({ primaryKey: ["a"], columns: [{ notNull: true }] });
  });

  it("takes no comment that stands elsewhere for the table's", () => {
    expect(parse("drop table t; -- gone\ncreate table t (a int)")).not.toHaveProperty("comment");
    expect(parse("-- of the file\n\ncreate table t (a int)")).not.toHaveProperty("comment");
    expect(parse("/* Over\n   two lines. */\ncreate table t (a int)").comment).toBe("Over two lines.");
  });

  it("takes the comment of a line for the column that ends there, and no other", () => {
    const sql = "create table t ( -- no\n  -- no\n  a int, b int, -- of b\n  c /* no */ int\n) -- no";
    expect(parse(sql).columns.map(({ comment }) => comment)).toEqual([undefined, "of b", undefined]);
  });

  it.each([
    ["create table t (a int) partition by x", "syntax error", 24, "42601"],
    ["create table t (a int auto_increment)", 'near "auto_increment"', 23, "42601"],
    ["create table t (a int, a text)", 'column "a" specified more than once', 24, "42701"],
    ["create table t (oid int)", "conflicts with a system column name", 17, "42701"],
    ["create table t (a int) distkey (b)", 'column "b" named in key does not exist', 33, "42703"],
    ["create table t (a int, primary key (a, b))", 'column "b" named in key does not exist', 40, "42703"],
    ["create table t (a int) diststyle key", "DISTSTYLE KEY needs a DISTKEY", 1, "42601"],
    ["create table t (a int distkey) diststyle all", "DISTKEY does not go with DISTSTYLE ALL", 1, "42601"],
    ["create table t (a int) distkey (a) distkey (a)", "DISTKEY is there twice", 36, "42601"],
    ["create table t (a int) diststyle all diststyle all", "DISTSTYLE is there twice", 38, "42601"],
    ["create table t (a int, b int) distkey (a, b)", "DISTKEY takes one column", 31, "42601"],
    ["create table t (a int sortkey, b int sortkey)", "SORTKEY is there twice", 32, "42601"],
    ["create table t (a int primary key, primary key (a))", "PRIMARY KEY is there twice", 36, "42601"],
    ["create table t (a int not null null)", 'column "a" says null twice', 32, "42601"],
    ["create table t (a int encode zip)", 'unknown compression encoding "zip"', 30, "42601"],
    ["create table t (a text identity (1, 1))", "must be integer or bigint", 24, "0A000"],
    ["create table t (a text collate case_insensitive)", "not supported by this project", 32, "0A000"],
    ["create table t (a int default)", 'syntax error at or near ")"', 30, "42601"],
    ["create table t (like u)", 'syntax error at or near "like"', 17, "42601"],
    ["create table t (a) as select 1", "type", 18, "42601"],
    ["create table t as select 1", 'syntax error at or near "as"', 16, "42601"],
    ["create table t (a int) as select 1", 'syntax error at or near "as"', 24, "42601"],
    ["create table t (a int", "syntax error at end of input", 22, "42601"],
    ["create table t (constraint c a int)", 'syntax error at or near "a"', 30, "42601"],
    ["create table t (a int,)", 'syntax error at or near ")"', 23, "42601"],
    ["create table t (a foo)", 'type "foo" does not exist', 19, "42704"],
  ])("refuses %s", (sql, message, column, sqlState) => {
    const error = thrownBy(() => parse(sql)) as SqlError;
    expect(error).toBeInstanceOf(SqlError);
    expect(error.message).toContain(message === "type" ? "syntax error" : message);
    expect(error).toMatchObject({ sqlState, position: { line: 1, column } });
  });

  it("has at most eight columns in an interleaved sort key", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    const sql = (style: string, count: number): string =>
      `create table t (${names.map((name) => `${name} int`).join(", ")}) ${style} sortkey (${names.slice(0, count).join(", ")})`;
    expect(parse(sql("interleaved", 8)).sortKey).toHaveLength(8);
    expect(parse(sql("compound", 9)).sortKey).toHaveLength(9);
    expect(() => parse(sql("interleaved", 9))).toThrow("at most 8 columns");
  });

  it("reads this project's own tables, each with a sentence", () => {
    const files = readdirSync("sql/schema").filter((file) => file.endsWith(".sql"));
    const tables = files.flatMap((file) => {
      const { statements, comments } = splitStatements(readFileSync(join("sql/schema", file), "utf8"));
      const made = statements.filter((statement) => kindOf(statement) === "create_table");
      const { title } = parseHeader(comments, []);
      return made.map((statement) => ({ comment: title, ...parseCreateTable(statement, comments) }));
    });
    expect(tables.length).toBeGreaterThan(0);
    expect(tables.filter(({ comment }) => comment === "")).toEqual([]);
  });
});
