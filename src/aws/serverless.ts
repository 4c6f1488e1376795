/** Redshift Serverless through its own API: where a workgroup is, and temporary credentials for it. */
import type { RedshiftServerlessClient } from "@aws-sdk/client-redshift-serverless";
import { CLIENT_SETTINGS } from "./client-settings.ts";
import type { TemporaryLogin } from "./credentials.ts";
import { explainFault } from "./explain-fault.ts";

/** Where a workgroup answers; unknown while it is made. */
export interface Workgroup {
  readonly name: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
}

/** As long as AWS lets them live (Redshift Serverless API Reference, "GetCredentials": 900 s unless told, 3,600 s at most). */
const LIFETIME_S = 3600;

/** Returns where the workgroup is. @throws ConfigError when there is none; UnreachableError when AWS does not answer. */
export async function describeWorkgroup(name: string): Promise<Workgroup> {
  const { GetWorkgroupCommand } = await import("@aws-sdk/client-redshift-serverless");
  const { workgroup } = await callServerless(name, "look up the workgroup", "GetWorkgroup", (client) =>
    client.send(new GetWorkgroupCommand({ workgroupName: name })),
  );
  return { name, host: workgroup?.endpoint?.address, port: workgroup?.endpoint?.port };
}

/**
 * Asks for credentials for the identity that asks, and returns them: the user is `IAMR:<role>` or `IAM:<user>`, there is no
 * other choice. @throws UnreachableError or ConfigError, naming the workgroup.
 */
export async function readServerlessLogin(workgroup: string, database: string): Promise<TemporaryLogin> {
  const { GetCredentialsCommand } = await import("@aws-sdk/client-redshift-serverless");
  const request = { workgroupName: workgroup, dbName: database, durationSeconds: LIFETIME_S };
  const answer = await callServerless(workgroup, "get temporary credentials", "GetCredentials", (client) =>
    client.send(new GetCredentialsCommand(request)),
  );
  return { user: answer.dbUser ?? "", password: answer.dbPassword ?? "", expiresAt: answer.expiration };
}

async function callServerless<T>(
  workgroup: string,
  doing: string,
  action: string,
  send: (client: RedshiftServerlessClient) => Promise<T>,
): Promise<T> {
  const { RedshiftServerlessClient } = await import("@aws-sdk/client-redshift-serverless");
  const client = new RedshiftServerlessClient(CLIENT_SETTINGS);
  try {
    return await send(client);
  } catch (error) {
    throw explainFault(error, {
      doing,
      where: `workgroup ${workgroup}`,
      whenMissing: "check DWH_REDSHIFT_WORKGROUP, the account and AWS_REGION",
      whenDenied: `allow the role redshift-serverless:${action} on the workgroup; or use a secret with DWH_REDSHIFT_SECRET_ID, and DWH_REDSHIFT_HOST`,
    });
  } finally {
    client.destroy();
  }
}
