/** Lets the next run load a file again. */
import { ConfigError } from "../errors.ts";
import { TABLES } from "../names.ts";
import { planRun } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { findNearest, forgetFile, type ForgottenEntry } from "../records/forget-file.ts";
import type { QuarantineEntry } from "../records/quarantine.ts";
import { absolute } from "../sources/find-source.ts";
import { openStore } from "../store/open-store.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { lookAtWarehouse } from "./open-warehouse.ts";
import { retype } from "./retype.ts";

/** What was taken out of the ledger, and where. */
export interface ForgottenFile {
  readonly warehouse: string;
  readonly url: string;
  readonly entries: readonly ForgottenEntry[];
  /** What was in quarantine; one at least of these and the entries. */
  readonly leftOut: readonly QuarantineEntry[];
}

/**
 * Takes every entry of a file out of the ledger; what came of it stays in the tables.
 * @param location as a source's: a path of this machine may be relative
 * @throws ConfigError when the ledger does not hold it, with the url that may have been meant; LockedError when a run holds the lock for too
 * long. Nothing is touched then.
 */
export async function forgetOne(context: JobContext, location: string): Promise<ForgottenFile> {
  const url = absolute(location);
  const { outside } = planRun(await loadSql(context.sqlDir), WITHOUT_LOADS);
  return lookAtWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession(async (session) => {
      const forgotten = await forgetFile(session, outside, url);
      if (forgotten.entries.length + forgotten.leftOut.length > 0)
        return { warehouse: warehouse.name, url, ...forgotten };
      const near = await findNearest(session, url);
      const query = retype(context.config, "query", `"select url from ${TABLES.files}"`);
      throw new ConfigError(`the ledger of ${warehouse.name} does not hold the file`, {
        where: url,
        next: `${
          near === undefined ? "" : `did you mean ${near}? `
        }\`${query}\` shows what it holds; the next run loads the files of a source that it does not hold`,
      });
    }),
  );
}
