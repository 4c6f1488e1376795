/** How things stand: the record, the ledger, and what waits in the sources. */
import { knownFilesIfAny } from "../records/ledger-if-any.ts";
import { SqlFilesError } from "../errors.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { readDrift } from "../migrate/read-drift.ts";
import { planRun } from "../plan/plan.ts";
import { retoldSteps, type Retold } from "../plan/retold.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { readDigestsIfAny } from "../records/digests.ts";
import { heldBackBy } from "../records/quarantine.ts";
import { readStatus, type Status } from "../records/read-status.ts";
import { readNewestEvents } from "../records/newest-events.ts";
import { newestLoad, type Newest } from "../report/freshness.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import { listPending, type Pending } from "../run/pending-files.ts";
import { openStore } from "../store/open-store.ts";
import type { JobContext } from "./job-context.ts";
import { readDeclaredSources } from "./declared-sources.ts";
import { explainOlder } from "./explain-older.ts";
import { lookbackOf, sourceSettings } from "./open-job.ts";
import { hasSample, isInSample, isSampleWarehouse } from "./sample.ts";
import { loadSql } from "./load-sql.ts";
import { isRedshift, lookAtWarehouse } from "./open-warehouse.ts";

/** What is on record, and what the next run would find. */
export interface JobStatus extends Status {
  /** By source; none where nobody said what the sources of this warehouse are. */
  readonly pending: readonly Pending[];
  /** What differs in the warehouse from what sql/schema declares. */
  readonly drift: readonly string[];
  /** Tables whose rows were made by another version of their transform. */
  readonly retold: readonly Retold[];
  readonly newestLoad: Newest;
  /** One for each analysis with a limit. */
  readonly newestEvents: readonly Newest[];
}

/** Asks the warehouse and lists the sources; changes nothing. @throws UnreachableError and WarehouseError of the warehouse. */
export async function readJobStatus(context: JobContext): Promise<JobStatus> {
  const store = openStore(context.config);
  const isSample = !isRedshift(context.config) && isSampleWarehouse(context.config);
  const analyses = await analysesIn(context.sqlDir);
  const settings = sourceSettings(context.config, await readDeclaredSources(context.sqlDir)).filter(
    ({ locations }) => isSample || !locations.every(isInSample),
  );
  return lookAtWarehouse(context, store, (warehouse) =>
    warehouse.withSession(async (session) => {
      const { drift, retold } = await compareFiles(session, context.sqlDir);
      const status = await readStatus(session).catch(explainOlder(context));
      return {
        ...status,
        drift,
        retold,
        newestLoad: newestLoad({
          loadedAt: status.loadedAt,
          maxLoadAge: isSample ? undefined : context.config.maxLoadAge,
        }),
        newestEvents: await readNewestEvents(session, analyses, !isSample),
        pending: (
          await listPending(store, settings, await knownFilesIfAny(session), {
            lookback: lookbackOf(context),
            now: context.now,
            heldBack: heldBackBy(status.quarantine),
          })
        ).map((one) => (isSample && !hasSample() ? explainNoSample(one) : one)),
      };
    }),
  );
}

/** The files of the sample are made by the run that loads them. */
function explainNoSample(pending: Pending): Pending {
  if (!("problem" in pending)) return pending;
  const own = pending.next === undefined ? "" : `; to load files of your own, ${pending.next}`;
  return {
    ...pending,
    problem: "no source is configured, and the sample data has not been created yet",
    next: `\`dwh run\` makes it and loads it${own}`,
  };
}

/** Those of files that do not fit together are not asked, for the same reason as below. */
async function analysesIn(sqlDir: string): Promise<readonly SqlFile[]> {
  try {
    return (await loadSql(sqlDir)).analyses;
  } catch (error) {
    if (error instanceof SqlFilesError) return [];
    throw error;
  }
}

/** Files that do not fit together declare nothing: `dwh run` and `dwh plan` tell what is wrong with them. */
async function compareFiles(session: Session, sqlDir: string): Promise<Pick<JobStatus, "drift" | "retold">> {
  try {
    const sql = await loadSql(sqlDir);
    const { steps } = planRun(sql, WITHOUT_LOADS);
    const retold = retoldSteps(steps, await readDigestsIfAny(session));
    return { drift: await readDrift(session, sql), retold };
  } catch (error) {
    if (error instanceof SqlFilesError) return { drift: [], retold: [] };
    throw error;
  }
}
