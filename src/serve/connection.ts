/** One client, from its first byte to its last. */
import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { Logger } from "../log.ts";
import type { Backends } from "./backends.ts";
import { Conversation } from "./conversation.ts";
import type { DescribingSession, DescribingWarehouse } from "./describing.ts";
import { errorFields } from "./error-fields.ts";
import { FatalError } from "./fatal-error.ts";
import { logIn, type Account, type NewSecret } from "./login.ts";
import { backendKeyData, errorResponse, parameterStatus } from "./messages.ts";
import { Outbox } from "./outbox.ts";
import { readStartup, type Startup } from "./startup.ts";

/** What all connections of a server share. */
export interface Shared {
  readonly warehouse: DescribingWarehouse;
  readonly account: Account;
  readonly tls: SecureContext;
  readonly backends: Backends;
  readonly newSecret: NewSecret;
  readonly log: Logger;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

/** How long a client may take to log in. */
const LOGIN_MS = 30_000;

/** What a client is told at the start. Redshift reports the Postgres version that it began from. */
const PARAMETERS = {
  server_version: "8.0.2",
  server_encoding: "UTF8",
  client_encoding: "UTF8",
  DateStyle: "ISO, MDY",
  TimeZone: "UTC",
  integer_datetimes: "on",
  standard_conforming_strings: "on",
  is_superuser: "off",
} as const;

/** Serves the client until one of the two has had enough; never throws, and leaves the socket closed. */
export async function serveConnection(raw: Socket, shared: Shared): Promise<void> {
  // Without it every answer of an extended query waits for the client's delayed acknowledgement.
  raw.setNoDelay(true);
  raw.setKeepAlive(true);
  // Errors end in "close", which whoever reads the socket sees.
  raw.on("error", (error) => {
    shared.log.debug("a connection broke", { error });
  });
  const giveUp = (): void => {
    raw.destroy();
  };
  const patience = setTimeout(giveUp, LOGIN_MS);
  shared.closing.addEventListener("abort", giveUp);
  const letIn = (): void => {
    clearTimeout(patience);
    shared.closing.removeEventListener("abort", giveUp);
  };
  let socket = raw;
  try {
    const startup = await readStartup(raw, shared.tls);
    if (startup?.kind === "cancel") await shared.backends.cancel(startup.processId, startup.secret);
    if (startup?.kind === "session") {
      socket = startup.socket;
      await serveStartup(startup, letIn, shared);
    }
  } catch (error) {
    shared.log.warn("a connection was refused or ended", { error });
    const outbox = new Outbox(socket);
    outbox.add(errorResponse({ ...errorFields(error), S: "FATAL", V: "FATAL" }));
    await outbox.flush();
  } finally {
    letIn();
    socket.destroySoon();
  }
}

async function serveStartup(startup: Startup, letIn: () => void, shared: Shared): Promise<void> {
  const outbox = new Outbox(startup.socket);
  if (!(await logIn(startup, outbox, shared.account, shared.newSecret))) return;
  await shared.warehouse.withSession((session) => {
    letIn();
    return serveSession(session, startup, outbox, shared);
  });
}

async function serveSession(
  session: DescribingSession,
  { inbox, parameters }: Startup,
  outbox: Outbox,
  { account, backends, closing, log }: Shared,
): Promise<void> {
  const backend = backends.add(() => session.cancel());
  const stop = (): void => {
    inbox.close();
  };
  // Nobody waits any more for the statement that runs.
  const cancel = (): void => {
    session.cancel().catch((error: unknown) => {
      log.warn("a statement could not be cancelled", { error });
    });
  };
  inbox.gone.addEventListener("abort", cancel);
  closing.addEventListener("abort", stop);
  try {
    if (closing.aborted) stop();
    const told = {
      ...PARAMETERS,
      application_name: parameters.get("application_name") ?? "",
      session_authorization: account.user,
    };
    for (const [name, value] of Object.entries(told)) outbox.add(parameterStatus(name, value));
    outbox.add(backendKeyData(backend.processId, backend.secret));
    await new Conversation(session, inbox, outbox, log).run();
    if (closing.aborted) {
      throw new FatalError("terminating connection due to administrator command", { sqlState: "57P01" });
    }
  } finally {
    closing.removeEventListener("abort", stop);
    inbox.gone.removeEventListener("abort", cancel);
    backends.remove(backend);
  }
}
