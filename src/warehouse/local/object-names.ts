/** DuckDB's expressions for the names and the numbers of objects of the catalogue. */
import { duckLiteral } from "./quote.ts";
import { TYPE_NAME } from "./pg-types.ts";
import { systemSql } from "./system-queries.ts";

/** Functions that clients name by their number, as PostgreSQL's own sources give it. */
export const PROCS: ReadonlyMap<string, number> = new Map([["array_in", 750]]);

/** The schemas where the session looks for bare names, as a list. */
const PATH = `from_json(CAST(getvariable('redshift_path') AS VARCHAR), '["VARCHAR"]')`;

const OBJECTS = systemSql("objects");

const quoted = (name: string): string =>
  `CASE WHEN regexp_full_match(${name}, '[a-z_][a-z0-9_]*') THEN ${name} ELSE '"' || replace(${name}, '"', '""') || '"' END`;

/** Returns the number of a relation; in the first schema of the search path where none is named. @param said for the error, 42P01 */
export function numberOfRelation(name: string, schema: string | undefined, said: string): string {
  const missing = duckLiteral(`[42P01] relation "${said}" does not exist`);
  const place = schema === undefined ? `list_contains(${PATH}, o.schema_name)` : `o.schema_name = ${schema}`;
  return `(SELECT coalesce(arg_min(o.oid, list_position(${PATH}, o.schema_name)), min(o.oid), error(${missing}))
    FROM ${OBJECTS} AS o WHERE o.name = ${name} AND ${place})`;
}

/** The name of the relation whose number is $1, with its schema where it has to be said; the number where there is none. */
export const NAME_OF_RELATION = `CASE WHEN $1 = CAST(0 AS UINTEGER) THEN '-' WHEN $1 IS NOT NULL THEN coalesce((SELECT min(
  CASE WHEN list_contains(${PATH}, o.schema_name) THEN '' ELSE ${quoted("o.schema_name")} || '.' END || ${quoted("o.name")})
  FROM ${OBJECTS} AS o WHERE o.oid = $1), CAST($1 AS VARCHAR)) END`;

/** The name of the type whose number is $1. */
export const NAME_OF_TYPE = `CASE WHEN $1 = CAST(0 AS UINTEGER) THEN '-' WHEN $1 IS NOT NULL THEN ${TYPE_NAME} END`;

/** The name of the function whose number is $1; the number of one that is not known. */
export const NAME_OF_PROC = `CASE WHEN $1 = CAST(0 AS UINTEGER) THEN '-' ${[...PROCS]
  .map(([name, number]) => `WHEN $1 = CAST(${number} AS UINTEGER) THEN ${duckLiteral(name)}`)
  .join(" ")} ELSE CAST($1 AS VARCHAR) END`;

/** Whether the relation whose number is $1 is found without its schema. */
export const IS_VISIBLE = `EXISTS (SELECT 1 FROM ${OBJECTS} AS o WHERE o.oid = $1 AND list_contains(${PATH}, o.schema_name))`;

/** The query of the view whose number is $1. */
export const VIEW_TEXT = `(SELECT min(o.query) FROM ${OBJECTS} AS o WHERE o.oid = $1)`;

/** What the constraint whose number is $1 says. */
export const CONSTRAINT_TEXT = `(SELECT min(k.text) FROM ${systemSql("constraint_texts")} AS k WHERE k.oid = $1)`;

/** The name of the user whose number is $1. */
export const USER_NAME = `coalesce((SELECT min(u.name) FROM ${systemSql("users")} AS u WHERE u.number = $1),
  'unknown (OID=' || CAST($1 AS VARCHAR) || ')')`;
