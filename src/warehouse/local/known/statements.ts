/** The statements of Redshift ("SQL commands" of the Database Developer Guide), and what becomes of each here. */
import { ownValue } from "../../../dialect/own-value.ts";
import type { Statement } from "../../../dialect/syntax/statement.ts";
import type { KnownEntry } from "./entry.ts";

/** One statement. */
export interface KnownStatement extends KnownEntry {
  /** It is taken and changes nothing that is kept here. */
  readonly idle?: true;
  /** `dwh serve`, which knows users, carries it out; without a server it is refused. */
  readonly served?: true;
}

const SERVED = "only `dwh serve` does it, which has users";
const ASK_SERVER = "send it to `dwh serve`, which has users and groups";
const NO_ROLES = "leave it out: rights do not exist here; everybody may read and write everything";
const NO_CATALOGUE = "read the catalogue: svv_tables, svv_columns, pg_table_def";
const OF_CONNECTION = "only `dwh serve` does it";
const CURSOR = "send the query itself: all its rows come at once";
const PREPARED = "send the statement with its values; drivers may bind parameters through `dwh serve`";
const ROUTINE = "write the statements into a step of their own";
const EXPRESSION = "write the expression where it is used";
const EXTERNAL = "load the files with COPY, and read the table";
const SHARED = "read tables of the current database";
const MODEL = "only a cluster has models";
const POLICY = "write the condition into a view";
const CLUSTER = "only a cluster has this";
const TEMPLATE = "write the parameters into each COPY";
const UNSEEN = "leave it out: everything is read in the one database";
const SHOWN =
  "of the current database, without what is not kept; one that does not exist is an error, which the page does not say";
const NOTHING_KEPT = "accepted, without effect";

const served = (example: string, differs = SERVED, instead = ASK_SERVER): KnownStatement => ({
  example,
  differs,
  refused: instead,
  served: true,
});
const refused = (example: string, instead: string): KnownStatement => ({ example, refused: instead });
const idle = (example: string, differs = NOTHING_KEPT): KnownStatement => ({ example, differs, idle: true });

