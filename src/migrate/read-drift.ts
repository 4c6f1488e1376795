/** What is not as declared, for people. */
import type { SqlFolder } from "../plan/sql-folder.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { decideMigration } from "./decide.ts";
import { readCatalogue } from "./read-migration.ts";
import { sayDrift } from "./say-difference.ts";
import { schemaTables } from "./schema-tables.ts";

/**
 * Returns a sentence for each difference. Of the job's own tables what a run does not fix by itself is told alone. Changes nothing.
 * @throws as `Session.execute` does
 */
export async function readDrift(session: Session, sql: Pick<SqlFolder, "steps">): Promise<readonly string[]> {
  const tables = schemaTables(sql);
  const { drifts } = decideMigration(tables, await readCatalogue(session, tables));
  return drifts.filter(({ table, anew }) => !table.own || anew !== undefined).flatMap(sayDrift);
}
