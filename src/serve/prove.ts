/** The exchange in which a client proves that it knows a password, in the form in which the server keeps it. */
import { createHash, timingSafeEqual } from "node:crypto";
import { FatalError } from "./fatal-error.ts";
import { LOGIN_LIMIT } from "./framing.ts";
import { BodyReader, decodeText } from "./frontend.ts";
import type { Inbox } from "./inbox.ts";
import {
  authenticationDigest,
  authenticationMd5,
  authenticationSasl,
  authenticationSaslContinue,
  authenticationSaslFinal,
} from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { beginScram, finishScram, SCRAM_MECHANISM, type ScramVerifier } from "./scram.ts";
import type { StoredPassword } from "./stored-password.ts";

/** Random bytes, that many. */
export type NewSecret = (bytes: number) => Buffer;

/** What comes in and goes out, and where nonces come from. */
interface Exchange {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly newSecret: NewSecret;
}

/**
 * Returns whether the client has proven the password; undefined when it leaves meanwhile, as psql does before it asks a
 * person for one. @throws FatalError 08P01 for what is not an answer.
 */
export function provePassword(stored: StoredPassword, exchange: Exchange): Promise<boolean | undefined> {
  switch (stored.kind) {
    case "scram":
      return proveScram(stored.verifier, exchange);
    case "md5":
      return proveMd5(stored.hash, exchange);
    case "sha256":
      return proveDigest(stored, exchange);
  }
}

async function proveScram(
  verifier: ScramVerifier,
  { inbox, outbox, newSecret }: Exchange,
): Promise<boolean | undefined> {
  outbox.add(authenticationSasl(SCRAM_MECHANISM));
  await outbox.flush();
  const initial = await readAnswer(inbox, "p");
  if (initial === undefined) return undefined;
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
  const final = await readAnswer(inbox, "p");
  if (final === undefined) return undefined;
  const serverFinal = finishScram(verifier, exchange, decodeText(final.rest()));
  if (serverFinal === undefined) return false;
  outbox.add(authenticationSaslFinal(serverFinal));
  return true;
}

/** `md5` and MD5 of (what is kept, the salt of this login), as a text (Postgres manual, "Start-up"). */
async function proveMd5(hash: string, { inbox, outbox, newSecret }: Exchange): Promise<boolean | undefined> {
  const salt = newSecret(4);
  outbox.add(authenticationMd5(salt));
  await outbox.flush();
  const answer = await readAnswer(inbox, "p");
  if (answer === undefined) return undefined;
  const expected = `md5${createHash("md5").update(hash).update(salt).digest("hex")}`;
  return isEqual(Buffer.from(answer.text()), Buffer.from(expected));
}

/** SHA-256 of (what is kept, the server's nonce, the client's nonce): `warehouse/redshift/digest.ts` has the source. */
async function proveDigest(
  { digest, salt }: Extract<StoredPassword, { kind: "sha256" }>,
  { inbox, outbox, newSecret }: Exchange,
): Promise<boolean | undefined> {
  const nonce = newSecret(16);
  outbox.add(authenticationDigest(salt, nonce));
  await outbox.flush();
  const answer = await readAnswer(inbox, "d");
  if (answer === undefined) return undefined;
  const proof = answer.value() ?? Buffer.alloc(0);
  const clientNonce = answer.value() ?? Buffer.alloc(0);
  const expected = createHash("sha256").update(digest).update(nonce).update(clientNonce).digest();
  return isEqual(proof, expected);
}

function isEqual(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The body of the client's next message, which has to be of this type: an answer to an authentication request. */
async function readAnswer(inbox: Inbox, type: "p" | "d"): Promise<BodyReader | undefined> {
  const message = await inbox.next(LOGIN_LIMIT);
  if (message === undefined) return undefined;
  if (message.type !== type) {
    throw new FatalError(
      `expected an answer to the request for a password, got message type ${message.type.charCodeAt(0)}`,
      {
        sqlState: "08P01",
      },
    );
  }
  return new BodyReader(message.body);
}
