/** What a reset does with each file of sql/schema; pure. */
import type { TableDefinition } from "../dialect/table-definition.ts";
import { parseTableName, spellQualifiedName } from "../dialect/table-name.ts";
import { renderDataType } from "../dialect/types.ts";
import type { CatalogueColumn, Definitions, Dependent } from "../records/read-definitions.ts";

/** A file of sql/schema: the tables that it declares, and its statements. */
export interface SchemaFile {
  readonly tables: readonly TableDefinition[];
  readonly statements: readonly string[];
}

/** What is done, in this order. */
export interface ResetSteps {
  /** As the files spell them; what is there as it is declared keeps its grants and the views on it. */
  readonly emptied: readonly string[];
  /** In the order in which they are dropped. */
  readonly dropped: readonly string[];
  readonly statements: readonly string[];
  /** The views that keep a table from being dropped: with any, nothing is done. */
  readonly blocking: readonly Dependent[];
}

/**
 * Returns what there is to do. A table is unchanged when the catalogue has its columns, in their order, with their types and NOT NULL.
 * Keys, encodings, distribution and defaults are not compared: Redshift may have chosen some of them itself. All tables of a file are
 * made anew with one of them, and those whose foreign keys reference one that is.
 */
export function planReset(files: readonly SchemaFile[], there: Definitions): ResetSteps {
  const full = (name: string): string => {
    const { schema = there.schema, name: bare } = parseTableName(name);
    return spellQualifiedName({ schema, name: bare });
  };
  const isChanged = (table: TableDefinition): boolean =>
    !isAsDeclared(table, there.columns.get(full(table.name)) ?? []);
  const anew = new Set(files.filter(({ tables }) => tables.length === 0 || tables.some(isChanged)));
  for (let size = -1; size !== anew.size;) {
    size = anew.size;
    const going = new Set([...anew].flatMap(({ tables }) => tables.map(({ name }) => full(name))));
    for (const file of files) {
      const keys = file.tables.flatMap(({ foreignKeys }) => foreignKeys);
      if (keys.some(({ table }) => going.has(full(table)))) anew.add(file);
    }
  }
  const made = files.filter((file) => anew.has(file));
  const dropped = made
    .flatMap(({ tables }) => tables.map(({ name }) => name))
    .toReversed()
    .filter((name) => there.columns.has(full(name)));
  const going = new Set(dropped.map(full));
  return {
    emptied: files.filter((file) => !anew.has(file)).flatMap(({ tables }) => tables.map(({ name }) => name)),
    dropped,
    statements: made.flatMap(({ statements }) => statements),
    blocking: there.dependents.filter(({ table }) => going.has(table)),
  };
}

function isAsDeclared({ columns, primaryKey }: TableDefinition, found: readonly CatalogueColumn[]): boolean {
  return (
    columns.length === found.length &&
    columns.every((column, at) => {
      const other = found[at];
      // A primary key and an identity imply NOT NULL, whether that is told or not.
      const implied = column.identity !== undefined || primaryKey.includes(column.name);
      return (
        other?.name === column.name &&
        other.type === renderDataType(column.type) &&
        (implied || other.notNull === column.notNull)
      );
    })
  );
}
