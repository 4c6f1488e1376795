/** How the catalogue keeps the definition of a table. */
import type { TableDefinition } from "../../dialect/table-definition.ts";
import type { QualifiedName } from "../../dialect/table-name.ts";
import { DEFAULT_SCHEMA } from "./default-schema.ts";
import { duckLiteral } from "./quote.ts";
import { toldColumns } from "./told-columns.ts";

/** Returns schema and name of a relation. */
export function partsOf({ schema = DEFAULT_SCHEMA, name }: QualifiedName): readonly [string, string] {
  return [schema, name];
}

/** Returns DuckDB's statements that keep a definition in the catalogue, which has none of that name. */
export function storeStatements(table: QualifiedName, definition: TableDefinition): readonly string[] {
  const [schema, name] = partsOf(table);
  const columns = toldColumns(definition).map((column, index) => {
    const values = [
      duckLiteral(schema),
      duckLiteral(name),
      index + 1,
      duckLiteral(column.name),
      duckLiteral(column.type),
      duckLiteral(column.encoding),
      column.distkey,
      column.sortkey,
      column.notnull,
    ];
    return `(${values.join(", ")})`;
  });
  return [
    `INSERT INTO _redshift.tables VALUES (${[schema, name, JSON.stringify(definition)].map(duckLiteral).join(", ")})`,
    `INSERT INTO _redshift.columns VALUES ${columns.join(", ")}`,
  ];
}
