/** The first packets of a connection: TLS, then a start-up or a request to cancel (Postgres manual, "Start-up"). */
import type { Socket } from "node:net";
import { TLSSocket, type SecureContext } from "node:tls";
import { FatalError } from "./fatal-error.ts";
import { STARTUP_LIMIT } from "./framing.ts";
import { BodyReader } from "./frontend.ts";
import { Inbox } from "./inbox.ts";

const SSL_REQUEST = 80_877_103;
const GSSENC_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

/** A client that wants a session, over TLS by now. */
export interface Startup {
  readonly kind: "session";
  readonly socket: Socket;
  readonly inbox: Inbox;
  readonly minorVersion: number;
  /** user, database, application_name, options and settings, as sent. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A connection that only asks to cancel what runs on another one. */
export interface CancelRequest {
  readonly kind: "cancel";
  readonly processId: number;
  readonly secret: Buffer;
}

/**
 * Reads up to the start-up packet, takes up TLS when it is asked for, and returns what the client wants; undefined when
 * the client leaves before. Requests to cancel may come in the clear, since libpq before 17 sends them so; a session
 * may not.
 * @throws FatalError for a client without TLS, another protocol, or bytes that are not a start-up packet.
 */
export async function readStartup(
  raw: Socket,
  tls: SecureContext,
): Promise<Startup | CancelRequest | undefined> {
  let socket = raw;
  let inbox = new Inbox(raw);
  for (;;) {
    const packet = await inbox.packet(STARTUP_LIMIT);
    if (packet === undefined) return undefined;
    const read = new BodyReader(packet);
    const code = read.int32();
    if (code === CANCEL_REQUEST) return { kind: "cancel", processId: read.int32(), secret: read.rest() };
    if (code === GSSENC_REQUEST) {
      refuseEarlyData(inbox);
      socket.write("N");
    } else if (code === SSL_REQUEST && socket === raw) {
      refuseEarlyData(inbox);
      inbox.detach();
      raw.write("S");
      const secured = await upgrade(raw, tls);
      if (secured === undefined) return undefined;
      socket = secured;
      inbox = new Inbox(secured);
    } else {
      const minorVersion = minorVersionOf(code);
      if (socket === raw) {
        throw new FatalError("this server takes no connection without TLS", {
          sqlState: "28000",
          hint: "connect with sslmode=require, or verify-full and the server's certificate as root",
        });
      }
      return { kind: "session", socket, inbox, minorVersion, parameters: readParameters(read) };
    }
  }
}

/** What comes before the answer could have been put there by somebody in between (CVE-2021-23222). */
function refuseEarlyData(inbox: Inbox): void {
  if (inbox.hasMore) {
    throw new FatalError("received unencrypted data after an encryption request", { sqlState: "08P01" });
  }
}

function minorVersionOf(code: number): number {
  const major = code >>> 16;
  if (major !== 3) {
    throw new FatalError(`unsupported frontend protocol ${major}.${code & 0xffff}: server supports 3.0`, {
      sqlState: "0A000",
    });
  }
  return code & 0xffff;
}

function readParameters(read: BodyReader): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let name = read.text(); name !== ""; name = read.text()) parameters.set(name, read.text());
  return parameters;
}

/** TLS on a connected socket; undefined when the handshake fails, and the socket is closed then. */
function upgrade(raw: Socket, secureContext: SecureContext): Promise<TLSSocket | undefined> {
  return new Promise((resolve) => {
    const secured = new TLSSocket(raw, { isServer: true, secureContext });
    // Errors end in "close", which whoever reads the socket sees.
    secured.on("error", () => secured.destroy());
    secured.once("close", () => {
      resolve(undefined);
    });
    secured.once("secure", () => {
      resolve(secured);
    });
  });
}
