/** Empties all tables of the job; those whose definition has changed are recreated. */
import { parseTableName } from "../dialect/table-name.ts";
import { ConfigError } from "../errors.ts";
import { fullName } from "../migrate/full-name.ts";
import { TABLES } from "../names.ts";
import { declaredTables } from "../plan/declared-tables.ts";
import { planRun } from "../plan/plan.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { readDefinitions } from "../records/read-definitions.ts";
import { beginWithLock } from "../records/run-lock.ts";
import { readUnderWay } from "../records/under-way.ts";
import { emptySchema } from "../run/open-beside.ts";
import { openStore } from "../store/open-store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { hasWarehouse, withWarehouse } from "./open-warehouse.ts";
import { planReset, type ResetSteps, type SchemaFile } from "./plan-reset.ts";

/** What is going to be empty, and where. */
export interface ResetPlan {
  readonly warehouse: string;
  readonly tables: readonly string[];
}

/** What was done. */
export interface ResetResult extends ResetPlan {
  /** Those of the tables that were dropped and recreated: what was granted on them is gone. */
  readonly madeAnew: readonly string[];
}

/**
 * Empties all tables in one transaction under the run's lock, once `confirm` has returned; returns which. Grants and views stay with a
 * table whose definition is unchanged; one that has changed is dropped and made.
 * @throws what `confirm` throws; ConfigError when views or foreign keys of other tables depend on a table that has changed, since DROP TABLE
 * is RESTRICT (Developer Guide, "DROP TABLE": "referenced by views or other tables"); LockedError when a run holds
 * the lock for too long. Nothing is touched then.
 */
export async function resetWarehouse(
  context: JobContext,
  confirm: (plan: ResetPlan) => Promise<void>,
): Promise<ResetResult> {
  const sql = await loadSql(context.sqlDir);
  const tables = schemaOf(sql).flatMap(({ writes }) => writes);
  // Opening the file of a local warehouse makes it: a person who says no is left without one.
  const isNew = !hasWarehouse(context.config);
  if (isNew) await confirm({ warehouse: context.config.warehouse, tables });
  return withWarehouse(context, openStore(context.config), async (warehouse) => {
    const plan = { warehouse: warehouse.name, tables };
    if (!isNew) await confirm(plan);
    const { dropped } = await warehouse.withSession((session) => resetTables(session, sql, warehouse.name));
    return { ...plan, madeAnew: dropped.toReversed() };
  });
}

/**
 * Does it on a session, and returns what was done with which table.
 * @param where the warehouse, for people
 * @throws as `resetWarehouse` does; what is open then is rolled back when the session ends.
 */
export async function resetTables(session: Session, sql: SqlFolder, where: string): Promise<ResetSteps> {
  await beginWithLock(session, planRun(sql, WITHOUT_LOADS).outside);
  const files = schemaOf(sql).map(declared);
  const names = files.flatMap((file) => file.tables.map(({ name }) => parseTableName(name)));
  const there = await readDefinitions(session, names);
  const steps = planReset(files, there);
  if (steps.blocking.length > 0) throw blocked(steps, where);
  // A rebuild that is under way would bring back what is emptied.
  const rebuild = there.tables.has(fullName(TABLES.rebuild, there)) ? await readUnderWay(session) : undefined;
  if (rebuild !== undefined) await emptySchema(session, rebuild.schema);
  for (const table of steps.emptied) await session.execute(`delete from ${table}`);
  for (const table of steps.dropped) await session.execute(`drop table ${table}`);
  for (const statement of steps.statements) await session.execute(statement);
  await session.execute("commit");
  return steps;
}

/** The lock that is held has no rows, and stays. */
function schemaOf(sql: SqlFolder): readonly SqlFile[] {
  return sql.steps.filter(({ kind, name }) => kind === "schema" && name !== TABLES.lock);
}

function declared(file: SqlFile): SchemaFile {
  return { tables: declaredTables(file), statements: file.statements.map(({ text }) => text) };
}

function blocked({ blocking }: ResetSteps, where: string): ConfigError {
  const others = blocking.map(({ what, name, table }) =>
    what === "view" ? `view ${name} on ${table}` : `a foreign key of ${name} on ${table}`,
  );
  return new ConfigError(
    `other objects depend on tables whose definition has changed: ${others.join(", ")}; nothing was changed`,
    {
      where,
      next:
        "drop the views and the foreign keys (`alter table … drop constraint …`; information_schema.table_constraints has the names), " +
        "reset, and create them again; a view WITH NO SCHEMA BINDING depends on nothing. docs/runbook.md says which changes of a new version can be made by ALTER TABLE",
    },
  );
}
