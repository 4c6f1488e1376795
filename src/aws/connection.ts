/** Where Redshift is and who logs in: from plain variables, a secret, and the cluster's description, in this order. */
import type { Settings } from "../config/config.ts";
import { ConfigError, UnreachableError } from "../errors.ts";
import { describeCluster, type Cluster } from "./cluster.ts";
import { readTemporaryLogin, type TemporaryLogin, type TemporaryLoginRequest } from "./credentials.ts";
import { readSecret, type DatabaseSecret } from "./secret.ts";

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
>;

/** What is asked of AWS. */
export interface ConnectionSources {
  readonly readSecret: (id: string) => Promise<DatabaseSecret>;
  readonly describeCluster: (id: string) => Promise<Cluster>;
  readonly readTemporaryLogin: (request: TemporaryLoginRequest) => Promise<TemporaryLogin>;
}

/** Shaped as `warehouse/redshift` wants it. */
export interface ResolvedConnection {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly login: {
    read(): Promise<{ readonly user: string; readonly password: string }>;
    /** Only for a secret: it may have been rotated since it was read. */
    renew?(): Promise<{ readonly user: string; readonly password: string }>;
  };
}

const AWS: ConnectionSources = { readSecret, describeCluster, readTemporaryLogin };
const DEFAULT_PORT = 5439;

/**
 * Returns host, port, database and who logs in. The secret and the cluster are asked only for what is not configured.
 * @throws ConfigError that lists everything that is missing; UnreachableError for what AWS does not answer, and for a
 * cluster that is paused and so has no address.
 */
export async function resolveConnection(
  settings: ConnectionSettings,
  aws: ConnectionSources = AWS,
): Promise<ResolvedConnection> {
  const { redshiftSecretId: secretId } = settings;
  const secret = secretId === undefined ? undefined : await aws.readSecret(secretId);
  const clusterId = settings.redshiftClusterId ?? secret?.clusterId;
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

  const problems: string[] = [];
  if (host === undefined) problems.push("no host: set DWH_REDSHIFT_HOST or DWH_REDSHIFT_CLUSTER_ID");
  if (database === undefined) problems.push("no database: set DWH_REDSHIFT_DATABASE");
  const login = chooseLogin(settings, secret, { clusterId, database }, aws, problems);
  if (host === undefined || database === undefined || login === undefined || problems.length > 0) {
    throw new ConfigError(`the connection to Redshift is not complete: ${problems.join("; ")}`, {
      where: secretId === undefined ? "the environment" : `the environment and the secret ${secretId}`,
      next: "set what is named, or put it into the secret; docs/configuration.md lists all variables",
    });
  }
  return { host, port: port ?? DEFAULT_PORT, database, login };
}

function chooseLogin(
  settings: ConnectionSettings,
  secret: DatabaseSecret | undefined,
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
  if (clusterId !== undefined) {
    return { read: () => aws.readTemporaryLogin({ clusterId, database: database ?? "", user }) };
  }
  problems.push(
    "nobody to log in: set DWH_REDSHIFT_SECRET_ID, or DWH_REDSHIFT_CLUSTER_ID for temporary credentials, " +
      "or DWH_REDSHIFT_USER and DWH_REDSHIFT_PASSWORD",
  );
  return undefined;
}

function withoutAddress({ id, status }: Cluster): UnreachableError {
  return new UnreachableError(`the cluster is ${status} and has no address`, {
    where: id,
    next: "`dwh cluster resume` and `dwh cluster wait`, or set DWH_CLUSTER_RESUME=true",
  });
}
