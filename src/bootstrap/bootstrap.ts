/** Makes the database ready for the job: once, as the administrator, and again without harm. */
import type { DatabaseSecret } from "../aws/secret.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { userQuery, planBootstrap } from "./plan.ts";

/** What `bootstrap` needs: the names of user, schema and database, and who makes and keeps the password. */
export interface BootstrapInput {
  /** Where the administrator is logged in. */
  readonly warehouse: Warehouse;
  readonly user: string;
  readonly schema: string;
  /** What goes into the secret beside user and password. */
  readonly place: Pick<DatabaseSecret, "host" | "port" | "database" | "clusterId">;
  readonly database: string;
  /** Whether the secret that is there lets the user in already. */
  readonly loginWorks: boolean;
  readonly makePassword: () => string;
  readonly writeSecret: (secret: DatabaseSecret) => Promise<void>;
}

/** What `bootstrap` changed. */
export interface BootstrapResult {
  readonly userCreated: boolean;
  readonly passwordChanged: boolean;
}

/**
 * Makes user, schema and rights in one transaction, and returns what that changed. A login that works is left alone, so
 * that a job that runs is not locked out. Else the user gets a new password, and the secret too, before the transaction
 * ends: if the secret cannot be written, nothing has changed.
 * @throws ConfigError as `planBootstrap` does; what `writeSecret` and the warehouse throw.
 */
export async function bootstrap(input: BootstrapInput): Promise<BootstrapResult> {
  const { user, schema, database, place } = input;
  const newPassword = input.loginWorks ? undefined : input.makePassword();
  return input.warehouse.withSession(async (session) => {
    await session.execute("begin");
    const { rows } = await session.execute(userQuery(user));
    const userExists = rows.length > 0;
    for (const sql of planBootstrap({ user, schema, database, userExists, newPassword }))
      await session.execute(sql);
    if (newPassword !== undefined) await input.writeSecret({ ...place, user, password: newPassword });
    await session.execute("commit");
    return { userCreated: !userExists, passwordChanged: newPassword !== undefined };
  });
}
