/**
 * What drivers and tools ask of PostgreSQL's catalogue beside what the tables are: users, settings, types, and much of which there is
 * nothing here. Columns follow PostgreSQL 8.0, "System Catalogs", and what clients of later versions ask for ("pg_attribute" as psql 15).
 */
import { DATABASE, own, SYSTEM_OIDS } from "./catalogue-views.ts";
import { NO_OBJECT, oid } from "./oid.ts";
import { PG_TYPES_SQL } from "./pg-types.ts";
import { duckLiteral } from "./quote.ts";
import type { SystemQuery } from "./system-query.ts";
import { SYSTEM_VIEWS } from "./system-views.ts";

const USERS = `[{"name": "VARCHAR", "superuser": "BOOLEAN", "syslogAccess": "VARCHAR", "number": "INTEGER", "visible": "BOOLEAN"}]`;
const SETTINGS = `[{"name": "VARCHAR", "setting": "VARCHAR"}]`;
const NAMES = `["VARCHAR"]`;

const ACL = "NULL::VARCHAR[]";

/** Types by the mark after the name of a column; without one it holds numbers. */
const MARKS: Readonly<Record<string, string>> = {
  "#": "UINTEGER",
  "*": "VARCHAR",
  "?": "BOOLEAN",
  "[]": "SMALLINT[]",
  "#[]": "UINTEGER[]",
  "*[]": "VARCHAR[]",
};

/** A relation of which there is nothing here. */
function none(columns: string): string {
  const told = columns.split(" ").map((column) => {
    const [, name = "", mark = ""] = /^(\w+)(.*)$/.exec(column) ?? [];
    return `NULL::${MARKS[mark] ?? "INTEGER"} AS ${name}`;
  });
  return `SELECT ${told.join(", ")} WHERE false`;
}

/** Tables and views of the catalogue itself, which have no rows in PG_CLASS here. */
const SYSTEM_NAMES = [...SYSTEM_VIEWS].map((name) => {
  const number = SYSTEM_OIDS[name];
  const told = number === undefined ? oid("'pg_catalog'", duckLiteral(name)) : `${number}::UINTEGER`;
  return `(${told}, ${duckLiteral(name)})`;
});

