/** What psql's `\d` asks, as SQL for the views of the catalogue, which lists what the user may see. Pure. */
import { quoteLiteral } from "./quote.ts";

/** Schemas of the system itself. */
const SYSTEM = "('information_schema', 'pg_catalog', 'pg_internal', 'pg_automv', 'pg_auto_copy')";

const TABLES =
  "select table_schema, table_name, table_type from svv_tables " +
  `where table_schema not in ${SYSTEM} order by table_schema, table_name`;

/** Returns the query that lists all tables for `\d` and `\dt`, and the columns of a table for `\d name` or `\d schema.name`; undefined for anything else. */
export function parseListCommand(
  text: string,
): { readonly sql: string; readonly table: string | undefined } | undefined {
  const [whole, name] = /^\s*\\dt?\+?(?:\s+([^\s;]+))?\s*;?\s*$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  if (name === undefined) return { sql: TABLES, table: undefined };
  return { sql: columnsOf(name), table: name };
}

function columnsOf(name: string): string {
  const dot = name.indexOf(".");
  const [schema, table] = dot === -1 ? [undefined, name] : [name.slice(0, dot), name.slice(dot + 1)];
  const where = [
    `table_name = ${quoteLiteral(table.toLowerCase())}`,
    schema === undefined
      ? `table_schema not in ${SYSTEM}`
      : `table_schema = ${quoteLiteral(schema.toLowerCase())}`,
  ];
  return (
    "select table_schema, column_name, data_type, character_maximum_length as length, is_nullable as nullable, column_default " +
    `from svv_columns where ${where.join(" and ")} order by table_schema, ordinal_position`
  );
}
