/** Which folder holds the SQL when nobody names one. */
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TABLES } from "./names.ts";
import { nearest } from "./text/nearest.ts";

/** The SQL that comes with the program. */
export const SHIPPED_SQL = fileURLToPath(new URL("../sql", import.meta.url));

/**
 * Returns `sql/` of a folder that has a warehouse of its own: other projects have a folder of that name too, so it is told by what is in
 * it. Undefined without one, and in the checkout of the program, where it is the one that ships.
 */
export function ownSqlDir(folder: string): string | undefined {
  const own = join(folder, "sql");
  if (!isWarehouse(own)) return undefined;
  return existsSync(SHIPPED_SQL) && realpathSync(own) === realpathSync(SHIPPED_SQL) ? undefined : own;
}

/**
 * Whether a folder was meant to be a warehouse, by a folder for staging files, or one with the ledger that every warehouse has. A slip in
 * their names is for whoever reads the files to tell: without these the warehouse that ships would run in the place of this one.
 */
function isWarehouse(sqlDir: string): boolean {
  if (!existsSync(sqlDir)) return false;
  return readdirSync(sqlDir, { withFileTypes: true })
    .filter((entry) => !entry.isFile())
    .some(
      ({ name }) =>
        nearest(name.toLowerCase(), ["staging"]) !== undefined ||
        existsSync(join(sqlDir, name, `${TABLES.files}.sql`)),
    );
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
