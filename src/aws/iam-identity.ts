/** The database users that stand for IAM identities. */

/**
 * Returns whether a database user is an IAM identity: `IAMR:<role>` or `IAM:<user>`. No other name has a colon (Redshift API
 * Reference, "GetClusterCredentials", DbUser).
 */
export function isIamIdentity(user: string): boolean {
  return /^IAMR?:[\w+=,.@-]{1,128}$/.test(user);
}
