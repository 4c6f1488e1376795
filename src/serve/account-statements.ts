/**
 * Statements about users, groups and roles of COPY, as far as the job and its tests need them; grants on what is in the
 * warehouse go on to it, which has nobody to tell apart.
 */
import type { Command, CommandSlot } from "../dialect/syntax/command.ts";
import type { Statement as Tree } from "../dialect/syntax/statement.ts";
import { WarehouseError } from "../errors.ts";
import { ALL_ROLES, type Accounts } from "./accounts.ts";

/** Carries a statement out, and returns its command. @throws WarehouseError as `Accounts` does; WarehouseError 0A000 for what it does not know. */
export type AccountStatement = () => string;

/** Returns how to carry the statement out, for the user who sent it; undefined when it is none of these. */
export function accountStatement(tree: Tree, accounts: Accounts, user: string): AccountStatement | undefined {
  if (tree.kind !== "command") return undefined;
  const { command } = tree;
  const [verb = "", what] = command.split(" ");
  if (command === "grant" || command === "revoke") {
    if (slots(tree, "granted").length > 0) {
      return () => {
        accounts.requireAdmin(user, `${verb} roles`);
        return changeSecurityAdmin(verb, tree, accounts);
      };
    }
    if (!says(tree, "assumerole")) return undefined;
    return () => {
      accounts.requireAdmin(user, `${verb} assumerole`);
      return changeRoles(verb, tree, accounts);
    };
  }
  if (command === "alter default privileges") return () => "ALTER DEFAULT PRIVILEGES";
  if (what !== "user" && what !== "group") return undefined;
  return () => {
    if (what === "user") accounts.requireUserAdmin(user, `${verb} users`);
    else accounts.requireAdmin(user, `${verb} groups`);
    if (what === "user") changeUser(verb, tree, accounts);
    else changeGroup(verb, tree, accounts);
    return command.toUpperCase();
  };
}

/**
 * Lets every statement pass but a COPY with a role that the user may not use. @throws WarehouseError 42501 for that, in the
 * words of the Database Developer Guide ("GRANT", usage notes for ASSUMEROLE).
 */
export function refuseCopyRole(tree: Tree, accounts: Accounts, user: string): void {
  if (tree.kind !== "copy") return;
  const value = tree.options.find(({ name }) => name === "iam_role")?.values[0];
  if (value === undefined) return;
  const role = value.kind === "word" ? value.word : value.kind === "string" ? value.value : "";
  if (accounts.mayCopy(user, role)) return;
  throw new WarehouseError(
    `User ${user} does not have ASSUMEROLE permission on IAM role ${JSON.stringify(role)} for COPY`,
    { sqlState: "42501" },
  );
}

/** The words of CREATE USER and ALTER USER whose meaning is known here, beside SET and its value. */
const USER_WORDS: ReadonlySet<string> = new Set(
  "create alter user with password disable syslog access restricted unrestricted in group ,".split(" "),
);

function changeUser(verb: string, command: Command, accounts: Accounts): void {
  const [name = ""] = slots(command, "user");
  if (verb === "drop") {
    for (const one of slots(command, "user"))
      if (!says(command, "exists") || accounts.userNames.includes(one)) accounts.dropUser(one);
    return;
  }
  const [setting] = slots(command, "setting");
  if (verb === "alter" && setting !== undefined) {
    const [value = "default"] = slots(command, "value");
    return accounts.setSetting(name, setting, value);
  }
  // An option that is not known here is not passed over.
  if (command.parts.some((part) => part.kind === "command_word" && !USER_WORDS.has(part.text)))
    throw notHere(command);
  const [password] = slots(command, "password");
  const hasPassword = password !== undefined || says(command, "disable");
  if (verb === "create") {
    if (!hasPassword) throw notHere(command);
    accounts.createUser(name, password);
  } else if (hasPassword) accounts.setPassword(name, password);
  if (says(command, "syslog")) accounts.setSyslogAccess(name, says(command, "unrestricted"));
  for (const group of slots(command, "group")) accounts.addToGroup(group, name);
}

/** `role sys:secadmin { to | from } user`, the one role that is known. */
function changeSecurityAdmin(verb: string, command: Command, accounts: Accounts): string {
  const isKnown = slots(command, "granted").every((role) => role === "sys:secadmin");
  if (!isKnown || slots(command, "role").length > 0 || says(command, "option")) throw notHere(command);
  for (const user of slots(command, "user")) accounts.setMakesUsers(user, verb === "grant");
  return verb.toUpperCase();
}

function changeGroup(verb: string, command: Command, accounts: Accounts): void {
  const [name = ""] = slots(command, "group");
  if (verb === "drop") return accounts.dropGroup(name);
  if (verb === "create") accounts.createGroup(name);
  else if (!says(command, "add")) throw notHere(command);
  for (const user of slots(command, "user")) accounts.addToGroup(name, user);
}

/** `assumerole on { 'role', … | default | all } { to | from } { user | group g | public }, … for { copy | all | … }, …` */
function changeRoles(verb: string, command: Command, accounts: Accounts): string {
  const words = command.parts.map((part) => (part.kind === "command_word" ? part.text : ""));
  const to = words.indexOf(verb === "grant" ? "to" : "from");
  const end = words.lastIndexOf("for");
  const commands = words.slice(end + 1);
  if (!commands.includes("copy") && !commands.includes("all")) return verb.toUpperCase();
  const roles = command.parts.slice(words.indexOf("on") + 1, to).flatMap((part) => {
    if (part.kind === "slot") return [textOf(part)];
    return part.text === "," ? [] : [part.text === "all" ? ALL_ROLES : part.text];
  });
  const names = command.parts.slice(to + 1, end).flatMap((part) => {
    if (part.kind === "command_word") return part.text === "public" ? [part.text] : [];
    return [part.slot === "group" ? `group ${textOf(part)}` : textOf(part)];
  });
  for (const role of roles) {
    for (const name of names) {
      if (verb === "grant") accounts.grantRole(role, name);
      else accounts.revokeRole(role, name);
    }
  }
  return verb.toUpperCase();
}

function says({ parts }: Command, word: string): boolean {
  return parts.some((part) => part.kind === "command_word" && part.text === word);
}

/** What stands in the places of this name, in order. */
function slots({ parts }: Command, name: string): readonly string[] {
  return parts.flatMap((part) => (part.kind === "slot" && part.slot === name ? [textOf(part)] : []));
}

function textOf({ value }: CommandSlot): string {
  if (value.kind === "string") return value.value;
  if (value.kind === "number") return value.text;
  return value.kind === "qualified_name" ? value.parts.map((part) => part.value).join(".") : "";
}

function notHere({ command }: Command): WarehouseError {
  return new WarehouseError(`this form of ${command.toUpperCase()} is not supported by this project`, {
    sqlState: "0A000",
  });
}
