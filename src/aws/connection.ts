/** Where Redshift is and who logs in: from plain variables, a secret, and the cluster's description, in this order. */
import type { Settings } from "../config/config.ts";
import { ConfigError, UnreachableError } from "../errors.ts";
import { describeCluster, type Cluster } from "./cluster.ts";
import { isIamIdentity } from "./iam-identity.ts";
import { readTemporaryLogin, type TemporaryLogin, type TemporaryLoginRequest } from "./credentials.ts";
import { readSecret, type StoredSecret } from "./secret.ts";
import { describeWorkgroup, readServerlessLogin, type Workgroup } from "./serverless.ts";

/** The settings that say where Redshift is and who logs in. */
export type ConnectionSettings = Pick<
  Settings,
  | "redshiftHost"
  | "redshiftPort"
  | "redshiftDatabase"
  | "redshiftUser"
  | "redshiftPassword"
  | "redshiftSecretId"
  | "redshiftClusterId"
  | "redshiftWorkgroup"
>;

/** What is asked of AWS. */
export interface ConnectionSources {
  readonly readSecret: (id: string) => Promise<StoredSecret>;
  readonly describeCluster: (id: string) => Promise<Cluster>;
  readonly readTemporaryLogin: (request: TemporaryLoginRequest) => Promise<TemporaryLogin>;
  readonly describeWorkgroup: (name: string) => Promise<Workgroup>;
  readonly readServerlessLogin: (workgroup: string, database: string) => Promise<TemporaryLogin>;
}

/** Shaped as `warehouse/redshift` wants it. */
export interface ResolvedConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly login: {
    read(): Promise<{ readonly user: string; readonly password: string }>;
    /** Only for a secret: it may have been rotated since it was read. */
    renew?(): Promise<Pick<StoredSecret, "user" | "password" | "madeAt">>;
  };
}

const AWS: ConnectionSources = {
  readSecret,
  describeCluster,
  readTemporaryLogin,
  describeWorkgroup,
  readServerlessLogin,
};
const DEFAULT_PORT = 5439;

/**
 * Returns host, port, database and who logs in. Secret, cluster and workgroup are asked only for what is not configured.
 * @throws ConfigError that lists everything that is missing; UnreachableError for what AWS does not answer, and for a
 * cluster that is paused, or a workgroup that is being made, and so has no address.
 */
export async function resolveConnection(
  settings: ConnectionSettings,
  aws: ConnectionSources = AWS,
): Promise<ResolvedConnection> {
  const { redshiftSecretId: secretId } = settings;
  const secret = secretId === undefined ? undefined : await aws.readSecret(secretId);
  const { redshiftWorkgroup: workgroup } = settings;
  const clusterId = settings.redshiftClusterId ?? (workgroup === undefined ? secret?.clusterId : undefined);
  let host = settings.redshiftHost ?? secret?.host;
  let port = settings.redshiftPort ?? secret?.port;
  let database = settings.redshiftDatabase ?? secret?.database;
  if (clusterId !== undefined && (host === undefined || database === undefined)) {
    const cluster = await aws.describeCluster(clusterId);
    if (host === undefined && cluster.host === undefined) throw withoutAddress(cluster);
    host ??= cluster.host;
    port ??= cluster.port;
    database ??= cluster.database;
  }
  if (workgroup !== undefined && host === undefined) {
    const found = await aws.describeWorkgroup(workgroup);
    if (found.host === undefined) throw beingMade(workgroup);
    host = found.host;
    port ??= found.port;
  }

  const problems: string[] = [];
  if (clusterId !== undefined && workgroup !== undefined)
    problems.push("two warehouses: DWH_REDSHIFT_CLUSTER_ID and DWH_REDSHIFT_WORKGROUP");
  if (host === undefined)
    problems.push("no host: set DWH_REDSHIFT_HOST, DWH_REDSHIFT_CLUSTER_ID or DWH_REDSHIFT_WORKGROUP");
  if (database === undefined) problems.push("no database: set DWH_REDSHIFT_DATABASE");
  const login = chooseLogin(settings, secret, { clusterId, database }, aws, problems);
  if (host === undefined || database === undefined || login === undefined || problems.length > 0) {
    throw new ConfigError(`the connection to Redshift is not fully configured: ${problems.join("; ")}`, {
      where: secretId === undefined ? "the environment" : `the environment and the secret ${secretId}`,
      next: "set them, or put them into the secret; docs/configuration.md lists all variables",
    });
  }
  return { host, port: port ?? DEFAULT_PORT, database, login };
}

function chooseLogin(
  settings: ConnectionSettings,
  secret: StoredSecret | undefined,
  { clusterId, database }: { readonly clusterId: string | undefined; readonly database: string | undefined },
  aws: ConnectionSources,
  problems: string[],
): ResolvedConnection["login"] | undefined {
  const { redshiftUser: user, redshiftPassword: password, redshiftSecretId: secretId } = settings;
  if (password !== undefined) {
    if (user !== undefined) return { read: async () => ({ user, password }) };
    problems.push("a password without a user: set DWH_REDSHIFT_USER");
    return undefined;
  }
  if (secret !== undefined && secretId !== undefined) {
    if (user !== undefined && user !== secret.user) {
      problems.push(`two users: DWH_REDSHIFT_USER is ${user}, and the secret's is ${secret.user}`);
    }
    let known = secret;
    return {
      read: async () => known,
      renew: async () => (known = await aws.readSecret(secretId)),
    };
  }
  const { redshiftWorkgroup: workgroup } = settings;
  if (workgroup !== undefined) {
    if (user !== undefined && !isIamIdentity(user)) {
      problems.push(
        `temporary credentials of Serverless are for IAM identities, not for ${user}: ` +
          "set DWH_REDSHIFT_SECRET_ID, or remove DWH_REDSHIFT_USER, or set it to IAMR:<role>",
      );
    }
    const read = () => aws.readServerlessLogin(workgroup, database ?? "");
    return { read: async () => checkUser(await read(), user) };
  }
  if (clusterId !== undefined) {
    const read = () => aws.readTemporaryLogin({ clusterId, database: database ?? "", user });
    return { read: async () => checkUser(await read(), user) };
  }
  problems.push(
    "no user to log in with: set DWH_REDSHIFT_SECRET_ID, or DWH_REDSHIFT_CLUSTER_ID or DWH_REDSHIFT_WORKGROUP for temporary " +
      "credentials, or DWH_REDSHIFT_USER and DWH_REDSHIFT_PASSWORD",
  );
  return undefined;
}

/** Who IAM says that it is has to be who is configured: the rights were given to that user. */
function checkUser(login: TemporaryLogin, user: string | undefined): TemporaryLogin {
  if (user === undefined || !isIamIdentity(user) || login.user === user) return login;
  throw new ConfigError(`the IAM identity is ${login.user}, not ${user}`, {
    where: "DWH_REDSHIFT_USER",
    next: "run the job with that role, or name the role that it runs with and `dwh bootstrap` it",
  });
}

function beingMade(workgroup: string): UnreachableError {
  return new UnreachableError("the workgroup has no address yet", {
    where: workgroup,
    next: "wait until it is available, or set DWH_REDSHIFT_HOST",
  });
}

function withoutAddress({ id, status }: Cluster): UnreachableError {
  return new UnreachableError(`the cluster is ${status} and has no address`, {
    where: id,
    next: "`dwh cluster resume` and `dwh cluster wait`, or set DWH_CLUSTER_RESUME=true",
  });
}
