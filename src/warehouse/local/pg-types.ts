/** Types as PostgreSQL's catalogue numbers them (`pg_type`); SUPER and VARBYTE have numbers of Redshift's own. */

/** A type of the catalogue: its number, its two names, the bytes of a value (negative where they vary), its category, and what it is an array of. */
type PgType = readonly [
  oid: number,
  short: string,
  long: string,
  size: number,
  category: string,
  element?: number,
];

/** Those that a column, or a value of the catalogue, may have. */
export const PG_TYPES: readonly PgType[] = [
  [16, "bool", "boolean", 1, "B"],
  [18, "char", '"char"', 1, "S"],
  [19, "name", "name", 64, "S"],
  [20, "int8", "bigint", 8, "N"],
  [21, "int2", "smallint", 2, "N"],
  [23, "int4", "integer", 4, "N"],
  [24, "regproc", "regproc", 4, "N"],
  [25, "text", "text", -1, "S"],
  [26, "oid", "oid", 4, "N"],
  [700, "float4", "real", 4, "N"],
  [701, "float8", "double precision", 8, "N"],
  [705, "unknown", "unknown", -2, "X"],
  [1003, "_name", "name[]", -1, "A", 19],
  [1005, "_int2", "smallint[]", -1, "A", 21],
  [1007, "_int4", "integer[]", -1, "A", 23],
  [1015, "_varchar", "character varying[]", -1, "A", 1043],
  [1028, "_oid", "oid[]", -1, "A", 26],
  [1042, "bpchar", "character", -1, "S"],
  [1043, "varchar", "character varying", -1, "S"],
  [1082, "date", "date", 4, "D"],
  [1083, "time", "time without time zone", 8, "D"],
  [1114, "timestamp", "timestamp without time zone", 8, "D"],
  [1184, "timestamptz", "timestamp with time zone", 8, "D"],
  [1266, "timetz", "time with time zone", 12, "D"],
  [1700, "numeric", "numeric", -1, "N"],
  [2205, "regclass", "regclass", 4, "N"],
  [2206, "regtype", "regtype", 4, "N"],
  [2249, "record", "record", -1, "P"],
  [2278, "void", "void", 4, "P"],
  [2279, "trigger", "trigger", 4, "P"],
  [4000, "super", "super", -1, "U"],
  [6551, "varbyte", "binary varying", -1, "U"],
];

/** They as a table of DuckDB's SQL: number, short name, long name, size, category, number of the elements' type. */
export const PG_TYPES_SQL = `(VALUES ${PG_TYPES.map(([oid, short, long, size, category, element = 0]) => `(${[oid, short, long, size, category, element].map(literal).join(", ")})`).join(", ")})`;

function literal(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value}'`;
}

/** DuckDB's expression for the name of the type whose number is $1. */
export const TYPE_NAME = `(CASE TRY_CAST($1 AS INTEGER) ${PG_TYPES.map(([oid, , long]) => `WHEN ${oid} THEN '${long}'`).join(" ")} ELSE '???' END)`;

/** DuckDB's expression for what `format_type(number, modifier)` answers: PostgreSQL 8.0, "System Catalog Information Functions". */
export const FORMAT_TYPE = `(${TYPE_NAME} || CASE WHEN $2 IS NULL OR $2 < 4 THEN ''
  WHEN TRY_CAST($1 AS INTEGER) IN (1042, 1043) THEN '(' || CAST(($2 - 4) AS VARCHAR) || ')'
  WHEN TRY_CAST($1 AS INTEGER) = 1700 THEN '(' || CAST((($2 - 4) >> 16) AS VARCHAR) || ',' || CAST((($2 - 4) & 65535) AS VARCHAR) || ')' ELSE '' END)`;
