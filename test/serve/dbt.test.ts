/**
 * What dbt sends when it connects and builds: a table, an incremental model in both ways, a snapshot, tests, a view of each sort, and the
 * questions about the catalogue in between. The statements are those that the macros of dbt's Redshift adapter come to for a small project,
 * written anew: dbt-labs/dbt-adapters, dbt-redshift (macros adapters.sql, catalog, relations, materializations; impl.py, connections.py), and
 * the macros of dbt-adapters and dbt-postgres that they call (snapshots/helpers.sql, snapshot_merge.sql, relations.sql). dbt's driver
 * prepares every statement under a name (aws/amazon-redshift-python-driver, core.py); earlier versions of dbt sent texts by libpq.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pgConfig, serveLocal } from "./served.ts";

type Rows = readonly (readonly unknown[])[];
/** A statement, and the rows of its answer where they are looked at. */
type Sent = readonly [sql: string, rows?: Rows];

const COMMENT = `/* {"app": "dbt", "dbt_version": "1.11.1", "profile_name": "shop", "target_name": "dev", "node_id": "model.shop.orders"} */`;
const ORDERS = `"sparkify"."shop"."orders"`;
const SNAPSHOT = `"sparkify"."shop"."orders_snapshot"`;

const CONNECTS: readonly Sent[] = [
  ["select pg_backend_pid()"],
  ["select 1 as id", [[1]]],
  [`${COMMENT}\nselect distinct nspname from pg_namespace where nspname = 'shop'`, []],
  [`create schema if not exists "shop"`],
  ["select count(*) from pg_namespace where nspname = 'shop'", [["1"]]],
  ["select has_table_privilege(current_user, 'svv_table_info', 'SELECT') as can_select", [[true]]],
];

const SHOWN: Sent = [
  `select table_catalog as database, table_name as name, table_schema as schema, 'table' as type from information_schema.tables
   where table_schema ilike 'shop' and table_type = 'BASE TABLE'
   union all select table_catalog, table_name, table_schema,
     case when view_definition ilike '%create materialized view%' then 'materialized_view' else 'view' end
   from information_schema.views where table_schema ilike 'shop'
   union all select distinct 'sparkify', proname, ns.nspname, 'function' from pg_proc join pg_namespace as ns on pronamespace = ns.oid
   where ns.nspname ilike 'shop' order by 2`,
  [
    ["sparkify", "late_orders", "shop", "view"],
    ["sparkify", "open_orders", "shop", "view"],
    ["sparkify", "orders", "shop", "table"],
    ["sparkify", "orders_snapshot", "shop", "table"],
    ["sparkify", "totals", "shop", "materialized_view"],
  ],
];

/** The columns of a table, of a temporary one (without a schema), or of a view of any sort. */
function columnsOf(table: string, schema?: string): string {
  const digits = (of: string, pattern: string, at: number): string =>
    `nullif(split_part(regexp_substr(${of}, '${pattern}'), ',', ${at}), '')::int`;
  const sized = (of: string): string =>
    `case when ${of} ilike 'character varying%' then 'character varying' when ${of} ilike 'numeric%' then 'numeric' else ${of} end,
     case when ${of} like 'character%' then ${digits(of, "[0-9]+", 1)} else null end,
     case when ${of} like 'numeric%' then ${digits(of, "[0-9,]+", 1)} else null end,
     case when ${of} like 'numeric%' then ${digits(of, "[0-9,]+", 2)} else null end`;
  return `with bound_views as (
    select ordinal_position, table_schema, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale
    from information_schema."columns" where table_name = '${table}'
  ), unbound_views as (
    select ordinal_position, view_schema, col_name, ${sized("col_type")} from pg_get_late_binding_view_cols()
    cols(view_schema name, view_name name, col_name name, col_type varchar, ordinal_position int) where view_name = '${table}'
  ), external_views as (
    select columnnum, schemaname, columnname, ${sized("external_type")} from pg_catalog.svv_external_columns
    where schemaname = '${schema ?? ""}' and tablename = '${table}'
  ), unioned as (
    select * from bound_views union all select * from unbound_views union all select * from external_views
  )
  select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale from unioned
  ${schema === undefined ? "" : `where table_schema = '${schema}'`} order by ordinal_position`;
}

