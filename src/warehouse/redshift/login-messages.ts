/**
 * What a server sends while a client logs in (Postgres manual, "Start-up" and "Message Formats"), cut into messages and looked
 * at before pg sees it: pg's reader throws at a request that it does not know, and runs past the end of a text without an
 * end. Pure.
 */
import { parseDigestRequest, type DigestRequest } from "./digest.ts";
import { NoLogin, UnknownLogin } from "./unknown-login.ts";

/** What is done with it: pg handles it, or it is a request for a digest, which pg does not know. */
export type LoginMessage =
  | { readonly kind: "pass"; readonly bytes: Buffer }
  | { readonly kind: "digest"; readonly request: DigestRequest };

/** The longest that is believed, in bytes; libpq takes 30,000 for errors and 2,000 for requests. */
const LIMIT = 65_536;

/** What requests of these codes are (Postgres manual, "Message Formats"; 14: Amazon's drivers, as for the digest). */
const REQUESTS: Readonly<Record<number, string>> = {
  2: "Kerberos",
  4: "a crypt() password",
  6: "an SCM credential",
  7: "GSSAPI",
  8: "GSSAPI",
  9: "SSPI",
  14: "a token of an identity provider",
};

/** The requests that pg answers: none, a password in the clear (after TLS), MD5, and the three of SCRAM. */
const KNOWN: ReadonlySet<number> = new Set([0, 3, 5, 10, 11, 12]);

/** The messages of one login, up to the first that says that the server is ready for a query. */
export class LoginMessages {
  private rest: Buffer = Buffer.alloc(0);
  private letIn = false;
  private ready = false;

  /**
   * Returns what these bytes complete, in order; once the server is ready, everything goes to pg as it comes.
   * @throws UnknownLogin for a request that cannot be answered, NoLogin for bytes that are not part of a login.
   */
  *take(chunk: Buffer): Generator<LoginMessage> {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    while (!this.ready && this.rest.length >= 5) {
      const length = this.rest.readInt32BE(1);
      if (length < 4 || length > LIMIT) throw new NoLogin(`a message of ${length} bytes`);
      if (this.rest.length <= length) return;
      const bytes = this.rest.subarray(0, length + 1);
      this.rest = this.rest.subarray(length + 1);
      yield this.read(String.fromCharCode(bytes.readUInt8(0)), bytes);
    }
    if (!this.ready || this.rest.length === 0) return;
    const bytes = this.rest;
    this.rest = Buffer.alloc(0);
    yield { kind: "pass", bytes };
  }

  private read(type: string, bytes: Buffer): LoginMessage {
    const body = bytes.subarray(5);
    if (type === "R" && body.length >= 4) {
      const code = body.readInt32BE(0);
      if (code === 13) {
        const request = parseDigestRequest(body.subarray(4));
        if (request === undefined) throw new NoLogin("an incomplete request for a digest");
        return { kind: "digest", request };
      }
      if (!KNOWN.has(code)) throw new UnknownLogin(REQUESTS[code] ?? `authentication ${code}`);
      if (!isRequest(code, body.subarray(4))) throw new NoLogin(`a request ${code} of another length`);
      this.letIn ||= code === 0;
    } else if (!isWhole(type, body) || (type === "Z" && !this.letIn)) {
      throw new NoLogin(`message ${JSON.stringify(type)} of ${body.length + 4} bytes`);
    }
    this.ready = type === "Z";
    return { kind: "pass", bytes };
  }
}

/** Whether pg can handle the request: its body without the code is as long as it has to be. */
function isRequest(code: number, body: Buffer): boolean {
  switch (code) {
    case 0:
    case 3:
      return body.length === 0;
    case 5:
      return body.length === 4;
    case 10:
      // Names, each with its end, and an empty one.
      return body.length >= 2 && body.at(-1) === 0 && body.at(-2) === 0;
    default:
      return true;
  }
}

/** Whether a message of this type may come in a login, and is as it has to be. */
function isWhole(type: string, body: Buffer): boolean {
  switch (type) {
    case "E":
    case "N":
      return hasFields(body);
    case "S":
      return body.at(-1) === 0 && body.filter((byte) => byte === 0).length === 2;
    case "K":
      return body.length === 8;
    case "Z":
      return body.length === 1;
    default:
      return false;
  }
}

/** Fields of a letter and a text with its end, then a zero. */
function hasFields(body: Buffer): boolean {
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    const end = body.indexOf(0, at + 1);
    if (end === -1) return false;
    at = end + 1;
  }
  return at === body.length - 1;
}
