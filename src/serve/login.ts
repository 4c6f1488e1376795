/** Who may have a session: a user with a password, and the one database. */
import { setTimeout } from "node:timers/promises";
import type { Accounts } from "./accounts.ts";
import { FatalError } from "./fatal-error.ts";
import { negotiateProtocolVersion } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { provePassword, type NewSecret } from "./prove.ts";
import type { Startup } from "./startup.ts";
import type { WrongPasswords } from "./wrong-passwords.ts";

const PROTOCOL_3_0 = 3 << 16;

/** Who is connected, and to what. */
export interface Connected {
  readonly user: string;
  readonly database: string;
}

/**
 * Lets the client in or refuses it, and returns who it is; undefined when it leaves meanwhile, as psql does before it asks
 * for a password.
 * @throws FatalError 28000 for a user that is not there or has no password, 28P01 for a wrong password, 3D000 for another
 * database, 0A000 for a replication connection.
 */
export async function logIn(
  startup: Startup,
  outbox: Outbox,
  known: {
    readonly accounts: Accounts;
    readonly database: string;
    readonly wrongPasswords: WrongPasswords;
  },
  newSecret: NewSecret,
): Promise<Connected | undefined> {
  const { parameters, inbox } = startup;
  const unknownOptions = [...parameters.keys()].filter((name) => name.startsWith("_pq_."));
  if (startup.minorVersion > 0 || unknownOptions.length > 0)
    outbox.add(negotiateProtocolVersion(PROTOCOL_3_0, unknownOptions));

  const user = parameters.get("user") ?? "";
  if (user === "") throw new FatalError("the start-up packet names no user", { sqlState: "28000" });
  const password = known.accounts.passwordOf(user);
  if (password === undefined) {
    throw new FatalError(`user ${JSON.stringify(user)} does not exist, or has no password`, {
      sqlState: "28000",
      hint: "the server was started with the name of one user (--user), who can make others with CREATE USER",
    });
  }
  const proven = await provePassword(password, { inbox, outbox, newSecret });
  if (proven === undefined) return undefined;
  if (!proven) {
    const wait = known.wrongPasswords.add(user);
    if (wait > 0) await setTimeout(wait, undefined, { signal: inbox.gone }).catch(() => undefined);
    throw new FatalError("password authentication failed", { sqlState: "28P01" });
  }
  known.wrongPasswords.forget(user);

  const database = parameters.get("database") ?? user;
  if (database !== known.database) {
    throw new FatalError(`database ${JSON.stringify(database)} does not exist`, {
      sqlState: "3D000",
      hint: "the server was started with the name of the one database that it shows (--database)",
    });
  }
  if (!["", "0", "off", "false", "no"].includes(parameters.get("replication") ?? "")) {
    throw new FatalError("replication connections are not supported", { sqlState: "0A000" });
  }
  return { user, database };
}