const BUILDS_A_TABLE: readonly Sent[] = [
  ["set query_group to 'nightly'"],
  ["begin"],
  [
    `${COMMENT}
  create  table
    "sparkify"."shop"."orders__dbt_tmp"
    backup no
    diststyle key distkey (id)
    compound sortkey(updated_at)
  as (
    select 1 as id, 'new'::varchar(10) as status, '2024-01-01 10:00:00'::timestamp as updated_at
    union all select 2, 'paid', '2024-01-02 10:00:00'::timestamp
  );`,
  ],
  [`alter table "sparkify"."shop"."orders__dbt_tmp" rename to "orders"`],
  [
    `comment on table ${ORDERS} is $dbt_comment_literal_block$One row an order; it's small$dbt_comment_literal_block$;`,
  ],
  [`comment on column ${ORDERS}.id is $dbt_comment_literal_block$the key$dbt_comment_literal_block$;`],
  ["commit"],
  ["begin"],
  [`drop table if exists "sparkify"."shop"."orders__dbt_backup" cascade`],
  ["commit"],
  ["reset query_group"],
  [
    columnsOf("orders", "shop"),
    [
      ["id", "integer", null, 32, 0],
      ["status", "character varying", 10, null, null],
      ["updated_at", "timestamp without time zone", null, null, null],
    ],
  ],
];

const NEWS = (temporary: string): Sent => [
  `create temporary table "${temporary}" compound sortkey(updated_at) as (
     select 2 as id, 'sent'::varchar(20) as status, '2024-01-03 10:00:00'::timestamp as updated_at
     union all select 3, 'new', '2024-01-03 11:00:00'::timestamp );`,
];

const BUILDS_INCREMENTALLY: readonly Sent[] = [
  ["begin"],
  NEWS("orders__dbt_tmp101112131415"),
  [
    columnsOf("orders__dbt_tmp101112131415"),
    [
      ["id", "integer", null, 32, 0],
      ["status", "character varying", 20, null, null],
      ["updated_at", "timestamp without time zone", null, null, null],
    ],
  ],
  // A column grows by a copy of itself.
  [`alter table ${ORDERS} add column "status__dbt_alter" character varying(20)`],
  [`update ${ORDERS} set "status__dbt_alter" = "status"`],
  [`alter table ${ORDERS} drop column "status" cascade`],
  [`alter table ${ORDERS} rename column "status__dbt_alter" to "status"`],
  [
    `delete from ${ORDERS} where (id) in (
       select distinct id from "orders__dbt_tmp101112131415" as DBT_INTERNAL_SOURCE
     )
     ;`,
  ],
  [
    `insert into ${ORDERS} ("id", "updated_at", "status")
       ( select "id", "updated_at", "status" from "orders__dbt_tmp101112131415" )`,
  ],
  [`drop table if exists "orders__dbt_tmp101112131415" cascade`],
  ["commit"],
  ["begin"],
  NEWS("orders__dbt_tmp222222222222"),
  [
    `merge into ${ORDERS} using "orders__dbt_tmp222222222222" as DBT_INTERNAL_SOURCE
     on (DBT_INTERNAL_SOURCE.id = ${ORDERS}.id)
     when matched then update set status = DBT_INTERNAL_SOURCE.status, updated_at = DBT_INTERNAL_SOURCE.updated_at
     when not matched then insert ( id, updated_at, status )
     values ( DBT_INTERNAL_SOURCE.id, DBT_INTERNAL_SOURCE.updated_at, DBT_INTERNAL_SOURCE.status )`,
  ],
  ["commit"],
  [
    `select id, status from ${ORDERS} order by id`,
    [
      [1, "new"],
      [2, "sent"],
      [3, "new"],
    ],
  ],
];

const SCD_ID = "md5(coalesce(cast(id as varchar ), '') || '|' || coalesce(cast(updated_at as varchar ), ''))";
const MOMENTS = "updated_at as dbt_updated_at, updated_at as dbt_valid_from";
const SNAPSHOT_COLUMNS = [
  "id",
  "updated_at",
  "status",
  "dbt_updated_at",
  "dbt_valid_from",
  "dbt_valid_to",
  "dbt_scd_id",
];

