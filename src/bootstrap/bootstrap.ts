/** Makes the database ready for the job: once, as the administrator, and again without harm. */
import type { DatabaseSecret } from "../aws/secret.ts";
import { DwhError } from "../errors.ts";
import type { Session, Warehouse } from "../warehouse/warehouse.ts";
import {
  checkNames,
  groupQuery,
  planBootstrap,
  planLateRights,
  planReaders,
  userQuery,
  type LateRight,
} from "./plan.ts";

/** The password of the job's user, who makes it and who keeps it. */
export interface PasswordKeeper {
  /** Whether the secret that is there lets the user in already. */
  readonly loginWorks: boolean;
  readonly makePassword: () => string;
  readonly writeSecret: (secret: DatabaseSecret) => Promise<void>;
}

/** What `bootstrap` needs: the names of user, schema and database, and whoever makes and keeps the password. */
export interface BootstrapInput {
  /** Where the administrator is logged in. */
  readonly warehouse: Warehouse;
  readonly user: string;
  readonly schema: string;
  /** A group that may read the job's tables; undefined for none. */
  readonly readers: string | undefined;
  /** The role of COPY; undefined for the default one. */
  readonly copyRole: string | undefined;
  /** Whether the job resumes its cluster and pauses it again. */
  readonly pausesCluster: boolean;
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
  /** Rights that are the user's now, after the transaction. */
  readonly given: readonly LateRight[];
  /** Rights that could not be given, though everything else is made. */
  readonly refused: readonly RefusedRight[];
}

/** A right that could not be given, and why. */
export interface RefusedRight extends LateRight {
  readonly error: DwhError;
}

/**
 * Makes user, schema and rights in one transaction, and returns what that changed. A login that works is left alone, so
 * that a job that runs is not locked out. Else the user gets a new password, and the secret too, before the transaction
 * ends: if the secret cannot be written, nothing has changed. The late rights come last, each in a message of its own and
 * outside the transaction: GRANT on external resources may stand in neither (Database Developer Guide,
 * "SVL_MULTI_STATEMENT_VIOLATIONS"), and whether a role is one is not said. One that is refused keeps none of the others back.
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
    const made = { userCreated: !userExists, passwordChanged: newPassword !== undefined };
    return { ...made, ...(await giveRights(session, planLateRights(input))) };
  });
}

async function giveRights(
  session: Session,
  rights: readonly LateRight[],
): Promise<Pick<BootstrapResult, "given" | "refused">> {
  const given: LateRight[] = [];
  const refused: RefusedRight[] = [];
  for (const one of rights) {
    try {
      await session.execute(one.sql);
      given.push(one);
    } catch (error) {
      if (!(error instanceof DwhError)) throw error;
      refused.push({ ...one, error });
    }
  }
  return { given, refused };
}
