/**
 * What tools ask of the catalogue, in words of our own after what they publish: sqlalchemy-redshift (dialect.py), Amazon's Python driver (core.py, cursor.py),
 * Metabase, Superset, DBeaver, pgcli (pgexecute.py, pgspecial), dbt (macros of its Redshift adapter), Grafana and psql (describe.c). Each has its answer.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";

let warehouse: LocalWarehouse;
const ask = (sql: string) => warehouse.withSession((session) => session.execute(sql));
beforeAll(async () => {
  warehouse = await openLocalWarehouse({
    path: ":memory:",
    database: "sparkify",
    store: {} as Store,
    now: () => new Date(0),
    threads: 1,
  });
  for (const sql of [
    "create table songs (song_id varchar(18) not null, year smallint, duration numeric(9,5), primary key (song_id)) distkey (song_id) sortkey (year)",
    "create table plays (song varchar(18)) diststyle all",
    "create view loud as select song_id from songs",
    "create view late as select song_id from public.songs with no schema binding",
    "insert into songs (song_id) values ('a')",
  ])
    await ask(sql);
});
afterAll(() => warehouse.close());

type Question = readonly [who: string, sql: string, answer: readonly (readonly (string | null)[])[]];

const QUESTIONS: readonly Question[] = [
  [
    "sqlalchemy-redshift, for relations with their distribution",
    `select n.nspname, c.relname, c.relkind, case c.reldiststyle when 0 then 'EVEN' when 1 then 'KEY' when 8 then 'ALL' else 'AUTO' end
      from pg_catalog.pg_class c left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'v', 'm', 'S', 'f') and n.nspname !~ '^pg_' order by 2`,
    [
      ["public", "late", "v", "EVEN"],
      ["public", "loud", "v", "EVEN"],
      ["public", "plays", "r", "ALL"],
      ["public", "songs", "r", "KEY"],
    ],
  ],
  [
    "sqlalchemy-redshift, for columns",
    `select a.attname, format_encoding(a.attencodingtype::integer), a.attisdistkey, a.attsortkeyord, a.attnotnull
      from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relname = any('{songs}') and a.attnum > 0 order by a.attnum`,
    [
      ["song_id", "lzo", "t", "0", "t"],
      ["year", "none", "f", "1", "f"],
      ["duration", "az64", "f", "0", "f"],
    ],
  ],
  [
    "sqlalchemy-redshift, for late binding columns",
    `select view_name, col_name, col_type, col_num from pg_get_late_binding_view_cols()
      cols(view_schema name, view_name name, col_name name, col_type varchar, col_num int)`,
    [["late", "song_id", "character varying(18)", "1"]],
  ],
  [
    "Amazon's Python driver, for schemas of all databases",
    "select schema_name, database_name from svv_all_schemas where schema_name = 'public' and database_name = 'sparkify'",
    [["public", "sparkify"]],
  ],
  [
    "Amazon's Python driver, for tables of all databases",
    "select database_name, schema_name, table_name, table_type from svv_all_tables where table_name like 's%' order by 3",
    [["sparkify", "public", "songs", "TABLE"]],
  ],
  [
    "Amazon's Python driver, for columns of all databases",
    `select column_name, data_type, character_maximum_length, numeric_precision, is_nullable from svv_all_columns
      where table_name = 'songs' order by ordinal_position`,
    [
      ["song_id", "character varying", "18", null, "NO"],
      ["year", "smallint", null, "16", "YES"],
      ["duration", "numeric", null, "9", "YES"],
    ],
  ],
  [
    "Amazon's Python driver, for databases",
    "select database_name, database_type from svv_redshift_databases",
    [["sparkify", "local"]],
  ],
  [
    "Metabase, for what may be read",
    `select schemaname, tablename from pg_tables where has_table_privilege(current_user, schemaname || '.' || tablename, 'select')
      and schemaname = 'public' order by 2`,
    [
      ["public", "plays"],
      ["public", "songs"],
    ],
  ],
  [
    "Superset, for views",
    "select viewname from pg_views where schemaname = 'public' order by 1",
    [["late"], ["loud"]],
  ],
  ["DBeaver, for external schemas", "select esoid, eskind, esoptions from pg_external_schema", []],
  ["DBeaver, for external tables", "select schemaname, tablename, location from svv_external_tables", []],
  [
    "pgcli, for foreign keys and functions",
    "select p.proname, p.proargtypes from pg_proc p join pg_namespace n on n.oid = p.pronamespace",
    [],
  ],
  [
    "dbt, for relations",
    `select table_catalog, table_name, table_type from information_schema.tables where table_schema ilike 'public' order by 2`,
    [
      ["sparkify", "late", "VIEW"],
      ["sparkify", "loud", "VIEW"],
      ["sparkify", "plays", "BASE TABLE"],
      ["sparkify", "songs", "BASE TABLE"],
    ],
  ],
  [
    "dbt, for what is told of tables",
    `select "schema", "table", diststyle, sortkey1, tbl_rows, encoded from svv_table_info where "table" = 'songs'`,
    [["public", "songs", "KEY(song_id)", "year", "1", "Y"]],
  ],
  [
    "Grafana, for tables outside of the catalogue",
    `select quote_ident(table_name) from information_schema.tables where quote_ident(table_schema) not in
      ('information_schema', 'pg_catalog') order by 1`,
    [["late"], ["loud"], ["plays"], ["songs"]],
  ],
  [
    "catalogue, svv and the standard's views together",
    `select t.table_name, count(*) from information_schema.tables t join svv_columns c on c.table_name = t.table_name
      join pg_class p on p.relname = t.table_name where t.table_name = 'songs' group by 1`,
    [["songs", "3"]],
  ],
  ["three-part names", "select count(*) from sparkify.public.songs", [["1"]]],
  ["three-part names of the catalogue", "select count(*) from sparkify.pg_catalog.pg_tables", [["2"]]],
  [
    "psql, \\do",
    `select o.oprname, pg_catalog.format_type(o.oprleft, null), pg_catalog.obj_description(o.oprcode, 'pg_proc')
      from pg_catalog.pg_operator o where pg_catalog.pg_operator_is_visible(o.oid)`,
    [],
  ],
  [
    "psql, \\dc",
    `select c.conname, pg_catalog.pg_encoding_to_char(c.conforencoding) from pg_catalog.pg_conversion c
      where pg_catalog.pg_conversion_is_visible(c.oid)`,
    [],
  ],
  [
    "psql, \\l+",
    `select d.datname, t.spcname, case when pg_catalog.has_database_privilege(d.datname, 'CONNECT') then
      pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(d.datname)) else 'No Access' end, pg_catalog.shobj_description(d.oid, 'pg_database')
      from pg_catalog.pg_database d join pg_catalog.pg_tablespace t on d.dattablespace = t.oid`,
    [["sparkify", "pg_default", null, null]],
  ],
  [
    "psql, \\db+",
    `select spcname, pg_catalog.pg_get_userbyid(spcowner), pg_catalog.array_to_string(spcacl, E'\\n'), spcoptions,
      pg_catalog.pg_size_pretty(pg_catalog.pg_tablespace_size(oid)) from pg_catalog.pg_tablespace order by 1`,
    [
      ["pg_default", "dwh", null, null, null],
      ["pg_global", "dwh", null, null, null],
    ],
  ],
  [
    "psql and pgcli, \\dD+",
    `select t.typname, pg_catalog.array_to_string(t.typacl, E'\\n'), d.description from pg_catalog.pg_type t
      left join pg_catalog.pg_description d on d.classoid = t.tableoid and d.objoid = t.oid and d.objsubid = 0
      where t.typtype = 'd' and pg_catalog.pg_type_is_visible(t.oid)`,
    [],
  ],
  [
    "psql and pgcli, \\dT+",
    `select pg_catalog.format_type(t.oid, null), case when t.typlen < 0 then cast('var' as pg_catalog.text) else cast(t.typlen as
      pg_catalog.text) end, pg_catalog.array_to_string(array(select e.enumlabel from pg_catalog.pg_enum e where e.enumtypid = t.oid
      order by e.enumsortorder), E'\\n'), pg_catalog.array_to_string(t.typacl, E'\\n') from pg_catalog.pg_type t where t.typname = 'int4'`,
    [["integer", "4", "", null]],
  ],
  // The branch for servers before 9.0 of pgspecial's list_functions; there are no functions of one's own, and none is listed.
  [
    "pgcli, \\df",
    `select n.nspname, p.proname, pg_catalog.format_type(p.prorettype, null), pg_catalog.oidvectortypes(p.proargtypes), case when p.proisagg
      then 'agg' when p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype then 'trigger' else 'normal' end, pg_catalog.obj_description(p.oid, 'pg_proc')
      from pg_catalog.pg_proc p left join pg_catalog.pg_namespace n on n.oid = p.pronamespace left join pg_catalog.pg_language l on l.oid = p.prolang
      where pg_catalog.pg_function_is_visible(p.oid) and n.nspname <> 'pg_catalog' order by 1, 2, 4`,
    [],
  ],
  [
    "pgcli, \\dp",
    `select c.relname, pg_catalog.array_to_string(c.relacl, E'\\n'), pg_catalog.array_to_string(array(select polname || case when polqual is not
      null then pg_catalog.pg_get_expr(polqual, polrelid) else '' end || case when polroles <> '{0}' then pg_catalog.array_to_string(array(select
      rolname from pg_catalog.pg_roles where oid = any (polroles) order by 1), ', ') else '' end from pg_catalog.pg_policy pol where polrelid = c.oid), '')
      from pg_catalog.pg_class c where c.relkind in ('r', 'v') and c.relname operator(pg_catalog.~) '^(songs)$' collate pg_catalog.default`,
    [["songs", null, ""]],
  ],
  [
    "psql, \\dF",
    "select c.cfgname from pg_catalog.pg_ts_config c where pg_catalog.pg_ts_config_is_visible(c.oid)",
    [],
  ],
  [
    "psql, \\dL",
    `select l.lanname, pg_catalog.pg_get_userbyid(l.lanowner), l.laninline::pg_catalog.regprocedure, d.description from pg_catalog.pg_language l
      left join pg_catalog.pg_description d on d.classoid = l.tableoid and d.objoid = l.oid where l.lanplcallfoid != 0`,
    [],
  ],
  [
    "psql, \\dO",
    `select c.collname from pg_catalog.pg_collation c where c.collencoding in (-1,
      pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding())) and pg_catalog.pg_collation_is_visible(c.oid)`,
    [],
  ],
  [
    "psql, \\drds",
    `select rolname, datname, pg_catalog.array_to_string(setconfig, E'\\n') from pg_catalog.pg_db_role_setting s
      left join pg_catalog.pg_database d on d.oid = setdatabase left join pg_catalog.pg_roles r on r.oid = setrole`,
    [],
  ],
];

it.each(QUESTIONS)("%s", async (_, sql, answer) => {
  expect((await ask(sql)).rows).toEqual(answer);
});

// "SQL functions supported on the leader node" has the words; "Querying the catalog tables" lets PG_ tables be joined.
describe("what the leader node has alone", () => {
  it.each([
    "select t.table_name from information_schema.tables t join songs s on s.song_id = t.table_name",
    "select song_id from songs where song_id in (select table_name from information_schema.tables)",
    "select current_schema(), song_id from songs",
    "insert into plays select table_name from information_schema.tables",
    "create table c as select s.song_id, has_table_privilege('songs', 'select') as may from songs s",
  ])("is refused together with tables: %s", async (sql) => {
    await expect(ask(sql)).rejects.toMatchObject({
      sqlState: "0A000",
      message: "Specified types or functions (one per INFO message) not supported on Redshift tables.",
    });
  });

  it("is answered without them, and tables of PG_CATALOG with them", async () => {
    expect((await ask("select current_schema()")).rows).toEqual([["public"]]);
    expect(
      (
        await ask(
          "select c.relname from pg_class c join songs s on s.song_id <> c.relname where c.relname = 'songs'",
        )
      ).rows,
    ).toEqual([["songs"]]);
  });
});

describe("the catalogue of DuckDB", () => {
  it.each([
    "sqlite_master",
    "duckdb_tables",
    "main.duckdb_columns",
    "_redshift.tables",
    "pg_catalog.pg_indexes",
    "information_schema.character_sets",
  ])("answers nothing: %s", async (name) => {
    await expect(ask(`select * from ${name}`)).rejects.toMatchObject({ sqlState: "42P01" });
  });
});