const SNAPSHOTS: readonly Sent[] = [
  [
    `create table ${SNAPSHOT} as (
       select *, ${SCD_ID} as dbt_scd_id, ${MOMENTS}, coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to
       from ( select * from ${ORDERS} ) sbq
     );`,
  ],
  [`update ${ORDERS} set status = 'done', updated_at = '2024-02-01'::timestamp where id = 1`],
  [`delete from ${ORDERS} where id = 3`],
  [`select * from ( select * from ${ORDERS} ) as __dbt_sbq where false limit 0`, []],
  ["begin"],
  [
    `create temporary table "orders_snapshot__dbt_tmp303030303030" as (
     with snapshot_query as ( select * from ${ORDERS} ),
     snapshotted_data as ( select *, id as dbt_unique_key from ${SNAPSHOT} where dbt_valid_to is null ),
     insertions_source_data as ( select *, id as dbt_unique_key, ${MOMENTS}, coalesce(nullif(updated_at, updated_at), null) as dbt_valid_to,
       ${SCD_ID} as dbt_scd_id from snapshot_query ),
     updates_source_data as ( select *, id as dbt_unique_key, ${MOMENTS}, updated_at as dbt_valid_to from snapshot_query ),
     deletes_source_data as ( select *, id as dbt_unique_key from snapshot_query ),
     insertions as (
       select 'insert' as dbt_change_type, source_data.* from insertions_source_data as source_data
       left outer join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
       where snapshotted_data.dbt_unique_key is null or ( snapshotted_data.dbt_unique_key is not null and (
         (snapshotted_data.dbt_valid_from < source_data.updated_at) ) )
     ),
     updates as (
       select 'update' as dbt_change_type, source_data.*, snapshotted_data.dbt_scd_id from updates_source_data as source_data
       join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
       where ( (snapshotted_data.dbt_valid_from < source_data.updated_at) )
     ),
     deletes as (
       select 'delete' as dbt_change_type, source_data.*, getdate()::timestamp as dbt_valid_from, getdate()::timestamp as dbt_updated_at,
         getdate()::timestamp as dbt_valid_to, snapshotted_data.dbt_scd_id from snapshotted_data
       left join deletes_source_data as source_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
       where source_data.dbt_unique_key is null
     )
     select * from insertions union all select * from updates union all select * from deletes
     );`,
  ],
  [
    `update ${SNAPSHOT} set dbt_valid_to = DBT_INTERNAL_SOURCE.dbt_valid_to
     from "orders_snapshot__dbt_tmp303030303030" as DBT_INTERNAL_SOURCE
     where DBT_INTERNAL_SOURCE.dbt_scd_id::text = ${SNAPSHOT}.dbt_scd_id::text
       and DBT_INTERNAL_SOURCE.dbt_change_type::text in ('update'::text, 'delete'::text) and ${SNAPSHOT}.dbt_valid_to is null;`,
  ],
  [
    `insert into ${SNAPSHOT} (${SNAPSHOT_COLUMNS.map((column) => `"${column}"`).join(", ")})
     select ${SNAPSHOT_COLUMNS.map((column) => `DBT_INTERNAL_SOURCE."${column}"`).join(",")}
     from "orders_snapshot__dbt_tmp303030303030" as DBT_INTERNAL_SOURCE where DBT_INTERNAL_SOURCE.dbt_change_type::text = 'insert'::text;`,
  ],
  ["commit"],
  [
    `select id, status, dbt_valid_to is null as is_current from ${SNAPSHOT} order by id, dbt_valid_from`,
    [
      [1, "new", false],
      [1, "done", true],
      [2, "sent", true],
      [3, "new", false],
    ],
  ],
];

const failures = (query: string): string =>
  `select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error from ( ${query} ) dbt_internal_test`;

const TESTS: readonly Sent[] = [
  [failures(`select id from ${ORDERS} where id is null`), [["0", false, false]]],
  [
    failures(
      `select id as unique_field, count(*) as n_records from ${ORDERS} where id is not null group by id having count(*) > 1`,
    ),
    [["0", false, false]],
  ],
  [
    failures(
      `with all_values as ( select status as value_field, count(*) as n_records from ${ORDERS} group by status )
       select * from all_values where value_field not in ( 'new','done' )`,
    ),
    [["1", true, true]],
  ],
  [
    failures(
      `with child as ( select id as from_field from ${SNAPSHOT} where id is not null ), parent as ( select id as to_field from ${ORDERS} )
       select from_field from child left join parent on child.from_field = parent.to_field where parent.to_field is null`,
    ),
    [["1", true, true]],
  ],
];

