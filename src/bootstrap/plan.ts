/** The SQL that makes the job's schema, its user and its rights; pure. Every statement may be repeated. */
import { isIamIdentity } from "../aws/iam-identity.ts";
import { grantSight } from "../dialect/grant-sight.ts";
import { quoteLiteral, quoteName } from "../dialect/quote.ts";
import { ConfigError } from "../errors.ts";
import { REBUILD_SUFFIX } from "../names.ts";
import { hashPassword } from "./password.ts";

/** What the statements of a bootstrap depend on. */
export interface BootstrapFacts {
  readonly user: string;
  readonly schema: string;
  readonly database: string;
  readonly userExists: boolean;
  /** Undefined to leave the password that the user has, and for a new user to have none. */
  readonly newPassword: string | undefined;
}

/** Who else may read the job's tables. */
export interface ReadersFacts {
  readonly group: string;
  readonly groupExists: boolean;
  /** The job's user and its schema. */
  readonly user: string;
  readonly schema: string;
}

/** A right that is given when user and schema are made, by a statement of its own. */
export interface LateRight {
  /** What it lets the job's user do. */
  readonly right: string;
  readonly sql: string;
}

/** What a plain Redshift name looks like; others would have to be quoted wherever they are used. */
const NAME = /^[a-z_][a-z0-9_]{0,126}$/;

/**
 * Lets names pass that need no quotes, and the user of an IAM identity, which needs them always and nobody writes by hand.
 * @throws ConfigError for any other.
 */
export function checkNames(names: {
  readonly user: string;
  readonly schema: string;
  readonly readers?: string | undefined;
}): void {
  for (const [what, name] of [
    ["job's user", names.user],
    ["job's schema", names.schema],
    ["readers' group", names.readers],
  ] as const) {
    const isNamed = name === undefined || NAME.test(name);
    if (isNamed || (what === "job's user" && isIamIdentity(name))) continue;
    throw new ConfigError(`${JSON.stringify(name)} cannot be the name of the ${what}`, {
      next: "use lower case letters, digits and underscores, and start with a letter",
    });
  }
}

/** Returns the statements in order. The job owns its schema and what it makes there, and has no right anywhere else. */
export function planBootstrap(facts: BootstrapFacts): readonly string[] {
  const { user, schema, database, userExists, newPassword } = facts;
  const name = quoteName(user);
  const password =
    newPassword === undefined ? [] : [` password ${quoteLiteral(hashPassword(user, newPassword))}`];
  const account = userExists
    ? password.map((one) => `alter user ${name}${one}`)
    : [`create user ${name}${password[0] ?? " password disable"}`];
  return [
    ...account,
    `create schema if not exists ${quoteName(schema)} authorization ${name}`,
    `grant usage, create on schema ${quoteName(schema)} to ${name}`,
    // A rebuild in batches makes its tables there; a user who may not make schemas cannot make this one.
    `create schema if not exists ${quoteName(`${schema}${REBUILD_SUFFIX}`)} authorization ${name}`,
    `grant usage, create on schema ${quoteName(`${schema}${REBUILD_SUFFIX}`)} to ${name}`,
    `grant temporary on database ${quoteName(database)} to ${name}`,
    // The SQL files name their tables without a schema.
    `alter user ${name} set search_path to ${quoteName(schema)}`,
  ];
}

/**
 * Returns the statements that let a group read the job's tables: those that are there, and by default privileges those that
 * its user will make, so that a table that is dropped and recreated is readable again (Database Developer Guide, "ALTER
 * DEFAULT PRIVILEGES": they apply to new objects only).
 */
export function planReaders({ group, groupExists, user, schema }: ReadersFacts): readonly string[] {
  const to = `to group ${quoteName(group)}`;
  const where = quoteName(schema);
  return [
    ...(groupExists ? [] : [`create group ${quoteName(group)}`]),
    `grant usage on schema ${where} ${to}`,
    `grant select on all tables in schema ${where} ${to}`,
    `alter default privileges for user ${quoteName(user)} in schema ${where} grant select on tables ${to}`,
  ];
}

/**
 * Returns the statement that lets the user COPY with a role, or a chain of roles with commas, or the default one when it is
 * undefined. Where nobody has revoked ASSUMEROLE from PUBLIC it changes nothing; where somebody has, COPY is refused
 * without it (Database Developer Guide, "GRANT", usage notes for ASSUMEROLE).
 */
export function grantCopyRole(user: string, role: string | undefined): string {
  const named = role === undefined || role === "default" ? "default" : quoteLiteral(role);
  return `grant assumerole on ${named} to ${quoteName(user)} for copy`;
}

/**
 * Returns the rights that are given after the transaction, one by one, since an administrator who is not a superuser may be refused them:
 * ASSUMEROLE is a superuser's to give (Database Developer Guide, "REVOKE", usage notes for ASSUMEROLE). Whoever pauses a cluster has to see
 * who is connected; nobody else gets that right, which shows the texts of other users' queries too ("ALTER USER").
 */
export function planLateRights(facts: {
  readonly user: string;
  readonly copyRole: string | undefined;
  readonly pausesCluster: boolean;
}): readonly LateRight[] {
  const { user, copyRole, pausesCluster } = facts;
  return [
    { right: "COPY with its role", sql: grantCopyRole(user, copyRole) },
    ...(pausesCluster
      ? [{ right: "see who else is connected before it pauses the cluster", sql: grantSight(user) }]
      : []),
  ];
}

/** Returns the query that tells whether the user is there: one row, or none. */
export function userQuery(user: string): string {
  return `select 1 from pg_user_info where usename = ${quoteLiteral(user)}`;
}

/** Returns the query that tells whether the group is there: one row, or none. */
export function groupQuery(group: string): string {
  return `select 1 from pg_group where groname = ${quoteLiteral(group)}`;
}
