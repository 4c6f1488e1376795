/** Abandons the rebuild in batches that is in progress. */
import { planRun } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import type { UnderWay } from "../records/under-way.ts";
import { abandonBeside } from "../run/open-beside.ts";
import { openStore } from "../store/open-store.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { lookAtWarehouse } from "./open-warehouse.ts";

/**
 * Drops what its batches have made, and returns what was under way; undefined where nothing was. The star stays as it is.
 * @throws LockedError when a run holds the lock for too long; as `Session.execute` does
 */
export async function abandonRebuild(context: JobContext): Promise<UnderWay | undefined> {
  const { outside } = planRun(await loadSql(context.sqlDir), WITHOUT_LOADS);
  return lookAtWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession((session) => abandonBeside(session, outside)),
  );
}
