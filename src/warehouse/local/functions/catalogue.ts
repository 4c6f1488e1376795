/**
 * Functions about the objects of the catalogue, which drivers and tools ask with (PostgreSQL 8.0, "System Catalog Information Functions",
 * "Access Privilege Inquiry Functions", "Comment Information Functions", "Array Functions"); those that later versions have beside them, for
 * clients that ask for them. Rights and comments are not kept here.
 */
import { NAME, type DataType } from "../../../dialect/types.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { CONSTRAINT_TEXT, IS_VISIBLE, USER_NAME, VIEW_TEXT } from "../object-names.ts";
import { FORMAT_TYPE } from "../pg-types.ts";
import type { FunctionCall, FunctionEntry, FunctionForm, FunctionTable } from "./entry.ts";

/** On no page of the guide, which names the chapter of PostgreSQL's. */
const PAGE = "System information functions";

/** A function of one form whose last `optional` arguments may be left out. */
function plain(takes: string, gives: FunctionForm["gives"], sql: string, differs?: string): FunctionEntry {
  const places = takes === "" ? [] : takes.split(", ");
  return {
    page: PAGE,
    forms: [{ takes: places, gives, sql }],
    ...(differs === undefined ? {} : { differs }),
  };
}

/** A text of which there is none here. */
const noText = (takes: string, why: string): FunctionEntry =>
  plain(takes, "varchar", "CAST(NULL AS VARCHAR)", why);
const noSize = (takes: string): FunctionEntry =>
  plain(takes, "bigint", "CAST(NULL AS BIGINT)", "null: sizes are not known here");

const NO_COMMENTS = "null: comments are not kept";
const NO_FUNCTIONS = "null: there are no user-defined functions";
const OPTIONAL_FLAG = "boolean = FALSE";

/** All arrays here have one dimension. */
const HAS_ELEMENTS = "$2 = 1 AND len($1) > CAST(0 AS BIGINT)";

/** The elements that are not null. */
const ELEMENTS = "CAST(list_filter($1, lambda one: one IS NOT NULL) AS VARCHAR[])";
const JOINED = `CASE WHEN len(${ELEMENTS}) > CAST(0 AS BIGINT) THEN list_reduce(${ELEMENTS}, lambda left_, right_: left_ || $2 || right_)
  WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN '' END`;

/** HAS_TABLE_PRIVILEGE and its kin: of a user or oneself, an object by its name or its number, and the right. */
function privilege(page: string): FunctionEntry {
  const everything = "CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN TRUE END";
  const users = "CASE WHEN $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL THEN TRUE END";
  return {
    page,
    forms: ["varchar", "oid"].flatMap((object): readonly FunctionForm[] => [
      { takes: [object, "varchar"], gives: "boolean", sql: everything },
      { takes: ["varchar", object, "varchar"], gives: "boolean", sql: users },
      { takes: ["integer", object, "varchar"], gives: "boolean", sql: users },
    ]),
    differs: "true: rights do not exist here; everybody may do everything",
  };
}

/** By name. */
export const CATALOGUE_FUNCTIONS: FunctionTable = {
  format_type: plain("oid, integer", "varchar", FORMAT_TYPE),
  pg_get_userbyid: plain("integer", () => NAME, USER_NAME),
  pg_table_is_visible: plain("oid", "boolean", IS_VISIBLE),
  pg_type_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN TRUE END"),
  pg_function_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  // There are none of these: no text search, no operators and conversions of your own.
  pg_operator_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  pg_opclass_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  pg_conversion_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  pg_ts_config_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  pg_ts_dict_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  pg_ts_parser_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  pg_ts_template_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  pg_collation_is_visible: plain("oid", "boolean", "CASE WHEN $1 IS NOT NULL THEN FALSE END"),
  pg_char_to_encoding: plain(
    "varchar",
    "integer",
    "CASE WHEN upper($1) IN ('UTF8', 'UNICODE') THEN 6 ELSE -1 END",
  ),
  getdatabaseencoding: plain("", () => NAME, "'UTF8'"),
  pg_encoding_to_char: plain("integer", () => NAME, "CASE WHEN $1 = 6 THEN 'UTF8' ELSE '' END"),
  pg_is_in_recovery: plain("", "boolean", "FALSE"),
  pg_get_expr: plain(`varchar, oid, ${OPTIONAL_FLAG}`, "varchar", "$1"),
  pg_get_viewdef: plain(`oid, ${OPTIONAL_FLAG}`, "varchar", VIEW_TEXT),
  pg_get_constraintdef: plain(`oid, ${OPTIONAL_FLAG}`, "varchar", CONSTRAINT_TEXT),
  pg_get_indexdef: noText(`oid, integer = 0, ${OPTIONAL_FLAG}`, "null: there are no indexes"),
  pg_get_function_result: noText("oid", NO_FUNCTIONS),
  pg_get_function_arguments: noText("oid", NO_FUNCTIONS),
  oidvectortypes: noText("array", NO_FUNCTIONS),
  pg_get_partkeydef: noText("oid", "null: there are no partitions"),
  pg_tablespace_location: noText("oid", "null: the tablespaces have no place of their own"),
  pg_tablespace_size: noSize("oid"),
  pg_database_size: noSize("varchar"),
  pg_relation_size: noSize("oid"),
  pg_table_size: noSize("oid"),
  pg_total_relation_size: noSize("oid"),
  pg_size_pretty: noText("bigint", "null: sizes are not known here"),
  obj_description: noText("oid, varchar = ''", NO_COMMENTS),
  col_description: noText("oid, integer", NO_COMMENTS),
  shobj_description: noText("oid, varchar", NO_COMMENTS),
  has_database_privilege: privilege("HAS_DATABASE_PRIVILEGE"),
  has_schema_privilege: privilege("HAS_SCHEMA_PRIVILEGE"),
  has_any_column_privilege: privilege("HAS_TABLE_PRIVILEGE"),
  has_table_privilege: privilege("HAS_TABLE_PRIVILEGE"),
  current_setting: { page: "CURRENT_SETTING", bind: setting },
  array_to_string: plain("array, varchar", "varchar", JOINED),
  array_lower: plain("array, integer", "integer", `CASE WHEN ${HAS_ELEMENTS} THEN 1 END`),
  array_upper: plain(
    "array, integer",
    "integer",
    `CASE WHEN ${HAS_ELEMENTS} THEN CAST(len($1) AS INTEGER) END`,
  ),
  // What the PostgreSQL JDBC driver reads the columns of a key with: a row, of which there is none where there are no indexes.
  _pg_expandarray: plain(
    "array",
    "super",
    "CAST(NULL AS JSON)",
    "null: it is about indexes, and there are none",
  ),
};

/** A parameter, which has to be named in the statement. */
function setting({ name, span, count, args, binder }: FunctionCall): BoundExpression {
  const [asked] = args();
  if (asked === undefined || count !== 1) throw binder.noSuchFunction(name, args(), span);
  const parameter = binder.literal(asked, "the name of a parameter", span).toLowerCase();
  const value = binder.setting(parameter);
  if (value !== undefined) return { kind: "constant", type: TEXT, value };
  throw binder.error(`unrecognized configuration parameter "${parameter}"`, span, { sqlState: "42704" });
}

const TEXT: DataType = { name: "varchar", length: 65_535 };
