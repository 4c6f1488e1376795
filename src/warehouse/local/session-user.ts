/** Whose session it is: the warehouse itself knows one user, the server in front of it several. */

/** A user, and whether the system views tell it of the sessions and the transactions of others. */
export interface SessionUser {
  readonly name: string;
  /**
   * True for a superuser, and for who has SYSLOG ACCESS UNRESTRICTED; asked anew for every query. Other users see what is their own
   * (Developer Guide, "Visibility of data in system tables and views").
   */
  readonly seesOthers: () => boolean;
}

/** Who has the warehouse to itself. */
export const OWNER: SessionUser = { name: "dwh", seesOthers: () => true };
