/** Has the next run try files again that were left out. */
import { ConfigError } from "../errors.ts";
import { planRun } from "../plan/plan.ts";
import { WITHOUT_LOADS } from "../plan/variables.ts";
import { readQuarantineIfAny, type QuarantineEntry } from "../records/quarantine.ts";
import { retryFiles } from "../records/retry-files.ts";
import { absolute } from "../sources/find-source.ts";
import { openStore } from "../store/open-store.ts";
import { nearest } from "../text/nearest.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";
import { requireWarehouse, withWarehouse } from "./open-warehouse.ts";
import { retype } from "./retype.ts";

/** What the next run tries again, and where. */
export interface RetriedFiles {
  readonly warehouse: string;
  /** One at least. */
  readonly files: readonly QuarantineEntry[];
}

/**
 * Marks one file, or all below a folder or prefix that ends in a slash.
 * @param location as a source's: a path of this machine may be relative
 * @throws ConfigError when none of it is in quarantine, with the url that may have been meant; LockedError when a run holds the lock for too
 * long. Nothing is touched then.
 */
export async function retryOne(context: JobContext, location: string): Promise<RetriedFiles> {
  const url = absolute(location);
  const { outside } = planRun(await loadSql(context.sqlDir), WITHOUT_LOADS);
  requireWarehouse(context);
  return withWarehouse(context, openStore(context.config), (warehouse) =>
    warehouse.withSession(async (session) => {
      const files = await retryFiles(session, outside, url, context.now());
      if (files.length > 0) return { warehouse: warehouse.name, files };
      const held = (await readQuarantineIfAny(session)).map((one) => one.url);
      const near = nearest(url, held);
      throw new ConfigError(`the file is not in quarantine in ${warehouse.name}`, {
        where: url,
        next: `${near === undefined ? "" : `did you mean ${near}? `}\`${retype(context.config, "status")}\` shows the files in quarantine; to load a file again, \`${retype(context.config, "forget", "<url>")}\``,
      });
    }),
  );
}
