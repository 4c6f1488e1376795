/** How things stand: the record, the ledger, and what waits in the sources. */
import { resolve } from "node:path";
import { knownFilesIfAny } from "../records/ledger-if-any.ts";
import { SqlFilesError } from "../errors.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { readDrift } from "../migrate/read-drift.ts";
import { readStatus, type Status } from "../records/read-status.ts";
import { listWaiting, type Waiting } from "../run/waiting-files.ts";
import { openStore } from "../store/open-store.ts";
import type { JobContext } from "./job-context.ts";
import { readDeclaredSources } from "./declared-sources.ts";
import { explainOlder } from "./explain-older.ts";
import { loadSql } from "./load-sql.ts";
import { lookbackOf, sourceSettings } from "./open-job.ts";
import { isInSample, SAMPLE_WAREHOUSE } from "./sample.ts";
import { lookAtWarehouse } from "./open-warehouse.ts";

/** What is on record, and what the next run would find. */
export interface JobStatus extends Status {
  /** By source; none where nobody said what the sources of this warehouse are. */
  readonly waiting: readonly Waiting[];
  /** What is otherwise in the warehouse than sql/schema declares it. */
  readonly drift: readonly string[];
}

/** Asks the warehouse and lists the sources; changes nothing. @throws UnreachableError and WarehouseError of the warehouse. */
export async function readJobStatus(context: JobContext): Promise<JobStatus> {
  const store = openStore(context.config);
  const settings = sourceSettings(context.config, await readDeclaredSources(context.sqlDir)).filter(
    ({ locations }) => isSampleWarehouse(context.config.warehouse) || !locations.every(isInSample),
  );
  return lookAtWarehouse(context, store, (warehouse) =>
    warehouse.withSession(async (session) => {
      const drift = await driftFrom(session, context.sqlDir);
      const status = await readStatus(session).catch(explainOlder(context));
      return {
        ...status,
        drift,
        waiting: await listWaiting(store, settings, await knownFilesIfAny(session), {
          lookback: lookbackOf(context),
          now: context.now,
        }),
      };
    }),
  );
}

/** Files that do not fit together declare nothing: `dwh run` and `dwh plan` tell what is wrong with them. */
async function driftFrom(session: Session, sqlDir: string): Promise<readonly string[]> {
  try {
    return await readDrift(session, await loadSql(sqlDir));
  } catch (error) {
    if (error instanceof SqlFilesError) return [];
    throw error;
  }
}

/** What waits of the sample waits for the sample's warehouse, and for no other one. */
function isSampleWarehouse(warehouse: string): boolean {
  return resolve(warehouse) === resolve(SAMPLE_WAREHOUSE);
}
