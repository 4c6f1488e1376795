import { describe, expect, it } from "vitest";
import { travelsAlone } from "../../src/dialect/alone.ts";
import { SqlError } from "../../src/errors.ts";
import { statementOf, treeOf } from "./statement.ts";

describe("a statement that Redshift restricts in company", () => {
  /** Database Developer Guide, "SVL_MULTI_STATEMENT_VIOLATIONS", and the pages of the statements. */
  it.each([
    "copy t from 's3://b/x' iam_role default json 'auto'",
    "grant select on t to public",
    "vacuum delete only t",
    "alter table t append from s",
    'ALTER TABLE mart."two words" APPEND FROM s IGNOREEXTRA',
    "alter table dev.mart.t append from s",
    "create database d",
    "drop database d",
    "create external table spectrum.t (a int) stored as parquet location 's3://b/x'",
    "create or replace library l language plpythonu from 's3://b/x'",
    "create library l language plpythonu from 's3://b/x'",
    "drop library l",
    "alter table spectrum.t add partition (d = 1) location 's3://b/x'",
    "alter table spectrum.t add if not exists partition (d = 1) location 's3://b/x'",
    "alter table spectrum.t set location 's3://b/y'",
    "alter table t alter column a type varchar(9)",
    "alter table t alter column a encode zstd",
    "alter table t alter diststyle even",
    "alter table t alter sortkey (a), alter distkey b",
  ])("travels alone: %s", (sql) => {
    expect(travelsAlone(treeOf(sql))).toBe(true);
  });

  /** What cannot be read travels alone too (redshift/open.ts); these are on the list, and no page tells how they are written. */
  it.each([
    "drop external table spectrum.t",
    "create tablespace s",
    "drop tablespace s",
    "cluster",
    "rebuildcat",
    "indexcat",
    "reindex database d",
    "alter table t alter a type varchar(9)",
  ])("is not read, and so has no company: %s", (sql) => {
    expect(() => statementOf(sql)).toThrow(SqlError);
  });

  it.each([
    "select 1",
    "create table t (a int)",
    "drop table t",
    "alter table t add column append int",
    "alter table t rename to append",
    "alter table t drop constraint t_pkey",
    "alter user u password 'x'",
    "create external schema s from data catalog database 'd' iam_role default",
    "analyze t",
  ])("is not: %s", (sql) => {
    expect(travelsAlone(treeOf(sql))).toBe(false);
  });
});
