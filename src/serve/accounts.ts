/**
 * The users and groups of a server, in memory: the one that it was started with, who may do everything, and those that he
 * makes. A statement takes effect at once, also in a transaction that is rolled back.
 */
import { WarehouseError } from "../errors.ts";
import type { SessionUser, UserInfo } from "../warehouse/local/session-user.ts";
import type { NewSecret } from "./prove.ts";
import { readPassword, type StoredPassword } from "./stored-password.ts";

interface User {
  password: StoredPassword | undefined;
  /** SYSLOG ACCESS UNRESTRICTED: the rows of others in system views are the user's to see (Database Developer Guide, "ALTER USER"). */
  seesOthers: boolean;
  /** sys:secadmin: makes and changes users, and is not a superuser (Database Developer Guide, "Amazon Redshift system-defined roles"). */
  makesUsers: boolean;
  /** Settings that every session of the user starts with, as `ALTER USER … SET` has them. */
  readonly settings: Map<string, string>;
}

/** Who may use a role for COPY: everybody, until it is revoked from PUBLIC (Database Developer Guide, "GRANT"). */
interface RoleGrants {
  /** Whether PUBLIC may use every role. */
  open: boolean;
  /** Role, a space, and the user, the group or PUBLIC. */
  readonly to: Set<string>;
}

/** For a role: every one of them. */
export const ALL_ROLES = "all";

/** Everybody who may log in, and what each may do with a role. */
export class Accounts {
  private readonly admin: string;
  private readonly newSecret: NewSecret;
  private readonly users = new Map<string, User>();
  private readonly groups = new Map<string, Set<string>>();
  private readonly roles: RoleGrants = { open: true, to: new Set() };

  constructor(admin: string, password: StoredPassword, newSecret: NewSecret) {
    this.admin = admin;
    this.newSecret = newSecret;
    this.users.set(admin, { password, seesOthers: false, makesUsers: false, settings: new Map() });
  }

  get userNames(): readonly string[] {
    return [...this.users.keys()];
  }

  /** Who a session is; what it sees of others changes with the account. */
  sessionUser(name: string): SessionUser {
    return {
      name,
      seesOthers: () => name === this.admin || this.users.get(name)?.seesOthers === true,
      users: () => this.userInfos(),
      groups: () => [...this.groups.keys()],
    };
  }

  /** What is kept of a user's password; undefined for one that is not there or has none. */
  passwordOf(user: string): StoredPassword | undefined {
    return this.users.get(user)?.password;
  }

  settingsOf(user: string): ReadonlyMap<string, string> {
    return this.users.get(user)?.settings ?? new Map<string, string>();
  }

  /** `password` as CREATE USER spells it; undefined for none. @throws WarehouseError 42710 for a user that is there */
  createUser(name: string, password: string | undefined): void {
    if (this.users.has(name)) throw duplicate("user", name);
    const stored = this.store(name, password);
    this.users.set(name, { password: stored, seesOthers: false, makesUsers: false, settings: new Map() });
  }

  setPassword(name: string, password: string | undefined): void {
    this.user(name).password = this.store(name, password);
  }

  setSyslogAccess(name: string, unrestricted: boolean): void {
    this.user(name).seesOthers = unrestricted;
  }

  setMakesUsers(name: string, makesUsers: boolean): void {
    this.user(name).makesUsers = makesUsers;
  }

  setSetting(name: string, setting: string, value: string): void {
    this.user(name).settings.set(setting, value);
  }

  dropUser(name: string): void {
    this.user(name);
    if (name === this.admin) throw refused("the user that the server was started with cannot be dropped");
    this.users.delete(name);
    for (const members of this.groups.values()) members.delete(name);
  }

  createGroup(name: string): void {
    if (this.groups.has(name)) throw duplicate("group", name);
    this.groups.set(name, new Set());
  }

  addToGroup(name: string, user: string): void {
    this.user(user);
    this.group(name).add(user);
  }

  dropGroup(name: string): void {
    this.group(name);
    this.groups.delete(name);
  }

  /** @throws WarehouseError 42501 for anybody but the user that the server was started with */
  requireAdmin(user: string, what: string): void {
    if (user !== this.admin) throw refused(`must be superuser to ${what}`);
  }

  /** As `requireAdmin`, but for whoever may make users as well. */
  requireUserAdmin(user: string, what: string): void {
    if (this.users.get(user)?.makesUsers !== true) this.requireAdmin(user, what);
  }

  grantRole(role: string, to: string): void {
    this.roles.to.add(`${role} ${to}`);
  }

  revokeRole(role: string, from: string): void {
    if (role === ALL_ROLES && from === "public") this.roles.open = false;
    for (const granted of this.roles.to) {
      const [ofRole, ...name] = granted.split(" ");
      if (name.join(" ") === from && (role === ALL_ROLES || role === ofRole)) this.roles.to.delete(granted);
    }
  }

  /** Whether the user may use the role for COPY; who started the server always may. */
  mayCopy(user: string, role: string): boolean {
    if (user === this.admin || this.roles.open) return true;
    const groups = [...this.groups].filter(([, members]) => members.has(user)).map(([name]) => name);
    const names = [user, "public", ...groups.map((name) => `group ${name}`)];
    return names.some((name) => [role, ALL_ROLES].some((one) => this.roles.to.has(`${one} ${name}`)));
  }

  private userInfos(): readonly UserInfo[] {
    return [...this.users].map(([name, { seesOthers }]) => ({
      name,
      superuser: name === this.admin,
      syslogAccess: seesOthers ? "UNRESTRICTED" : "RESTRICTED",
    }));
  }

  private store(user: string, password: string | undefined): StoredPassword | undefined {
    return password === undefined ? undefined : readPassword(password, user, this.newSecret);
  }

  private user(name: string): User {
    const user = this.users.get(name);
    if (user === undefined) throw missing("user", name);
    return user;
  }

  private group(name: string): Set<string> {
    const group = this.groups.get(name);
    if (group === undefined) throw missing("group", name);
    return group;
  }
}

function duplicate(what: string, name: string): WarehouseError {
  return new WarehouseError(`${what} ${JSON.stringify(name)} already exists`, { sqlState: "42710" });
}

function missing(what: string, name: string): WarehouseError {
  return new WarehouseError(`${what} ${JSON.stringify(name)} does not exist`, { sqlState: "42704" });
}

function refused(message: string): WarehouseError {
  return new WarehouseError(message, { sqlState: "42501" });
}