const BUILDS_VIEWS: readonly Sent[] = [
  [
    `create view "sparkify"."shop"."open_orders__dbt_tmp" as ( select * from ${ORDERS} where status <> 'done' ) ;`,
  ],
  [`alter table "sparkify"."shop"."open_orders__dbt_tmp" rename to "open_orders"`],
  [`drop view if exists "sparkify"."shop"."open_orders__dbt_backup" cascade`],
  [
    `create view "sparkify"."shop"."late_orders__dbt_tmp" as (
       select id, status, 1.5::numeric(10,2) as price from ${ORDERS}
     ) with no schema binding;`,
  ],
  [`alter table "sparkify"."shop"."late_orders__dbt_tmp" rename to "late_orders"`],
  [
    columnsOf("late_orders", "shop"),
    [
      ["id", "integer", null, null, null],
      ["status", "character varying", 20, null, null],
      ["price", "numeric", null, 10, 2],
    ],
  ],
  [
    `create materialized view "sparkify"."shop"."totals" backup no diststyle key distkey (status) sortkey (status) auto refresh yes
     as ( select status, count(*) as orders from ${ORDERS} group by status );`,
  ],
  [`refresh materialized view "sparkify"."shop"."totals"`],
  [
    `select tb.database, tb.schema, tb.table, tb.diststyle, tb.sortkey1, mv.autorefresh from svv_table_info tb
     left join svv_mv_info mv on mv.database_name = tb.database and mv.schema_name = tb.schema and mv.name = tb.table
     where tb.table ilike 'totals' and tb.schema ilike 'shop' and tb.database ilike 'sparkify'`,
    [["sparkify", "shop", "totals", "KEY(status)", "status", "t"]],
  ],
  [
    `select vw.definition ilike '%count(*) as orders%' from pg_views vw where vw.viewname = 'totals' and vw.schemaname = 'shop'
     and vw.definition ilike '%create materialized view%'`,
    [[true]],
  ],
];

/** Which views depend on which table, so that dbt knows what CASCADE takes with it. */
const DEPENDS: Sent = [
  `select distinct dependent_namespace.nspname as dependent_schema, dependent_class.relname as dependent_name,
     referenced_namespace.nspname as referenced_schema, referenced_class.relname as referenced_name
   from pg_class as dependent_class
   join pg_namespace as dependent_namespace on dependent_namespace.oid = dependent_class.relnamespace
   join pg_depend as dependent_depend on dependent_depend.refobjid = dependent_class.oid
     and dependent_depend.classid = 'pg_rewrite'::regclass and dependent_depend.refclassid = 'pg_class'::regclass
     and dependent_depend.deptype = 'i'
   join pg_depend as joining_depend on joining_depend.objid = dependent_depend.objid
     and joining_depend.classid = 'pg_rewrite'::regclass and joining_depend.refclassid = 'pg_class'::regclass
     and joining_depend.refobjid != dependent_depend.refobjid
   join pg_class as referenced_class on referenced_class.oid = joining_depend.refobjid
   join pg_namespace as referenced_namespace on referenced_namespace.oid = referenced_class.relnamespace
     and referenced_namespace.nspname != 'information_schema' and referenced_namespace.nspname not like 'pg\\_%'
   order by dependent_schema, dependent_name, referenced_schema, referenced_name;`,
  [
    ["shop", "open_orders", "shop", "orders"],
    ["shop", "totals", "shop", "orders"],
  ],
];

