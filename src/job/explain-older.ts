/** What a warehouse of an earlier version wants before somebody can look at it. */
import { ConfigError, WarehouseError } from "../errors.ts";
import type { JobContext } from "./job-context.ts";
import { retype } from "./retype.ts";

/** Returns what an error of reading the job's own tables means: a column that is not there (42703) is one of a later version. Throws all others on. */
export function explainOlder({ config }: Pick<JobContext, "config">): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof WarehouseError) || error.sqlState !== "42703") throw error;
    throw new ConfigError(`the warehouse was created by an earlier version: ${error.message}`, {
      next: `\`${retype(config, "migrate", "--yes")}\` brings the job's own tables up to date, with their rows; the next run does it too`,
      cause: error,
    });
  };
}
