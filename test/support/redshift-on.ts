/** Redshift as the job opens it, on a scripted server. */
import { openRedshift, type RedshiftOptions } from "../../src/warehouse/redshift/open.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";
import { ACCOUNT, type ScriptedServer } from "./scripted-server.ts";

/** Opens it there with the account that is let in; where there is no server, with no port. */
export function redshiftOn(
  server: ScriptedServer | undefined,
  options: Partial<RedshiftOptions> = {},
): Warehouse {
  return openRedshift({
    host: "localhost",
    port: server?.port ?? 0,
    database: ACCOUNT.database,
    login: { read: async () => ACCOUNT },
    caFile: server?.caFile,
    applicationName: "dwh",
    now: () => new Date(),
    sleep: () => Promise.resolve(),
    queryGroup: "dwh run-1",
    ...options,
  });
}
