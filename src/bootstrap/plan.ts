/** The SQL that makes the job's schema, its user and its rights; pure. Every statement may be repeated. */
import { quoteLiteral, quoteName } from "../dialect/quote.ts";
import { ConfigError } from "../errors.ts";
import { hashPassword } from "./password.ts";

/** What the statements of a bootstrap depend on. */
export interface BootstrapFacts {
  readonly user: string;
  readonly schema: string;
  readonly database: string;
  readonly userExists: boolean;
  /** Undefined to leave the password that the user has. */
  readonly newPassword: string | undefined;
}

/** What a plain Redshift name looks like; others would have to be quoted wherever they are used. */
const NAME = /^[a-z_][a-z0-9_]{0,126}$/;

/**
 * Returns the statements in order. The job owns its schema and what it makes there, and has no right anywhere else.
 * @throws ConfigError for a user or a schema whose name would need quotes.
 */
export function planBootstrap(facts: BootstrapFacts): readonly string[] {
  const { user, schema, database, userExists, newPassword } = facts;
  for (const [what, name] of [
    ["user", user],
    ["schema", schema],
  ] as const) {
    if (!NAME.test(name)) {
      throw new ConfigError(`${JSON.stringify(name)} cannot be the name of the job's ${what}`, {
        next: "use lower case letters, digits and underscores, and start with a letter",
      });
    }
  }
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
    `grant temporary on database ${quoteName(database)} to ${name}`,
    // The SQL files name their tables without a schema.
    `alter user ${name} set search_path to ${quoteName(schema)}`,
  ];
}

/** Returns the query that tells whether the user is there: one row, or none. */
export function userQuery(user: string): string {
  return `select 1 from pg_user_info where usename = ${quoteLiteral(user)}`;
}
