/** Everything that the report page shows. */
import { readReport } from "../records/read-report.ts";
import type { ReportData } from "../report/data.ts";
import { openStore } from "../store/open-store.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { isSampleWarehouse } from "./sample.ts";
import { isRedshift, lookAtWarehouse } from "./open-warehouse.ts";

/** Asks the warehouse in one transaction; changes nothing. @throws SqlFilesError, UnreachableError and WarehouseError. */
export async function readJobReport(context: JobContext): Promise<ReportData> {
  const { now, version, signal, config } = context;
  const { pipeline, auditEvery } = config;
  const sql = await loadSql(context.sqlDir);
  return lookAtWarehouse(context, openStore(context.config), (warehouse, isThere) =>
    warehouse.withSession((session) =>
      readReport(session, sql, {
        at: now(),
        pipeline,
        warehouse: isThere ? warehouse.name : `${warehouse.name}, which does not exist yet,`,
        version,
        signal,
        maxLoadAge: !isRedshift(config) && isSampleWarehouse(config) ? undefined : config.maxLoadAge,
        auditEvery,
      }),
    ),
  );
}
