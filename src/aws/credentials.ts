/** Temporary database credentials of a Redshift cluster, in place of a password that somebody keeps. */
import { CLIENT_SETTINGS } from "./client-settings.ts";
import { explainFault } from "./explain-fault.ts";
import { isIamIdentity } from "./iam-identity.ts";

/** A database user with a password that AWS made for an hour. */
export interface TemporaryLogin {
  readonly user: string;
  readonly password: string;
  /** Until when a connection can be opened with it; one that is open stays. */
  readonly expiresAt: Date | undefined;
}

/** For which database, and as whom, temporary credentials are asked for. */
export interface TemporaryLoginRequest {
  readonly clusterId: string;
  readonly database: string;
  /** A database user that exists; without one, and with the name of one, the IAM identity is the user (`IAMR:<role>`). */
  readonly user: string | undefined;
}

/** As long as AWS lets them live. */
const LIFETIME_S = 3600;

/**
 * Asks AWS for credentials, and returns them; they live for an hour. @throws UnreachableError or ConfigError, naming
 * the cluster.
 */
export async function readTemporaryLogin({
  clusterId,
  database,
  user,
}: TemporaryLoginRequest): Promise<TemporaryLogin> {
  const { GetClusterCredentialsCommand, GetClusterCredentialsWithIAMCommand, RedshiftClient } =
    await import("@aws-sdk/client-redshift");
  const client = new RedshiftClient(CLIENT_SETTINGS);
  const request = { ClusterIdentifier: clusterId, DbName: database, DurationSeconds: LIFETIME_S };
  try {
    const answer =
      user === undefined || isIamIdentity(user)
        ? await client.send(new GetClusterCredentialsWithIAMCommand(request))
        : await client.send(
            new GetClusterCredentialsCommand({ ...request, DbUser: user, AutoCreate: false }),
          );
    return { user: answer.DbUser ?? "", password: answer.DbPassword ?? "", expiresAt: answer.Expiration };
  } catch (error) {
    const withIam = user === undefined || isIamIdentity(user);
    const action = withIam ? "GetClusterCredentialsWithIAM" : "GetClusterCredentials";
    throw explainFault(error, {
      doing: "get temporary credentials",
      where: `cluster ${clusterId}, database ${database}`,
      whenMissing: "check DWH_REDSHIFT_CLUSTER_ID, the account and AWS_REGION",
      whenDenied: `allow the role redshift:${action} on the cluster, the database and the user; or use a secret with DWH_REDSHIFT_SECRET_ID`,
    });
  } finally {
    client.destroy();
  }
}
