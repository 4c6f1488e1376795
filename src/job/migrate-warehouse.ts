/** Changes the tables of the warehouse to what sql/schema declares. */
import type { Migration } from "../migrate/decide.ts";
import { migrate } from "../migrate/migrate.ts";
import { readMigration } from "../migrate/read-migration.ts";
import { sayDrift } from "../migrate/say-difference.ts";
import { schemaTables } from "../migrate/schema-tables.ts";
import { planRun } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { openStore } from "../store/open-store.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { lookAtWarehouse } from "./open-warehouse.ts";

/** What there is to do, or was done. */
export interface MigrationResult {
  readonly warehouse: string;
  /** What differed from the declaration before anything was done. */
  readonly differences: readonly string[];
  readonly phases: Migration["phases"];
  /** What somebody has to do first. */
  readonly refused: readonly string[];
  /** Tables that are recreated, each with its reason. */
  readonly madeAnew: readonly { readonly table: string; readonly why: string }[];
  /** Whether the statements were done. */
  readonly done: boolean;
}

/**
 * Returns what is to do, and does it where that is asked for.
 * @throws ConfigError where something has to be done first; LockedError when a run holds the lock for too long; as `Session.execute` does. What was
 * done by then stays, and the next time goes on.
 */
export async function migrateWarehouse(
  context: JobContext,
  { yes }: { readonly yes: boolean },
): Promise<MigrationResult> {
  const sql = await loadSql(context.sqlDir);
  const tables = schemaTables(sql);
  const { outside } = planRun(sql, WITHOUT_LOADS);
  return lookAtWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession(async (session) => {
      const { drifts, phases, refused } = await readMigration(session, tables);
      const wanted = yes && drifts.length > 0;
      if (wanted) await migrate({ session, tables, own: outside });
      return {
        warehouse: warehouse.name,
        differences: drifts.flatMap(sayDrift),
        phases,
        refused,
        madeAnew: drifts.flatMap(({ table, anew }) =>
          anew === undefined ? [] : [{ table: table.definition.name, why: anew }],
        ),
        done: wanted,
      };
    }),
  );
}
