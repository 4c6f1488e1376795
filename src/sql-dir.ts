/** Which folder holds the SQL when nobody names one. */
import { existsSync, realpathSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The SQL that comes with the program. */
export const SHIPPED_SQL = fileURLToPath(new URL("../sql", import.meta.url));

/**
 * Returns `sql/` of a folder that has a warehouse of its own, told by its staging files: other projects have a folder of that name too.
 * Undefined without one, and in the checkout of the program, where it is the one that ships.
 */
export function ownSqlDir(folder: string): string | undefined {
  const own = join(folder, "sql");
  if (!existsSync(join(own, "staging"))) return undefined;
  return existsSync(SHIPPED_SQL) && realpathSync(own) === realpathSync(SHIPPED_SQL) ? undefined : own;
}

/** Returns what holds in a folder that has a warehouse of its own, where nobody says otherwise; undefined in any other. */
export function ownDefaults(
  folder: string,
): { readonly sqlDir: string; readonly pipeline: string } | undefined {
  const sqlDir = ownSqlDir(folder);
  return sqlDir === undefined ? undefined : { sqlDir, pipeline: titleOf(folder) };
}

/** Returns what a warehouse in that folder is called. */
export function titleOf(folder: string): string {
  return basename(resolve(folder)) || "warehouse";
}
