/** A warehouse behind the Postgres wire protocol, version 3, on this machine only. */
import { once, setMaxListeners } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { createSecureContext } from "node:tls";
import { ConfigError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { Accounts } from "./accounts.ts";
import { Backends } from "./backends.ts";
import type { Certificate } from "./certificate.ts";
import { serveConnection } from "./connection.ts";
import type { DescribingWarehouse } from "./describing.ts";
import { Places } from "./places.ts";
import type { NewSecret } from "./prove.ts";
import { storePassword, type StoredPassword } from "./stored-password.ts";
import { WrongPasswords } from "./wrong-passwords.ts";
import { messageOf } from "../text/message-of.ts";

/** What is served, where, to whom, and with which certificate. */
export interface ServeOptions {
  readonly warehouse: DescribingWarehouse;
  /** Loopback, and nothing else: the warehouse has one user and no rights to tell apart. */
  readonly host: "127.0.0.1";
  /** 0 for any that is free. */
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly password: string;
  /** In which form the password is kept, and so asked for: `scram` if it is not told, which Redshift does not speak. */
  readonly passwordKept?: StoredPassword["kind"];
  readonly tls: Certificate;
  readonly log: Logger;
  readonly newSecret: NewSecret;
  /** Told of every statement of a client before it is executed, also of those that never reach the warehouse. */
  readonly onStatement?: (sql: string) => void;
}

/** A server that listens. */
export interface Server {
  readonly port: number;
  /** Shows another certificate to who connects from now on. @throws ConfigError for a key that does not fit the certificate */
  renew(certificate: Certificate): void;
  /** Takes no more clients, cancels what runs, tells every client, and resolves when the last session is closed. */
  close(): Promise<void>;
}

/** Clients at a time, and beside them those that are still logging in. */
const MOST = { sessions: 100, logins: 400 };

/**
 * Starts to listen, and returns the server once it does.
 * @throws ConfigError for a port that is taken or not allowed, and for a key that does not fit the certificate.
 */
export async function serve(options: ServeOptions): Promise<Server> {
  const { warehouse, user, password, database, newSecret, log } = options;
  const stored = storePassword(options.passwordKept ?? "scram", { user, password }, newSecret);
  const closing = new AbortController();
  // Every connection listens to it, and there may be hundreds.
  setMaxListeners(0, closing.signal);
  const shared = {
    warehouse,
    accounts: new Accounts(user, stored, newSecret),
    database,
    backends: new Backends(),
    newSecret,
    onStatement: options.onStatement ?? ((): void => undefined),
    log,
    closing: closing.signal,
    places: new Places(MOST),
    wrongPasswords: new WrongPasswords(),
  };
  let tls = secureContextOf(options.tls);
  const connections = new Set<Promise<void>>();
  const server = createServer((socket) => {
    const connection = serveConnection(socket, { ...shared, tls }).finally(() =>
      connections.delete(connection),
    );
    connections.add(connection);
  });
  server.listen(options.port, options.host);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new ConfigError(`cannot listen on ${options.host}:${options.port}: ${messageOf(cause)}`, {
      next: "choose another port with --port, or 0 for any that is free",
      cause,
    });
  }
  server.on("error", (error) => {
    log.error("a connection could not be taken", { error });
  });
  return {
    port: (server.address() as AddressInfo).port,
    renew: (certificate) => {
      tls = secureContextOf(certificate);
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      closing.abort();
      await Promise.all(connections);
      await closed;
    },
  };
}

function secureContextOf({ key, cert }: Certificate) {
  try {
    return createSecureContext({ key, cert, minVersion: "TLSv1.2" });
  } catch (cause) {
    throw new ConfigError(`the certificate and its key cannot be used: ${messageOf(cause)}`, {
      next: "give a PEM certificate and the PEM key that belongs to it, or neither",
      cause,
    });
  }
}
