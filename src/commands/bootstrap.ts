/** `dwh bootstrap`: the job's schema, database user and rights; its password goes to its own secret. */
import { setTimeout as sleep } from "node:timers/promises";
import { randomInt } from "node:crypto";
import { resolveConnection, type ResolvedConnection } from "../aws/connection.ts";
import { findSecret, writeSecret, type DatabaseSecret } from "../aws/secret.ts";
import { bootstrap, type RefusedRight } from "../bootstrap/bootstrap.ts";
import { chooseIdentity, type JobIdentity } from "../bootstrap/identity.ts";
import { makePassword } from "../bootstrap/password.ts";
import { ConfigError, DwhError } from "../errors.ts";
import { EXIT } from "../names.ts";
import { isLoginRefused } from "../warehouse/redshift/explain-error.ts";
import { limitLockWaits } from "../warehouse/lock-wait.ts";
import { openRedshift } from "../warehouse/redshift/open.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { withAwake } from "../job/awake.ts";
import { lockWaitOf } from "../job/open-warehouse.ts";
import type { CommandContext } from "../cli/context.ts";

/** The user, where neither DWH_REDSHIFT_USER nor the secret names one. */
const USER = "sparkify_job";
const SCHEMA = "sparkify";

/**
 * Logs in as the administrator and creates what is missing, and reports what it did.
 * @throws DwhError when a right could not be given after the rest, which is reported all the same.
 */
export async function command(context: CommandContext): Promise<number> {
  const { config, flags, io } = context;
  const { adminSecretId, identity } = requireIdentities(context);
  const { secretId } = identity;
  if (flags.rotate === true && secretId === undefined) {
    throw new ConfigError("there is no password to rotate: the job logs in with temporary credentials", {
      where: "DWH_REDSHIFT_SECRET_ID",
      next: "leave --rotate out, or name the job's secret",
    });
  }
  const { readers, rotate = false } = flags;
  const schema = flags.schema ?? SCHEMA;
  await withAwake(context, async () => {
    const secret = secretId === undefined ? undefined : await findSecret(secretId);
    const user = identity.user ?? secret?.user ?? USER;
    const admin = await resolveConnection({
      ...config,
      redshiftSecretId: adminSecretId,
      redshiftUser: undefined,
      redshiftPassword: undefined,
    });
    const { host, port, database } = admin;
    const open = (login: ResolvedConnection["login"]): Warehouse =>
      limitLockWaits(
        openRedshift({
          host,
          port,
          database,
          login,
          caFile: config.redshiftCaFile,
          applicationName: "dwh",
          queryGroup: "dwh bootstrap",
          now: context.now,
          sleep: (milliseconds) => sleep(milliseconds),
        }),
        lockWaitOf(config),
      );
    const { userCreated, passwordChanged, given, refused } = await bootstrap({
      warehouse: open(admin.login),
      user,
      schema,
      readers,
      copyRole: config.copyRoleArn,
      pausesCluster: config.clusterResume === "true",
      database,
      place: { host, port, database, clusterId: config.redshiftClusterId ?? secret?.clusterId },
      password:
        secretId === undefined
          ? undefined
          : {
              loginWorks: !rotate && secret?.user === user && (await letsIn(open, secret)),
              makePassword: () => makePassword((limit) => randomInt(limit)),
              writeSecret: (made) => writeSecret(secretId, made),
            },
    });
    const password = passwordChanged
      ? `a new one, in the secret ${secretId}`
      : secretId === undefined
        ? "none, since the job logs in with temporary credentials"
        : "left as it is, since it works";
    io.writeOut(
      `user ${user}: ${userCreated ? "created" : "already there"}\n` +
        `schema ${schema} in ${host}:${port}/${database}: the user's own\n` +
        `password: ${password}\n` +
        (readers === undefined
          ? ""
          : `readers: the group ${readers} reads what the user has and will create\n`) +
        `role of COPY: ${config.copyRoleArn ?? "the default one"}\n` +
        given.map(({ right }) => `right granted: to ${right}\n`).join("") +
        refused.map(({ right, error }) => `right not granted: to ${right}: ${error.message}\n`).join(""),
    );
    if (refused.length > 0) throw notGiven(user, refused);
  });
  return EXIT.done;
}

function requireIdentities({ config }: CommandContext): {
  readonly adminSecretId: string;
  readonly identity: JobIdentity;
} {
  const { adminSecretId } = config;
  const identity = chooseIdentity(config);
  const missing = [
    ...(adminSecretId === undefined
      ? ["DWH_ADMIN_SECRET_ID, the secret to log in with as administrator"]
      : []),
    ...(identity === undefined
      ? [
          "DWH_REDSHIFT_SECRET_ID, the secret for the job's own password, or DWH_REDSHIFT_USER, who logs in with temporary " +
            "credentials (IAMR:<role> for an IAM role)",
        ]
      : []),
  ];
  if (adminSecretId === undefined || identity === undefined) {
    throw new ConfigError(`not set: ${missing.join("; ")}`, {
      where: "the environment",
      next: "name two secrets of Secrets Manager; the job's may still be empty",
    });
  }
  return { adminSecretId, identity };
}

function notGiven(user: string, refused: readonly RefusedRight[]): DwhError {
  const [first] = refused;
  return new DwhError(
    `user, schema and password are created and stay; not granted to ${user}: ` +
      refused.map(({ right, error }) => `the right to ${right} (${error.message})`).join(", "),
    {
      where: "DWH_ADMIN_SECRET_ID",
      next:
        `have a superuser run: ${refused.map(({ sql }) => `${sql};`).join(" ")} ` +
        "Or name a superuser's secret and run this again: what exists stays as it is",
      cause: first?.error,
    },
  );
}

async function letsIn(
  open: (login: ResolvedConnection["login"]) => Warehouse,
  secret: DatabaseSecret,
): Promise<boolean> {
  try {
    await open({ read: async () => secret }).withSession((session) => session.execute("select 1"));
    return true;
  } catch (error) {
    if (error instanceof Error && isLoginRefused(error.cause)) return false;
    throw error;
  }
}
