/** Asks the catalogue what is otherwise than the files declare it. */
import { parseTableName } from "../dialect/table-name.ts";
import { readDefinitions, readTables, type Definitions } from "../records/read-definitions.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { decideMigration, type Migration } from "./decide.ts";
import type { SchemaTable } from "./schema-tables.ts";

/** Returns what the catalogue says of the tables, without the views on them. @throws as `Session.execute` does */
export async function readCatalogue(session: Session, tables: readonly SchemaTable[]): Promise<Definitions> {
  return readTables(session, namesOf(tables));
}

/**
 * Returns what there is to do, with what keeps it from being done. The views on the tables are asked for only where one has to be recreated.
 * @throws as `Session.execute` does
 */
export async function readMigration(session: Session, tables: readonly SchemaTable[]): Promise<Migration> {
  if (tables.length === 0) return { drifts: [], phases: [], refused: [], safe: true };
  const found = decideMigration(tables, await readCatalogue(session, tables));
  if (found.drifts.every(({ anew }) => anew === undefined)) return found;
  return decideMigration(tables, await readDefinitions(session, namesOf(tables)));
}

function namesOf(tables: readonly SchemaTable[]) {
  return tables.map(({ definition }) => parseTableName(definition.name));
}
