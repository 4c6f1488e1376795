/** Who may have a session: one user with one password, one database. */
import { FatalError } from "./fatal-error.ts";
import { LOGIN_LIMIT } from "./framing.ts";
import { BodyReader, decodeText } from "./frontend.ts";
import type { Inbox } from "./inbox.ts";
import {
  authenticationOk,
  authenticationSasl,
  authenticationSaslContinue,
  authenticationSaslFinal,
  negotiateProtocolVersion,
} from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { beginScram, finishScram, SCRAM_MECHANISM, type ScramVerifier } from "./scram.ts";
import type { Startup } from "./startup.ts";

const PROTOCOL_3_0 = 3 << 16;

/** Random bytes, that many. */
export type NewSecret = (bytes: number) => Buffer;

/** The one user and the one database of a server, and what checks the password. */
export interface Account {
  readonly user: string;
  readonly database: string;
  readonly verifier: ScramVerifier;
}

/**
 * Lets the client in or refuses it; false when it leaves meanwhile, as psql does before it asks for a password.
 * @throws FatalError 28000 for another user, 28P01 for a wrong password, 3D000 for another database, 0A000 for a
 * replication connection.
 */
export async function logIn(
  startup: Startup,
  outbox: Outbox,
  account: Account,
  newSecret: NewSecret,
): Promise<boolean> {
  const { parameters } = startup;
  const unknownOptions = [...parameters.keys()].filter((name) => name.startsWith("_pq_."));
  if (startup.minorVersion > 0 || unknownOptions.length > 0)
    outbox.add(negotiateProtocolVersion(PROTOCOL_3_0, unknownOptions));

  const user = parameters.get("user") ?? "";
  if (user === "") throw new FatalError("the start-up packet names no user", { sqlState: "28000" });
  if (user !== account.user) {
    throw new FatalError(`user ${JSON.stringify(user)} does not exist`, {
      sqlState: "28000",
      hint: "the server was started with the name of the one user that it knows (--user)",
    });
  }
  if (!(await authenticate(startup.inbox, outbox, account.verifier, newSecret))) return false;

  const database = parameters.get("database") ?? user;
  if (database !== account.database) {
    throw new FatalError(`database ${JSON.stringify(database)} does not exist`, {
      sqlState: "3D000",
      hint: "the server was started with the name of the one database that it shows (--database)",
    });
  }
  if (!["", "0", "off", "false", "no"].includes(parameters.get("replication") ?? "")) {
    throw new FatalError("replication connections are not supported", { sqlState: "0A000" });
  }
  outbox.add(authenticationOk());
  return true;
}

async function authenticate(
  inbox: Inbox,
  outbox: Outbox,
  verifier: ScramVerifier,
  newSecret: NewSecret,
): Promise<boolean> {
  outbox.add(authenticationSasl(SCRAM_MECHANISM));
  await outbox.flush();
  const initial = await readAnswer(inbox);
  if (initial === undefined) return false;
  const mechanism = initial.text();
  if (mechanism !== SCRAM_MECHANISM) {
    throw new FatalError(`the client chose ${JSON.stringify(mechanism)}, which was not offered`, {
      sqlState: "08P01",
    });
  }
  const clientFirst = decodeText(initial.value() ?? Buffer.alloc(0));
  const exchange = beginScram(verifier, clientFirst, newSecret(18).toString("base64"));

  outbox.add(authenticationSaslContinue(exchange.serverFirst));
  await outbox.flush();
  const final = await readAnswer(inbox);
  if (final === undefined) return false;
  const serverFinal = finishScram(verifier, exchange, decodeText(final.rest()));
  if (serverFinal === undefined) {
    throw new FatalError("password authentication failed", { sqlState: "28P01" });
  }
  outbox.add(authenticationSaslFinal(serverFinal));
  return true;
}

/** The body of the client's next message, which has to be an answer to an authentication request. */
async function readAnswer(inbox: Inbox): Promise<BodyReader | undefined> {
  const message = await inbox.next(LOGIN_LIMIT);
  if (message === undefined) return undefined;
  if (message.type !== "p") {
    throw new FatalError(`expected SASL response, got message type ${message.type.charCodeAt(0)}`, {
      sqlState: "08P01",
    });
  }
  return new BodyReader(message.body);
}
