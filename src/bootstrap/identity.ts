/** As whom the job will log in, and so whom a bootstrap makes; pure. */
import { isIamIdentity } from "../aws/iam-identity.ts";
import { ConfigError } from "../errors.ts";

/** What is configured of it. */
export interface IdentitySettings {
  readonly redshiftUser: string | undefined;
  readonly redshiftSecretId: string | undefined;
  readonly redshiftWorkgroup: string | undefined;
}

/** The job's user, and the secret for its password; without one it logs in with temporary credentials. */
export interface JobIdentity {
  /** Undefined for the one that the secret names, or the usual one. */
  readonly user: string | undefined;
  readonly secretId: string | undefined;
}

/**
 * Returns who it is; undefined where nothing says so: neither a secret nor a user.
 * @throws ConfigError for an IAM identity with a secret, which has no password, and for a user without one on Serverless,
 * which gives temporary credentials to IAM identities only.
 */
export function chooseIdentity(settings: IdentitySettings): JobIdentity | undefined {
  const { redshiftUser: user, redshiftSecretId: secretId, redshiftWorkgroup } = settings;
  if (user !== undefined && isIamIdentity(user) && secretId !== undefined) {
    throw new ConfigError(
      `${user} is an IAM identity and has no password, but a secret for a password is named`,
      {
        where: "DWH_REDSHIFT_USER and DWH_REDSHIFT_SECRET_ID",
        next: "remove the secret to use temporary credentials, or name a plain user",
      },
    );
  }
  if (
    user !== undefined &&
    !isIamIdentity(user) &&
    secretId === undefined &&
    redshiftWorkgroup !== undefined
  ) {
    throw new ConfigError(
      `${user} cannot have temporary credentials: Serverless gives them to IAM identities only`,
      {
        where: "DWH_REDSHIFT_USER",
        next: "set it to IAMR:<role>, the role that the job runs with; or set DWH_REDSHIFT_SECRET_ID",
      },
    );
  }
  return user === undefined && secretId === undefined ? undefined : { user, secretId };
}
