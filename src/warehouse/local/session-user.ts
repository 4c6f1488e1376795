/** Whose session it is: the warehouse itself knows one user, the server in front of it several. */

/** Somebody who may log in, as `svv_user_info` tells of a user. */
export interface UserInfo {
  readonly name: string;
  readonly superuser: boolean;
  readonly syslogAccess: "RESTRICTED" | "UNRESTRICTED";
}

/** A user, and what the system views tell it of others. Each function is asked anew for every statement. */
export interface SessionUser {
  readonly name: string;
  /**
   * True for a superuser, and for whoever has SYSLOG ACCESS UNRESTRICTED. Other users see what is their own (Developer Guide, "Visibility of
   * data in system tables and views").
   */
  readonly seesOthers: () => boolean;
  /** Everybody who may log in. */
  readonly users: () => readonly UserInfo[];
  /** The names of the groups. */
  readonly groups: () => readonly string[];
}

/** Who has the warehouse to itself. */
export const OWNER: SessionUser = {
  name: "dwh",
  seesOthers: () => true,
  users: () => [{ name: "dwh", superuser: true, syslogAccess: "RESTRICTED" }],
  groups: () => [],
};