/** What the page of documentation is made of. */
const DOCUMENTS: readonly Sent[] = [
  [
    `with late_binding as (
       select table_schema, table_name, 'LATE BINDING VIEW'::varchar as table_type, null::text as table_comment, column_name, column_index,
         column_type, null::text as column_comment
       from pg_get_late_binding_view_cols()
       cols( table_schema name, table_name name, column_name name, column_type varchar, column_index int )
       where ( upper(table_schema) = upper('shop') )
     ), early_binding as (
       select sch.nspname as table_schema, tbl.relname as table_name,
         case when tbl.relkind = 'v' and mat_views.table_name is not null then 'MATERIALIZED VIEW' when tbl.relkind = 'v' then 'VIEW'
           else 'BASE TABLE' end as table_type,
         tbl_desc.description as table_comment, col.attname as column_name, col.attnum as column_index,
         pg_catalog.format_type(col.atttypid, col.atttypmod) as column_type, col_desc.description as column_comment
       from pg_catalog.pg_namespace sch
       join pg_catalog.pg_class tbl on tbl.relnamespace = sch.oid
       join pg_catalog.pg_attribute col on col.attrelid = tbl.oid
       left outer join pg_catalog.pg_description tbl_desc on tbl_desc.objoid = tbl.oid and tbl_desc.objsubid = 0
       left outer join pg_catalog.pg_description col_desc on col_desc.objoid = tbl.oid and col_desc.objsubid = col.attnum
       left outer join information_schema.views mat_views on mat_views.table_schema = sch.nspname
         and mat_views.table_name = tbl.relname and mat_views.view_definition ilike '%create materialized view%'
         and mat_views.table_catalog = 'sparkify'
       where tbl.relkind in ('r', 'v', 'f', 'p') and col.attnum > 0 and not col.attisdropped and ( upper(sch.nspname) = upper('shop') )
     ), unioned as (select * from early_binding union all select * from late_binding),
     table_owners as (
       select schemaname as table_schema, tablename as table_name, tableowner as table_owner from pg_tables
       union all select schemaname as table_schema, viewname as table_name, viewowner as table_owner from pg_views
     )
     select 'sparkify' as table_database, * from unioned join table_owners using (table_schema, table_name)
     where column_index = 1 order by table_name, "column_index"`,
    [
      ["sparkify", "shop", "late_orders", "LATE BINDING VIEW", null, "id", 1, "integer", null, "dwh"],
      ["sparkify", "shop", "open_orders", "VIEW", null, "id", 1, "integer", null, "dwh"],
      ["sparkify", "shop", "orders", "BASE TABLE", null, "id", 1, "integer", null, "dwh"],
      ["sparkify", "shop", "orders_snapshot", "BASE TABLE", null, "id", 1, "integer", null, "dwh"],
      [
        "sparkify",
        "shop",
        "totals",
        "MATERIALIZED VIEW",
        null,
        "status",
        1,
        "character varying(20)",
        null,
        "dwh",
      ],
    ],
  ],
  [
    `select "schema" as table_schema, "table" as table_name, encoded as "stats:encoded:value", diststyle as "stats:diststyle:value",
       case when sortkey1 like 'INTERLEAVED%' then 'INTERLEAVED'::text else sortkey1 end as "stats:sortkey1:value",
       max_varchar, sortkey1_enc, sortkey_num, size * 1000000, pct_used / 100.0, unsorted / 100.0, stats_off, tbl_rows >= 2, skew_sortkey1,
       (skew_rows is not null) as "stats:skew_rows:include"
     from svv_table_info where ( upper("schema") = upper('shop') and upper("table") = upper('orders') )`,
    [
      [
        "shop",
        "orders",
        "Y",
        "KEY(id)",
        "updated_at",
        20,
        "none",
        1,
        null,
        null,
        null,
        null,
        true,
        null,
        false,
      ],
    ],
  ],
  [
    `select identity_name, identity_type, privilege_type from svv_relation_privileges where namespace_name = 'shop'
     and relation_name = 'orders' and not (identity_type = 'user' and identity_name = current_user)`,
    [],
  ],
];

/** The same by SHOW, which dbt asks where `datasharing` is on in its profile. */
const SHOWS: readonly Sent[] = [
  [
    `SHOW SCHEMAS FROM DATABASE "sparkify"\n      LIKE 'shop'`,
    [["sparkify", "shop", 10, "local", null, null, null]],
  ],
  [
    `SHOW TABLES FROM SCHEMA "sparkify"."shop"`,
    [
      ["late_orders", "VIEW", "LATE BINDING VIEW"],
      ["open_orders", "VIEW", "REGULAR VIEW"],
      ["orders", "TABLE", "REGULAR TABLE"],
      ["orders_snapshot", "TABLE", "REGULAR TABLE"],
      ["totals", "VIEW", "MATERIALIZED VIEW"],
    ].map(([name, type, subtype]) => [
      "sparkify",
      "shop",
      name,
      type,
      null,
      null,
      "dwh",
      null,
      null,
      name === "orders" ? "KEY(id)" : name === "orders_snapshot" ? "AUTO (ALL)" : null,
      subtype,
    ]),
  ],
  [
    `SHOW COLUMNS FROM TABLE "sparkify"."shop"."late_orders"`,
    [
      ["id", 1, "integer", null, 32, 0],
      ["status", 2, "character varying", 20, null, null],
      ["price", 3, "numeric", null, 10, 2],
    ].map(([name, at, type, length, precision, scale]) => [
      "sparkify",
      "shop",
      "late_orders",
      name,
      at,
      null,
      "YES",
      type,
      length,
      precision,
      scale,
      null,
      null,
      0,
      null,
      null,
      type === "character varying" ? "default" : null,
    ]),
  ],
  [
    `select database_name, schema_name, table_name, column_name, ordinal_position, data_type, remarks from svv_redshift_columns
     where database_name = 'sparkify' and (schema_name = lower('shop') and table_name = lower('orders')) order by 5`,
    [
      ["sparkify", "shop", "orders", "id", 1, "integer", null],
      ["sparkify", "shop", "orders", "updated_at", 2, "timestamp without time zone", null],
      ["sparkify", "shop", "orders", "status", 3, "character varying(20)", null],
    ],
  ],
];