/** By name, as their pages are headed. */
export const KNOWN_STATEMENTS: Readonly<Record<string, KnownStatement>> = {
  ABORT: { example: "abort" },
  "ALTER DATABASE": refused("alter database d rename to e", CLUSTER),
  "ALTER DATASHARE": refused("alter datashare d add table t", SHARED),
  "ALTER DEFAULT PRIVILEGES": idle("alter default privileges grant select on tables to joe"),
  "ALTER EXTERNAL SCHEMA": refused("alter external schema x iam_role default", EXTERNAL),
  "ALTER EXTERNAL VIEW": refused("alter external view v as select 1", EXTERNAL),
  "ALTER FUNCTION": refused("alter function f (int) owner to joe", EXPRESSION),
  "ALTER GROUP": served("alter group g add user joe"),
  "ALTER IDENTITY PROVIDER": refused("alter identity provider i disable", CLUSTER),
  "ALTER MASKING POLICY": refused("alter masking policy m using ('x')", POLICY),
  "ALTER MATERIALIZED VIEW": refused(
    "alter materialized view m auto refresh yes",
    "drop the view and create it again",
  ),
  "ALTER PROCEDURE": refused("alter procedure p (int) rename to q", ROUTINE),
  "ALTER RLS POLICY": refused("alter rls policy p using (true)", POLICY),
  "ALTER ROLE": refused("alter role r owner to joe", NO_ROLES),
  "ALTER SCHEMA": refused("alter schema s rename to z", "create a new schema, and its tables in it"),
  "ALTER SYSTEM": refused("alter system set data_catalog_auto_mount = off", CLUSTER),
  "ALTER TABLE": { example: "alter table t add column e integer" },
  "ALTER TABLE APPEND": { example: "alter table t append from u filltarget" },
  "ALTER TABLE of an external table": {
    page: "ALTER TABLE",
    ...refused("alter table x.t set location 's3://b/y'", EXTERNAL),
  },
  "ALTER TEMPLATE": refused("alter template x rename to y", TEMPLATE),
  "ALTER USER": served("alter user joe password disable"),
  ANALYZE: idle("analyze t", "accepted, without effect: statistics are not kept"),
  "ANALYZE COMPRESSION": refused("analyze compression t", "leave it out: encodings have no effect here"),
  "ATTACH MASKING POLICY": refused("attach masking policy m on t (a) to public", POLICY),
  "ATTACH RLS POLICY": refused("attach rls policy p on t to public", POLICY),
  BEGIN: { example: "begin" },
  CALL: refused("call p()", ROUTINE),
  CANCEL: served("cancel 1", OF_CONNECTION, "send it to `dwh serve`, which has other sessions"),
  CLOSE: served("close c", OF_CONNECTION, CURSOR),
  COMMENT: idle("comment on table t is 'x'"),
  COMMIT: { example: "commit" },
  COPY: {
    example: "copy t from 's3://b/x' iam_role default json 'auto'",
    differs: "from JSON, CSV, delimited text and Parquet; AVRO, ORC and FIXEDWIDTH are refused",
  },
  "COPY JOB": refused("copy job list", "send the COPY itself, as a step"),
  "CREATE DATABASE": refused("create database d", UNSEEN),
  "CREATE DATASHARE": refused("create datashare d", SHARED),
  "CREATE EXTERNAL FUNCTION": refused(
    "create external function f (int) returns int stable lambda 'x' iam_role default",
    EXPRESSION,
  ),
  "CREATE EXTERNAL MODEL": refused(
    "create external model m function f iam_role default model_type bedrock settings (model_id 'x')",
    MODEL,
  ),
  "CREATE EXTERNAL SCHEMA": refused(
    "create external schema x from data catalog database 'd' iam_role default",
    EXTERNAL,
  ),
  "CREATE EXTERNAL TABLE": refused(
    "create external table x.t (a int) stored as parquet location 's3://b/x'",
    EXTERNAL,
  ),
  "CREATE EXTERNAL VIEW": refused("create external view v as select 1", EXTERNAL),
  "CREATE FUNCTION": refused(
    "create function f (int) returns int stable as 'select $1' language sql",
    EXPRESSION,
  ),
  "CREATE GROUP": served("create group h"),
  "CREATE IDENTITY PROVIDER": refused("create identity provider i type azure namespace 'n'", CLUSTER),
  "CREATE LIBRARY": refused("create library l language plpythonu from 's3://b/l.zip'", EXPRESSION),
  "CREATE MASKING POLICY": refused("create masking policy m with (a int) using (0)", POLICY),
  "CREATE MATERIALIZED VIEW": {
    example: "create materialized view n as select a from t",
    differs: "a table that REFRESH fills again; AUTO REFRESH has no effect",
  },
  "CREATE MODEL": refused("create model m from t target a function f iam_role default", MODEL),
  "CREATE PROCEDURE": refused("create procedure p () as 'begin end' language plpgsql", ROUTINE),
  "CREATE RLS POLICY": refused("create rls policy p using (true)", POLICY),
  "CREATE ROLE": refused("create role r", NO_ROLES),
  "CREATE SCHEMA": { example: "create schema z", differs: "AUTHORIZATION and QUOTA have no effect" },
  "CREATE TABLE": {
    example: "create table n (a integer not null, b varchar(10))",
    differs: "distribution, sort keys and encodings are kept in the catalogue, without effect",
  },
  "CREATE TABLE AS": { example: "create table n as select a from t" },
  "CREATE TEMPLATE": refused("create template x for copy as format as json 'auto' gzip maxerror 5", TEMPLATE),
  "CREATE USER": served("create user jim password disable"),
  "CREATE VIEW": { example: "create view n as select a from t" },
  DEALLOCATE: served("deallocate p", OF_CONNECTION, PREPARED),
  DECLARE: served("declare c cursor for select 1", OF_CONNECTION, CURSOR),
  DELETE: { example: "delete from t where a = 1" },
  "DESC DATASHARE": refused("desc datashare d", SHARED),
  "DESC IDENTITY PROVIDER": refused("desc identity provider i", CLUSTER),
  "DETACH MASKING POLICY": refused("detach masking policy m on t (a) from public", POLICY),
  "DETACH RLS POLICY": refused("detach rls policy p on t from public", POLICY),
  "DROP DATABASE": refused("drop database d", UNSEEN),
  "DROP DATASHARE": refused("drop datashare d", SHARED),
  "DROP EXTERNAL VIEW": refused("drop external view v", EXTERNAL),
  "DROP FUNCTION": refused("drop function f (int)", EXPRESSION),
  "DROP GROUP": served("drop group g"),
  "DROP IDENTITY PROVIDER": refused("drop identity provider i", CLUSTER),
  "DROP LIBRARY": refused("drop library l", EXPRESSION),
  "DROP MASKING POLICY": refused("drop masking policy m", POLICY),
  "DROP MATERIALIZED VIEW": { example: "drop materialized view m" },
  "DROP MODEL": refused("drop model m", MODEL),
  "DROP PROCEDURE": refused("drop procedure p ()", ROUTINE),
  "DROP RLS POLICY": refused("drop rls policy p", POLICY),
  "DROP ROLE": refused("drop role r", NO_ROLES),
  "DROP SCHEMA": { example: "drop schema s" },
  "DROP TABLE": { example: "drop table u" },
  "DROP TEMPLATE": refused("drop template x", TEMPLATE),
  "DROP USER": served("drop user joe"),
  "DROP VIEW": { example: "drop view v" },
  END: { example: "end" },
  EXECUTE: served("execute p", OF_CONNECTION, PREPARED),
  EXPLAIN: {
    example: "explain select 1",
    differs: "DuckDB's plan, which says nothing about a cluster's",
  },
  FETCH: served("fetch next from c", OF_CONNECTION, CURSOR),
  GRANT: idle(
    "grant select on t to public",
    "rights on tables, schemas and the like are accepted, without effect; ASSUMEROLE and sys:secadmin have an effect in `dwh serve`",
  ),
  INSERT: {
    example: "insert into t (a) values (1)",
    differs: "into tables of the warehouse: there are no external tables",
  },
  LOCK: {
    example: "lock t",
    differs: "between the sessions of one process; writers of one table do not wait for each other",
  },
  MERGE: {
    example:
      "merge into t using u on t.a = u.a when matched then update set b = u.b when not matched then insert (a, b) values (u.a, u.b)",
  },
  PREPARE: served("prepare p as select 1", OF_CONNECTION, PREPARED),
  "REFRESH MATERIALIZED VIEW": { example: "refresh materialized view m" },
  RESET: { example: "reset search_path" },
  REVOKE: idle("revoke select on t from public", "as GRANT"),
  ROLLBACK: { example: "rollback" },
  SELECT: { example: "select a from t" },
  "SELECT INTO": { example: "select a into n from t" },
  SET: {
    example: "set search_path to public, s",
    differs: "see below, under session parameters",
  },
  "SET SESSION AUTHORIZATION": refused("set session authorization joe", "connect as the user"),
  "SET SESSION CHARACTERISTICS": {
    example: "set session characteristics as transaction read only",
    differs: "every transaction is serializable, whatever level is set",
  },
  SHOW: { example: "show search_path" },
  "SHOW COLUMN GRANTS": refused("show column grants on table t", NO_ROLES),
  "SHOW COLUMNS": { example: "show columns from table local.public.t", differs: SHOWN },
  "SHOW CONSTRAINTS": refused("show constraints primary keys from table t", "read pg_constraint"),
  "SHOW DATABASES": refused("show databases", NO_CATALOGUE),
  "SHOW DATASHARES": refused("show datashares", SHARED),
  "SHOW EXTERNAL TABLE": refused("show external table x.t", EXTERNAL),
  "SHOW FUNCTIONS": refused("show functions from schema public", EXPRESSION),
  "SHOW GRANTS": refused("show grants on table t", NO_ROLES),
  "SHOW MODEL": refused("show model all", MODEL),
  "SHOW PARAMETERS": refused("show parameters of function f (int)", EXPRESSION),
  "SHOW POLICIES": refused("show policies", POLICY),
  "SHOW PROCEDURE": refused("show procedure p ()", ROUTINE),
  "SHOW PROCEDURES": refused("show procedures from schema public", ROUTINE),
  "SHOW SCHEMAS": { example: "show schemas from database local", differs: SHOWN },
  "SHOW TABLE": refused("show table t", "read pg_table_def"),
  "SHOW TABLES": { example: "show tables from schema local.public", differs: SHOWN },
  "SHOW TEMPLATE": refused("show template x", TEMPLATE),
  "SHOW TEMPLATES": refused("show templates from schema public", TEMPLATE),
  "SHOW VIEW": refused("show view v", "read pg_views"),
  "START TRANSACTION": { example: "start transaction" },
  TRUNCATE: { example: "truncate t" },
  UNLOAD: {
    example: "unload ('select a from t') to 's3://b/out/' iam_role default",
    differs: "one slice writes; BZIP2, FIXEDWIDTH and ENCRYPTED are refused, ZSTD frames are not compressed",
  },
  UPDATE: { example: "update t set b = 'x' where a = 1" },
  USE: refused("use local", UNSEEN),
  VACUUM: idle("vacuum t", "accepted, without effect"),
};

/** Statements that are told by another name than the words of their node. */
const NAMES: Readonly<Partial<Record<Statement["kind"], string>>> = {
  query: "SELECT",
  declare_cursor: "DECLARE",
  call_procedure: "CALL",
};

/** Commands that are a form of another one. */
const FORMS: Readonly<Record<string, string>> = {
  "alter table": "ALTER TABLE of an external table",
  "create protected external view": "CREATE EXTERNAL VIEW",
  "set local session authorization": "SET SESSION AUTHORIZATION",
  "set session session authorization": "SET SESSION AUTHORIZATION",
  "reset session authorization": "SET SESSION AUTHORIZATION",
  "set transaction": "SET SESSION CHARACTERISTICS",
};

/** Returns the name of the statement's page; of the forms of one node the plainest: ALTER TABLE, and not ALTER TABLE APPEND. */
export function statementName(tree: Statement): string {
  if (tree.kind === "drop") return `DROP ${tree.object.toUpperCase()}`;
  if (tree.kind !== "command") return NAMES[tree.kind] ?? tree.kind.replaceAll("_", " ").toUpperCase();
  const { command } = tree;
  return ownValue(FORMS, command) ?? command.replace("or replace ", "").toUpperCase();
}
