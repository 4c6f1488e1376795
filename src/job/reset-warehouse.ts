/** Drops all tables of the job and makes them anew, empty. */
import { openStore } from "../store/open-store.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { withWarehouse } from "./open-warehouse.ts";

/** What is going to be dropped, and where. */
export interface ResetPlan {
  readonly warehouse: string;
  readonly tables: readonly string[];
}

/**
 * Drops and makes all tables in one transaction, once `confirm` has returned; returns which.
 * @throws what `confirm` throws, before anything is touched.
 */
export async function resetWarehouse(
  context: JobContext,
  confirm: (plan: ResetPlan) => Promise<void>,
): Promise<ResetPlan> {
  const { steps } = await loadSql(context.sqlDir);
  const schema = steps.filter(({ kind }) => kind === "schema");
  const tables = schema.flatMap(({ writes }) => writes);
  return withWarehouse(context, openStore(context.config), async (warehouse) => {
    const plan = { warehouse: warehouse.name, tables };
    await confirm(plan);
    await warehouse.withSession(async (session) => {
      await session.execute("begin");
      // In the opposite order of making, so that no foreign key names a table that is gone.
      for (const table of tables.toReversed()) await session.execute(`drop table if exists ${table}`);
      for (const statement of schema.flatMap((file) => file.statements))
        await session.execute(statement.text);
      await session.execute("commit");
    });
    return plan;
  });
}
