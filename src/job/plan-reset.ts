/** What a reset does with each file of sql/schema; pure. */
import type { TableDefinition } from "../dialect/table-definition.ts";
import type { Definitions, Dependent } from "../records/read-definitions.ts";
import { isAsDeclared } from "../migrate/differences.ts";
import { fullName } from "../migrate/full-name.ts";

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
  /** The views and foreign keys of others that keep a table from being dropped: with any, nothing is done. */
  readonly blocking: readonly Dependent[];
}

/**
 * Returns what there is to do. A table is emptied when the catalogue has it as the file declares it, see differences.ts. All tables of a
 * file are recreated with one of them, and those whose foreign keys reference one that is. A bare name means the first table of that name in
 * the search path.
 */
export function planReset(files: readonly SchemaFile[], there: Definitions): ResetSteps {
  const full = (name: string): string => fullName(name, there);
  const declared = new Map(files.flatMap(({ tables }) => tables.map((table) => [full(table.name), table])));
  const surroundings = { full, primaryKeyOf: (table: string) => declared.get(table)?.primaryKey };
  const isChanged = (table: TableDefinition): boolean =>
    !isAsDeclared(table, there.tables.get(full(table.name)), surroundings);
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
    .filter((name) => there.tables.has(full(name)));
  const going = new Set(dropped.map(full));
  return {
    emptied: files.filter((file) => !anew.has(file)).flatMap(({ tables }) => tables.map(({ name }) => name)),
    dropped: dependentsFirst(dropped, there.dependents, full),
    statements: made.flatMap(({ statements }) => statements),
    blocking: there.dependents.filter(({ name, table }) => going.has(table) && !going.has(name)),
  };
}

/** As they stand, but a table before those that its foreign keys reference in the warehouse: its file may have none any more. */
function dependentsFirst(
  tables: readonly string[],
  dependents: readonly Dependent[],
  full: (name: string) => string,
): readonly string[] {
  const left = [...tables];
  const ordered: string[] = [];
  while (left.length > 0) {
    const isFree = (table: string): boolean =>
      !dependents.some(
        (one) =>
          one.table === full(table) && left.some((other) => other !== table && full(other) === one.name),
      );
    // In a circle none is free: the warehouse says so.
    const at = Math.max(left.findIndex(isFree), 0);
    ordered.push(...left.splice(at, 1));
  }
  return ordered;
}
