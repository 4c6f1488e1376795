/** The warehouse that the configuration names. */
import type { CommandContext } from "./commands/command.ts";
import { SCHEMA } from "./config/schema.ts";
import { ConfigError } from "./errors.ts";
import type { Store } from "./sources/store.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** The settings that say that Redshift is meant; each of them alone is enough to find it. */
const REDSHIFT = ["redshiftHost", "redshiftSecretId", "redshiftClusterId"] as const;

/**
 * Opens the warehouse, lends it, and closes it whatever happens. DuckDB is loaded here and not before.
 * @throws ConfigError when Redshift is configured: loading into a local file instead would look like success.
 */
export async function withWarehouse<T>(
  context: Pick<CommandContext, "config" | "now">,
  store: Store,
  use: (warehouse: Warehouse) => Promise<T>,
): Promise<T> {
  const { config, now } = context;
  const redshift = REDSHIFT.find((name) => config[name] !== undefined);
  if (redshift !== undefined) {
    throw new ConfigError("this version of dwh runs on the local warehouse only", {
      where: SCHEMA[redshift].env,
      next: "unset it to run on the local warehouse",
    });
  }
  const { withLocalWarehouse } = await import("./warehouse/local/open.ts");
  return withLocalWarehouse({ path: config.warehouse, store, now }, use);
}
