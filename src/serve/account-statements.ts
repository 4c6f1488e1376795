/**
 * Statements about users, groups and roles of COPY, as far as the job and its tests need them; grants on what is in the
 * warehouse go on to it, which has nobody to tell apart.
 */
import { isWord, type Token } from "../dialect/lexer.ts";
import { TokenReader } from "../dialect/token-reader.ts";
import { WarehouseError } from "../errors.ts";
import { ALL_ROLES, type Accounts } from "./accounts.ts";

/** Carries a statement out, and returns its command. @throws WarehouseError as `Accounts` does; SqlError for what it cannot read. */
export type AccountStatement = () => string;

/** Returns how to carry the statement out, for the user who sent it; undefined when it is none of these. */
export function accountStatement(
  tokens: readonly Token[],
  accounts: Accounts,
  user: string,
): AccountStatement | undefined {
  const reader = new TokenReader(tokens);
  const verb = reader.acceptOne("create", "alter", "drop", "grant", "revoke");
  if (verb === "grant" || verb === "revoke") {
    if (reader.accept("role")) {
      return () => {
        accounts.requireAdmin(user, `${verb} roles`);
        return changeSecurityAdmin(verb, reader, accounts);
      };
    }
    if (!reader.accept("assumerole")) return undefined;
    return () => {
      accounts.requireAdmin(user, `${verb} assumerole`);
      return changeRoles(verb, reader, accounts);
    };
  }
  if (verb === "alter" && reader.accept("default", "privileges")) return () => "ALTER DEFAULT PRIVILEGES";
  const what = verb === undefined ? undefined : reader.acceptOne("user", "group");
  if (what === undefined) return undefined;
  return () => {
    if (what === "user") accounts.requireUserAdmin(user, `${verb} users`);
    else accounts.requireAdmin(user, `${verb} groups`);
    const change = what === "user" ? changeUser : changeGroup;
    change(verb as string, reader, accounts);
    return `${verb} ${what}`.toUpperCase();
  };
}

/**
 * Lets every statement pass but a COPY with a role that the user may not use. @throws WarehouseError 42501 for that, in the
 * words of the Database Developer Guide ("GRANT", usage notes for ASSUMEROLE).
 */
export function refuseCopyRole(tokens: readonly Token[], accounts: Accounts, user: string): void {
  const at = tokens.findIndex((token) => isWord(token, "iam_role"));
  const role = tokens[at + 1]?.value ?? "";
  if (!isWord(tokens[0], "copy") || at === -1 || accounts.mayCopy(user, role)) return;
  throw new WarehouseError(
    `User ${user} does not have ASSUMEROLE permission on IAM role ${JSON.stringify(role)} for COPY`,
    { sqlState: "42501" },
  );
}

function changeUser(verb: string, reader: TokenReader, accounts: Accounts): void {
  const ifExists = reader.accept("if", "exists");
  const name = reader.name();
  if (verb === "drop") {
    if (!ifExists || accounts.userNames.includes(name)) accounts.dropUser(name);
    return;
  }
  if (verb === "alter" && reader.accept("set")) {
    const setting = reader.name();
    if (reader.acceptOne("to") === undefined) reader.expectSymbol("=");
    accounts.setSetting(name, setting, reader.take().value);
    return;
  }
  reader.accept("with");
  if (verb === "create") {
    reader.expect("password");
    accounts.createUser(name, readPassword(reader));
  } else if (reader.accept("password")) accounts.setPassword(name, readPassword(reader));
  if (reader.accept("syslog", "access")) {
    const access = reader.acceptOne("restricted", "unrestricted");
    if (access === undefined) throw reader.error();
    accounts.setSyslogAccess(name, access === "unrestricted");
  }
  if (reader.accept("in", "group")) {
    do accounts.addToGroup(reader.name(), name);
    while (reader.acceptSymbol(","));
  }
  // An option that is not known here is not passed over.
  if (reader.peek() !== undefined) throw reader.error();
}

function readPassword(reader: TokenReader): string | undefined {
  return reader.accept("disable") ? undefined : reader.take().value;
}

/** `role sys:secadmin { to | from } user`, the one role that is known. */
function changeSecurityAdmin(verb: "grant" | "revoke", reader: TokenReader, accounts: Accounts): string {
  const role: string[] = [];
  for (let next = reader.peek(); next !== undefined && !isWord(next, "to", "from"); next = reader.peek())
    role.push(reader.take().value);
  if (!/^sys:?secadmin$/.test(role.join("")))
    throw reader.error("sys:secadmin is the one role that is known here");
  reader.take();
  accounts.setMakesUsers(reader.name(), verb === "grant");
  return verb.toUpperCase();
}

function changeGroup(verb: string, reader: TokenReader, accounts: Accounts): void {
  const name = reader.name();
  if (verb === "drop") return accounts.dropGroup(name);
  if (verb === "create") {
    accounts.createGroup(name);
    reader.accept("with");
    if (!reader.accept("user")) return;
  } else reader.expect("add", "user");
  do accounts.addToGroup(name, reader.name());
  while (reader.acceptSymbol(","));
}

/** `assumerole on { 'role', … | default | all } { to | from } { user | group g | public }, … for { copy | all | … }, …` */
function changeRoles(verb: "grant" | "revoke", reader: TokenReader, accounts: Accounts): string {
  reader.expect("on");
  const roles: string[] = [];
  do {
    const role = reader.take();
    roles.push(isWord(role, "all") ? ALL_ROLES : role.value);
  } while (reader.acceptSymbol(","));
  reader.expect(verb === "grant" ? "to" : "from");
  const names: string[] = [];
  do names.push(reader.accept("group") ? `group ${reader.name()}` : reader.name());
  while (reader.acceptSymbol(","));
  reader.expect("for");
  const commands = new Set<string>();
  do commands.add(reader.take().value);
  while (reader.acceptSymbol(","));
  if (!commands.has("copy") && !commands.has("all")) return verb.toUpperCase();
  for (const role of roles) {
    for (const name of names) {
      if (verb === "grant") accounts.grantRole(role, name);
      else accounts.revokeRole(role, name);
    }
  }
  return verb.toUpperCase();
}
