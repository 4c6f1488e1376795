/**
 * Redshift's own way to ask for a password that it keeps as SHA-256 (authentication request 13); pure. No page of the manual
 * describes it: the facts are those of Amazon's drivers, redshift_connector (`core.py`, AUTH_REQ_DIGEST) and
 * amazon-redshift-jdbc-driver (`ConnectionFactoryImpl`, `ExtensibleDigest`).
 */
import { createHash } from "node:crypto";
import { UnknownLogin } from "./unknown-login.ts";

/** What the server asks: after the code of the request come algorithm, length and salt, length and nonce. */
export interface DigestRequest {
  readonly salt: Buffer;
  readonly serverNonce: Buffer;
}

/** The drivers know three names (SHA-256, scrypt, Argon2), and can do the first. */
const SHA256 = 0;

/**
 * Returns what is asked; undefined for a body that is too short for what it announces. `body` begins after the code.
 * @throws UnknownLogin for another algorithm.
 */
export function parseDigestRequest(body: Buffer): DigestRequest | undefined {
  if (body.length < 4) return undefined;
  const algorithm = body.readInt32BE(0);
  if (algorithm !== SHA256) throw new UnknownLogin(`a password digest of algorithm ${algorithm}`);
  const salt = sized(body, 4);
  const serverNonce = salt && sized(body, 8 + salt.length);
  return salt && serverNonce && { salt, serverNonce };
}

/**
 * Returns the message that answers: SHA-256 of (SHA-256 of password and salt, the server's nonce, the client's nonce), and
 * the client's nonce, each after its length, in a message `d`.
 */
export function answerDigest(request: DigestRequest, password: string, clientNonce: Buffer): Buffer {
  const stored = sha256(Buffer.from(password), request.salt);
  const digest = sha256(stored, request.serverNonce, clientNonce);
  const body = [int32(digest.length), digest, int32(clientNonce.length), clientNonce];
  const length = body.reduce((total, part) => total + part.length, 4);
  return Buffer.concat([Buffer.from("d"), int32(length), ...body]);
}

/** The bytes after the length at that place; undefined where there are fewer. */
function sized(body: Buffer, at: number): Buffer | undefined {
  if (body.length < at + 4) return undefined;
  const length = body.readInt32BE(at);
  const bytes = length < 0 ? undefined : body.subarray(at + 4, at + 4 + length);
  return bytes?.length === length ? bytes : undefined;
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
