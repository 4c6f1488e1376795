import { quoteName } from "./quote.ts";

/**
 * Returns the statement that lets a user see the sessions, the queries and the transactions of all users in the system views that every
 * user may ask (Developer Guide, "ALTER USER": SYSLOG ACCESS UNRESTRICTED). It is for a superuser, or a user with the right ALTER USER.
 */
export function grantSight(user: string): string {
  return `alter user ${quoteName(user)} syslog access unrestricted`;
}
