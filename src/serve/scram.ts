/**
 * The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding, as Postgres speaks it: the name in
 * the exchange is ignored, the one in the start-up packet counts. Pure: salt and nonce are arguments.
 */
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { WarehouseError } from "../errors.ts";

/** The name of the mechanism, as it is offered and chosen. */
export const SCRAM_MECHANISM = "SCRAM-SHA-256";

/** What a server keeps of a password. */
export interface ScramVerifier {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** An exchange between the server's two messages. */
export interface ScramExchange {
  /** What goes to the client. */
  readonly serverFirst: string;
  readonly gs2Header: string;
  readonly clientFirstBare: string;
  readonly nonce: string;
}

/** Returns what a server keeps of a password, made with that salt and so many iterations. */
export function deriveVerifier(password: string, salt: Buffer, iterations: number): ScramVerifier {
  const salted = pbkdf2Sync(prepare(password), salt, iterations, 32, "sha256");
  return {
    salt,
    iterations,
    storedKey: sha256(hmac(salted, "Client Key")),
    serverKey: hmac(salted, "Server Key"),
  };
}

/**
 * Answers the client's first message, and returns the exchange; its `serverFirst` goes to the client.
 * @throws WarehouseError 08P01 when it is not a first message, 0A000 for channel binding and authorization identities.
 */
export function beginScram(verifier: ScramVerifier, clientFirst: string, serverNonce: string): ScramExchange {
  const [, gs2Header = "", flag = "", authzid = "", clientFirstBare = "", clientNonce = ""] =
    /^(([^,]*),([^,]*),)(n=[^,]*,r=([\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s.exec(clientFirst) ?? [];
  if (clientFirstBare === "") throw malformed();
  if (flag !== "n" && flag !== "y") {
    throw new WarehouseError("channel binding is not supported", { sqlState: "0A000" });
  }
  if (authzid !== "") {
    throw new WarehouseError("an authorization identity is not supported", { sqlState: "0A000" });
  }
  const nonce = clientNonce + serverNonce;
  const serverFirst = `r=${nonce},s=${verifier.salt.toString("base64")},i=${verifier.iterations}`;
  return { serverFirst, gs2Header, clientFirstBare, nonce };
}

/**
 * Checks the client's proof, and returns the server's final message, or undefined when the password is wrong.
 * @throws WarehouseError 08P01 when the message does not belong to this exchange.
 */
export function finishScram(
  verifier: ScramVerifier,
  exchange: ScramExchange,
  clientFinal: string,
): string | undefined {
  const [, withoutProof = "", binding = "", nonce = "", proof = ""] =
    /^(c=([^,]*),r=([^,]*)(?:,[^,]*)*),p=([^,]*)$/.exec(clientFinal) ?? [];
  const header = Buffer.from(exchange.gs2Header).toString("base64");
  if (withoutProof === "" || binding !== header || nonce !== exchange.nonce) throw malformed();

  const authMessage = `${exchange.clientFirstBare},${exchange.serverFirst},${withoutProof}`;
  const signature = hmac(verifier.storedKey, authMessage);
  const given = Buffer.from(proof, "base64");
  if (given.length !== signature.length) throw malformed();
  const clientKey = given.map((byte, index) => byte ^ (signature[index] as number));
  if (!timingSafeEqual(sha256(clientKey), verifier.storedKey)) return undefined;
  return `v=${hmac(verifier.serverKey, authMessage).toString("base64")}`;
}

/**
 * SASLprep (RFC 4013): other spaces become a space, what is commonly mapped to nothing goes, then NFKC. Prohibited
 * characters are let through, as in Postgres.
 */
function prepare(password: string): string {
  return password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu, " ")
    .replace(/\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/gu, "")
    .normalize("NFKC");
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

function malformed(): WarehouseError {
  return new WarehouseError("malformed SCRAM message", { sqlState: "08P01" });
}
