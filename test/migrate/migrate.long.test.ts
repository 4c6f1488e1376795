/** What becomes of a table whose file has changed: the statements, and the warehouse behind them. */
import { describe, expect, it } from "vitest";
import { schemaWarehouse, tablesOf, tableT } from "../support/schema-warehouse.ts";

const { run, drift, migrate } = schemaWarehouse();

interface Change {
  readonly what: string;
  readonly was: readonly string[];
  readonly now: string;
  readonly says: readonly string[];
  readonly does: readonly string[];
  readonly holds: readonly (readonly (string | null)[])[];
}

const CHANGES: Change[] = [
  {
    what: "a column more",
    was: ["create table t (a integer encode az64)", "insert into t values (1)"],
    now: tableT("a integer encode az64, b varchar(8) default 'x' encode lzo not null"),
    says: ["t.b is not in the warehouse"],
    does: ["begin", "alter table t add column b varchar(8) default ('x') encode lzo not null", "commit"],
    holds: [["1", "x"]],
  },
  {
    what: "a longer text",
    was: ["create table t (a varchar(8) encode lzo)", "insert into t values ('x')"],
    now: tableT("a varchar(16) encode lzo"),
    says: ["t.a is character varying(8), declared as character varying(16)"],
    does: ["alter table t alter column a type character varying(16)"],
    holds: [["x"]],
  },
  {
    what: "a longer text whose encoding fixes its length",
    was: ["create table t (a varchar(8) encode bytedict)", "insert into t values ('x')"],
    now: tableT("a varchar(16) encode bytedict"),
    says: ["t.a is character varying(8), declared as character varying(16)"],
    does: [
      "alter table t alter column a encode zstd",
      "alter table t alter column a type character varying(16)",
      "alter table t alter column a encode bytedict",
    ],
    holds: [["x"]],
  },
  {
    what: "other keys, distribution, sort key and encodings",
    was: [
      "create table t (a integer not null encode az64, b integer not null encode az64, primary key (a)) diststyle all sortkey (a)",
      "insert into t values (1, 2)",
    ],
    now: tableT(
      "a integer not null encode zstd, b integer not null encode az64, primary key (b)",
      " distkey (b) sortkey (b)",
    ),
    says: [
      "t.a is encoded az64, declared as zstd",
      "t has another distribution than declared",
      "t has another sort key than declared",
      "t lacks the primary key (b)",
      "t has the primary key (a), which is not declared",
    ],
    does: [
      "begin",
      "alter table public.t drop constraint t_pkey",
      "commit",
      "alter table t alter compound sortkey (b)",
      "alter table t alter distkey b",
      "alter table t alter column a encode zstd, alter column b encode az64",
      "begin",
      "alter table t add primary key (b)",
      "commit",
    ],
    holds: [["1", "2"]],
  },
  {
    what: "a column that the file lets go, out of the distribution and the sort key",
    was: [
      "create table t (a integer encode az64, b integer encode raw) distkey (b) sortkey (b)",
      "insert into t values (1, 2)",
    ],
    now: `-- drops: b\n${tableT("a integer encode az64")}`,
    says: ["t.b is in the warehouse, but in no file", "t has another distribution than declared"],
    does: [
      "alter table t alter sortkey none",
      "alter table t alter diststyle even",
      "alter table t alter diststyle auto",
      "begin",
      "alter table t drop column b",
      "commit",
    ],
    holds: [["1"]],
  },
  {
    what: "another type",
    was: [
      "create table t (a varchar(8) encode lzo, b integer encode az64)",
      "insert into t values ('12', 7), (null, 8)",
    ],
    now: tableT("a integer encode az64, b varchar(4) encode lzo"),
    says: [
      "t.a is character varying(8), declared as integer",
      "t.a is encoded lzo, declared as az64",
      "t.b is integer, declared as character varying(4)",
      "t.b is encoded az64, declared as lzo",
    ],
    does: [
      "begin",
      "create table public.t__anew (a integer encode az64, b varchar(4) encode lzo)",
      "insert into public.t__anew (a, b) select cast(a as integer), cast(b as varchar(65535)) from public.t",
      "drop table public.t",
      "alter table public.t__anew rename to t",
      "commit",
    ],
    holds: [
      ["12", "7"],
      [null, "8"],
    ],
  },
];

CHANGES.push(
  {
    what: "NOT NULL, a default, and a column that is added NOT NULL without one, on an empty table",
    was: ["create table t (a integer encode az64, b integer default 1 encode az64)"],
    now: tableT(
      "a integer not null encode az64, b integer default 2 encode az64, c integer not null encode az64",
    ),
    says: [
      "t.a is nullable, declared as not null",
      "t.b has the default 1, declared as 2",
      "t.c is not in the warehouse",
    ],
    does: [
      "begin",
      "create table public.t__anew (a integer not null encode az64, b integer default (2) encode az64, c integer not null encode az64)",
      "insert into public.t__anew (a, b) select a, b from public.t",
      "drop table public.t",
      "alter table public.t__anew rename to t",
      "commit",
    ],
    holds: [],
  },
  {
    what: "an identity",
    was: ["create table t (a integer encode az64)", "insert into t values (7)"],
    now: tableT("a integer encode az64, id bigint identity (1, 1) encode az64"),
    says: ["t.id is not in the warehouse"],
    does: [
      "begin",
      "create table public.t__anew (a integer encode az64, id bigint identity (1, 1) encode az64)",
      "insert into public.t__anew (a) select a from public.t",
      "drop table public.t",
      "alter table public.t__anew rename to t",
      "commit",
    ],
    holds: [["7", "1"]],
  },
);

describe("a file that has changed", () => {
  it.each(CHANGES)("is told and done: $what", async ({ was, now, says, does, holds }) => {
    await run(...was);
    const tables = tablesOf(now);
    expect(await drift(tables)).toEqual(says);
    const sent: string[] = [];
    await migrate(tables, (session) => ({
      cancel: () => session.cancel(),
      execute: (sql) => {
        if (/^(?:begin|commit|alter|create|drop|insert)/.test(sql)) sent.push(sql);
        return session.execute(sql);
      },
    }));
    expect(sent).toEqual(does);
    expect(await drift(tables)).toEqual([]);
    expect(await migrate(tables)).toEqual([]);
    expect(await run("select * from t order by 1")).toEqual(holds);
  });
});