const ENDS: readonly Sent[] = [
  [`grant select on ${ORDERS} to reader`],
  [`drop materialized view if exists "sparkify"."shop"."totals" cascade`],
  ["begin"],
  [`drop table if exists ${ORDERS} cascade`],
  ["commit"],
  ["select count(*) from pg_views where schemaname = 'shop'", [["1"]]],
  [`drop schema if exists "sparkify"."shop" cascade`],
  ["select count(*) from pg_namespace where nspname = 'shop'", [["0"]]],
];

/** A seed: its rows are values of parameters. */
const SEED = {
  table: `create table "sparkify"."shop"."countries" ("code" varchar(2),"name" varchar(11),"people" integer,"area" float8,"known" date)`,
  rows: `insert into "sparkify"."shop"."countries" ("code", "name", "people", "area", "known") values
    ($1,$2,$3,$4,$5),($6,$7,$8,$9,$10)`,
};

const SEEDED: readonly Sent[] = [
  [
    `select code, name, people, area, known is null from "sparkify"."shop"."countries" order by code`,
    [
      ["CH", "Switzerland", 8_900_000, 41_285.5, false],
      ["LI", "it's small", 39_000, null, true],
    ],
  ],
  [`truncate table "sparkify"."shop"."countries"`],
];

const folder = mkdtempSync(join(tmpdir(), "dwh-dbt-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.each(["as texts", "prepared under a name"])("dbt's statements, %s,", (way) => {
  let server: Awaited<ReturnType<typeof serveLocal>>;
  let client: Client;
  beforeAll(async () => {
    server = await serveLocal(folder);
    client = new Client(pgConfig(server.port));
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await server.close();
  });

  let count = 0;
  /** The rows of each answer that is looked at, in the place of those that are expected. */
  async function send(statements: readonly Sent[]): Promise<readonly Sent[]> {
    const sent: Sent[] = [];
    for (const [text, rows] of statements) {
      const name = way === "as texts" ? {} : { name: `statement_${(count += 1)}` };
      const answer = await client.query({ text, rowMode: "array", ...name }).catch((error: unknown) => {
        throw new Error(`${(error as Error).message}\n${text}`, { cause: error });
      });
      sent.push(rows === undefined ? [text] : [text, answer.rows]);
    }
    return sent;
  }

  it.each([
    ["connect", CONNECTS],
    ["build a table and know its columns", BUILDS_A_TABLE],
    ["build an incremental model, by delete and insert and by merge", BUILDS_INCREMENTALLY],
    ["keep a snapshot", SNAPSHOTS],
    ["run tests", TESTS],
    ["build views: bound, late-binding and materialized", BUILDS_VIEWS],
    ["find what is there and what depends on what", [SHOWN, DEPENDS]],
    ["read the catalogue for the documentation", DOCUMENTS],
    ["read it by SHOW", SHOWS],
  ])("%s", async (_, statements) => {
    expect(await send(statements)).toEqual(statements);
  });

  it("load a seed by parameters, and take everything away", async () => {
    await client.query(SEED.table);
    const values = [
      "CH",
      "Switzerland",
      8_900_000,
      41_285.5,
      "1291-08-01",
      "LI",
      "it's small",
      39_000,
      null,
      null,
    ];
    expect((await client.query(SEED.rows, values)).rowCount).toBe(2);
    expect(await send(SEEDED)).toEqual(SEEDED);
    expect(await send(ENDS)).toEqual(ENDS);
  });
});
