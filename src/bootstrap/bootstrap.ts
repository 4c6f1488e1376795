/** Makes the database ready for the job: once, as the administrator, and again without harm. */
import type { DatabaseSecret } from "../aws/secret.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { checkNames, grantCopyRole, groupQuery, planBootstrap, planReaders, userQuery } from "./plan.ts";

/** The password of the job's user, who makes it and who keeps it. */
export interface PasswordKeeper {
  /** Whether the secret that is there lets the user in already. */
  readonly loginWorks: boolean;
  readonly makePassword: () => string;
  readonly writeSecret: (secret: DatabaseSecret) => Promise<void>;
}

/** What `bootstrap` needs: the names of user, schema and database, and who makes and keeps the password. */
export interface BootstrapInput {
  /** Where the administrator is logged in. */
  readonly warehouse: Warehouse;
  readonly user: string;
  readonly schema: string;
  /** A group that may read the job's tables; undefined for none. */
  readonly readers: string | undefined;
  /** The role of COPY; undefined for the default one. */
  readonly copyRole: string | undefined;
  /** What goes into the secret beside user and password. */
  readonly place: Pick<DatabaseSecret, "host" | "port" | "database" | "clusterId">;
  readonly database: string;
  /** Undefined for a user that logs in with temporary credentials, and so has no password. */
  readonly password: PasswordKeeper | undefined;
}

/** What `bootstrap` changed. */
export interface BootstrapResult {
  readonly userCreated: boolean;
  readonly passwordChanged: boolean;
}

/**
 * Makes user, schema and rights in one transaction, and returns what that changed. A login that works is left alone, so
 * that a job that runs is not locked out. Else the user gets a new password, and the secret too, before the transaction
 * ends: if the secret cannot be written, nothing has changed. The role of COPY comes last, in a message of its own and
 * outside the transaction: GRANT on external resources may stand in neither (Database Developer Guide,
 * "SVL_MULTI_STATEMENT_VIOLATIONS"), and whether a role is one is not said.
 * @throws ConfigError as `checkNames` does; what `writeSecret` and the warehouse throw.
 */
export async function bootstrap(input: BootstrapInput): Promise<BootstrapResult> {
  const { user, schema, database, place, readers, password } = input;
  checkNames({ user, schema, readers });
  const newPassword = password === undefined || password.loginWorks ? undefined : password.makePassword();
  return input.warehouse.withSession(async (session) => {
    const isThere = async (query: string): Promise<boolean> => (await session.execute(query)).rows.length > 0;
    await session.execute("begin");
    const userExists = await isThere(userQuery(user));
    const plan = [...planBootstrap({ user, schema, database, userExists, newPassword })];
    if (readers !== undefined) {
      const groupExists = await isThere(groupQuery(readers));
      plan.push(...planReaders({ group: readers, groupExists, user, schema }));
    }
    for (const sql of plan) await session.execute(sql);
    if (newPassword !== undefined) await password?.writeSecret({ ...place, user, password: newPassword });
    await session.execute("commit");
    await session.execute(grantCopyRole(user, input.copyRole));
    return { userCreated: !userExists, passwordChanged: newPassword !== undefined };
  });
}
