/** A system table or view as a relation: nobody declared it, and DuckDB tells its columns. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Relation, RelationName } from "./bind/relation.ts";
import { typeOfSystemColumn } from "./types/of-system-column.ts";

/** Returns it; undefined where DuckDB knows none. @param sql how DuckDB names it, or a query in brackets */
export async function describeRelation(
  connection: DuckDBConnection,
  name: RelationName & { readonly schema: string },
  sql: string,
): Promise<Relation | undefined> {
  const prepared = await connection.prepare(`SELECT * FROM ${sql}`).catch(() => undefined);
  if (prepared === undefined) return undefined;
  const columns = Array.from({ length: prepared.columnCount }, (_, at) => ({
    name: prepared.columnName(at),
    type: typeOfSystemColumn(name.name, prepared.columnName(at), prepared.columnType(at)),
  }));
  prepared.destroySync();
  return { ...name, kind: "system", sql, columns };
}