/** Their queries. */
export const CLIENT_VIEWS: readonly SystemQuery[] = [
  // What a number of the catalogue names, for regclass and its kin.
  [
    "objects",
    `SELECT ${oid("schema_name", "name")} AS oid, schema_name, name, query FROM _redshift.relations
      UNION ALL SELECT s.oid, 'pg_catalog', s.name, NULL FROM (VALUES ${SYSTEM_NAMES.join(", ")}) AS s(oid, name)`,
  ],
  [
    "users",
    `SELECT u.name, u.superuser, u.syslogAccess AS syslog_access, u.number, u.visible FROM (SELECT t AS u FROM
      ${own("redshift_users", USERS)})`,
  ],
  ["settings", `SELECT t.name AS name, t.setting AS setting FROM ${own("redshift_settings", SETTINGS)}`],
  [
    "pg_type",
    `SELECT CAST(oid AS UINTEGER) AS oid, short AS typname, 11::UINTEGER AS typnamespace, 10 AS typowner, size::SMALLINT AS typlen,
      size BETWEEN 1 AND 8 AS typbyval, CASE category WHEN 'P' THEN 'p' ELSE 'b' END AS typtype, category AS typcategory, true AS typisdefined, ',' AS typdelim,
      ${NO_OBJECT} AS typrelid, CAST(element AS UINTEGER) AS typelem, ${NO_OBJECT} AS typarray,
      CASE WHEN element > 0 THEN 750::UINTEGER ELSE ${NO_OBJECT} END AS typinput, ${NO_OBJECT} AS typoutput, ${NO_OBJECT} AS typreceive,
      'i' AS typalign, 'p' AS typstorage, false AS typnotnull, ${NO_OBJECT} AS typbasetype, -1 AS typtypmod, 0 AS typndims,
      ${NO_OBJECT} AS typcollation, NULL::VARCHAR AS typdefault, ${ACL} AS typacl, ${SYSTEM_OIDS["pg_type"]}::UINTEGER AS tableoid FROM ${PG_TYPES_SQL} AS t(oid, short, long, size, category, element)`,
  ],
  [
    "pg_database",
    `SELECT 100000::UINTEGER AS oid, ${DATABASE} AS datname, 10 AS datdba, 6 AS encoding, 'C' AS datcollate, 'C' AS datctype, false AS
      datistemplate, true AS datallowconn, -1 AS datconnlimit, 1663::UINTEGER AS dattablespace, ${ACL} AS datacl`,
  ],
  // "Superusers can see all rows; regular users can see only their own data": Database Developer Guide, "SVV_USER_INFO".
  [
    "svv_user_info",
    `SELECT name AS user_name, number AS user_id, superuser AS createdb, superuser, false AS catalog_update, 'UNLIMITED' AS
      connection_limit, syslog_access, NULL::TIMESTAMP AS last_ddl_timestamp, 0 AS session_timeout, NULL::VARCHAR AS external_user_id
      FROM _redshift.users WHERE visible`,
  ],
  [
    "pg_user",
    `SELECT name AS usename, number AS usesysid, superuser AS usecreatedb, superuser AS usesuper, false AS usecatupd, '********' AS
      passwd, NULL::TIMESTAMP AS valuntil, ${ACL} AS useconfig FROM _redshift.users`,
  ],
  ["pg_user_info", "SELECT *, 'UNLIMITED' AS useconnlimit FROM _redshift.pg_user"],
  [
    "pg_group",
    `SELECT t AS groname, 100 AS grosysid, NULL::INTEGER[] AS grolist FROM ${own("redshift_groups", NAMES)}`,
  ],
  [
    "pg_roles",
    `SELECT CAST(number AS UINTEGER) AS oid, name AS rolname, superuser AS rolsuper, true AS rolinherit, superuser AS rolcreaterole,
      superuser AS rolcreatedb, true AS rolcanlogin, false AS rolreplication, false AS rolbypassrls, -1 AS rolconnlimit,
      NULL::TIMESTAMP AS rolvaliduntil FROM _redshift.users`,
  ],
  [
    "pg_settings",
    `SELECT name, setting, NULL::VARCHAR AS unit, 'user' AS context, 'string' AS vartype, 'session' AS source FROM _redshift.settings`,
  ],
  ["pg_am", none("oid# amname* amtype*")],
  ["pg_auth_members", none("roleid# member# grantor# admin_option?")],
  ["pg_cast", none("oid# castsource# casttarget# castfunc# castcontext* castmethod*")],
  ["pg_collation", none("oid# collname* collnamespace# collencoding collcollate* collctype*")],
  ["pg_default_acl", none("oid# defaclrole defaclnamespace# defaclobjtype* defaclacl*[]")],
  ["pg_description", none("objoid# classoid# objsubid description*")],
  ["pg_enum", none("oid# enumtypid# enumsortorder enumlabel*")],
  ["pg_extension", none("oid# extname* extowner extnamespace# extversion*")],
  [
    "pg_index",
    none(
      "indexrelid# indrelid# indnatts indisunique? indisprimary? indisexclusion? indimmediate? indisclustered? indisvalid? indisreplident? indkey[] indclass#[] indoption[] indexprs* indpred*",
    ),
  ],
  ["pg_inherits", none("inhrelid# inhparent# inhseqno")],
  [
    "pg_language",
    none(
      "tableoid# oid# lanname* lanowner lanispl? lanpltrusted? lanplcallfoid# laninline# lanvalidator# lanacl*[]",
    ),
  ],
  [
    "pg_proc",
    none(
      "oid# proname* pronamespace# proowner prolang# proisagg? proiswindow? prosecdef? proretset? prorettype# pronargs proargtypes#[] proargnames*[] proacl*[] provolatile* prosrc*",
    ),
  ],
  ["pg_policy", none("oid# polname* polrelid# polcmd* polpermissive? polroles#[] polqual* polwithcheck*")],
  ["pg_range", none("rngtypid# rngsubtype#")],
  ["pg_rewrite", none("oid# rulename* ev_class# ev_type* ev_enabled* is_instead?")],
  ["pg_shdescription", none("objoid# classoid# description*")],
  // The two that every cluster of PostgreSQL is made with, under their numbers ("pg_tablespace.h").
  [
    "pg_tablespace",
    `SELECT s.oid::UINTEGER AS oid, s.name AS spcname, 10 AS spcowner, '' AS spclocation, ${ACL} AS spcacl, ${ACL} AS spcoptions
      FROM (VALUES (1663, 'pg_default'), (1664, 'pg_global')) AS s(oid, name)`,
  ],
  ["pg_trigger", none("oid# tgname* tgrelid# tgfoid# tgtype tgenabled* tgisinternal? tgconstraint#")],
  [
    "information_schema_key_column_usage",
    `SELECT ${DATABASE} AS constraint_catalog, n.nspname AS constraint_schema, k.conname AS constraint_name, ${DATABASE} AS
      table_catalog, n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name, k.place AS ordinal_position
      FROM (SELECT conname, conrelid, unnest(conkey) AS number, CAST(unnest(range(1, len(conkey) + 1)) AS INTEGER) AS place
        FROM _redshift.pg_constraint) k
      JOIN _redshift.pg_class c ON c.oid = k.conrelid JOIN _redshift.pg_namespace n ON n.oid = c.relnamespace
      JOIN _redshift.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.number`,
  ],
];
