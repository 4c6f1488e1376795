/** One client, from its first byte to its last. */
import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { Logger } from "../log.ts";
import type { Accounts } from "./accounts.ts";
import type { Backends } from "./backends.ts";
import { ClientSession } from "./client-session.ts";
import { Conversation } from "./conversation.ts";
import type { DescribingSession, DescribingWarehouse } from "./describing.ts";
import { errorFields } from "./error-fields.ts";
import { FatalError } from "./fatal-error.ts";
import { logIn, type Connected } from "./login.ts";
import {
  authenticationOk,
  backendKeyData,
  errorResponse,
  noticeResponse,
  parameterStatus,
} from "./messages.ts";
import { Outbox } from "./outbox.ts";
import type { Places } from "./places.ts";
import { PreparedStatements } from "./prepared-statements.ts";
import type { NewSecret } from "./prove.ts";
import { setStatement, startupSettings, SERVER_PARAMETERS, toldProtocol } from "./settings.ts";
import { readStartup, type Startup } from "./startup.ts";
import type { WrongPasswords } from "./wrong-passwords.ts";

/** What all connections of a server share. */
export interface ServerContext {
  readonly warehouse: DescribingWarehouse;
  readonly accounts: Accounts;
  readonly database: string;
  readonly tls: SecureContext;
  readonly backends: Backends;
  readonly newSecret: NewSecret;
  readonly onStatement: (sql: string) => void;
  readonly log: Logger;
  readonly places: Places;
  readonly wrongPasswords: WrongPasswords;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

/** How long a client may take to log in. */
const LOGIN_TIMEOUT_MS = 30_000;
const CANCEL_RETRY_MS = 50;
/** What who is sent away while logging in is told. */
const TOO_MANY = { S: "FATAL", V: "FATAL", C: "53300", M: "sorry, too many clients already" };
/** The SQLSTATE of a parameter that nobody knows. */
const UNKNOWN_PARAMETER = "42704";

/** Serves the client until one of the two has had enough; never throws, and leaves the socket closed. */
export async function serveConnection(raw: Socket, shared: ServerContext): Promise<void> {
  // Without it every answer of an extended query waits for the client's delayed acknowledgement.
  raw.setNoDelay(true);
  raw.setKeepAlive(true);
  // Errors end in "close", which whoever reads the socket sees.
  raw.on("error", (error) => {
    shared.log.debug("a connection broke", { error });
  });
  const dropClient = (): void => {
    raw.destroy();
  };
  const loginTimer = setTimeout(dropClient, LOGIN_TIMEOUT_MS);
  shared.closing.addEventListener("abort", dropClient);
  let socket = raw;
  const leaveLogins = shared.places.arrive(() => {
    // In the middle of a handshake there is nothing that it could read.
    if (socket !== raw || raw.bytesWritten === 0) socket.write(errorResponse(TOO_MANY));
    socket.destroySoon();
  });
  const endLogin = (): void => {
    leaveLogins();
    clearTimeout(loginTimer);
    shared.closing.removeEventListener("abort", dropClient);
  };
  try {
    const startup = await readStartup(raw, shared.tls);
    if (startup?.kind === "cancel") await shared.backends.cancel(startup.processId, startup.secret);
    if (startup?.kind === "session") {
      socket = startup.socket;
      await serveStartup(startup, endLogin, shared);
    }
  } catch (error) {
    shared.log.warn("a connection was refused or ended", { error });
    const outbox = new Outbox(socket);
    outbox.add(errorResponse({ ...errorFields(error), S: "FATAL", V: "FATAL" }));
    await outbox.flush();
  } finally {
    endLogin();
    socket.destroySoon();
  }
}

async function serveStartup(startup: Startup, endLogin: () => void, shared: ServerContext): Promise<void> {
  const outbox = new Outbox(startup.socket);
  const connected = await logIn(startup, outbox, shared, shared.newSecret);
  if (connected === undefined) return;
  const leave = shared.places.enter();
  try {
    outbox.add(authenticationOk());
    await shared.warehouse.withSession((session) => {
      endLogin();
      return serveSession(session, { ...startup, ...connected }, outbox, shared);
    }, shared.accounts.sessionUser(connected.user));
  } finally {
    leave();
  }
}

async function serveSession(
  warehouseSession: DescribingSession,
  { inbox, parameters, user }: Startup & Connected,
  outbox: Outbox,
  shared: ServerContext,
): Promise<void> {
  const { accounts, backends, closing, log, newSecret } = shared;
  const prepared = new PreparedStatements();
  const session = new ClientSession(warehouseSession, shared, { user, prepared });
  let terminated = false;
  const backend = {
    processId: session.id,
    secret: newSecret(4),
    user,
    cancel: (why?: string) => session.cancel(why),
    terminate: () => {
      terminated = true;
      inbox.close();
    },
  };
  // Nobody waits any more for the statement that runs. Asked again and again: the first time may come just before it starts.
  let cancelTimer: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    session.cancel().catch((error: unknown) => {
      log.warn("a statement could not be cancelled", { error });
    });
    cancelTimer = setTimeout(cancel, CANCEL_RETRY_MS);
  };
  inbox.gone.addEventListener("abort", cancel);
  closing.addEventListener("abort", backend.terminate);
  backends.add(backend);
  try {
    if (closing.aborted) backend.terminate();
    const settings = [...startupSettings(parameters), ...accounts.settingsOf(user)];
    await applySettings(session, settings, outbox);
    session.keepSettings();
    const told = {
      ...SERVER_PARAMETERS,
      ...toldProtocol(parameters),
      application_name: parameters.get("application_name") ?? "",
      session_authorization: user,
    };
    for (const [name, value] of Object.entries(told)) outbox.add(parameterStatus(name, value));
    outbox.add(backendKeyData(backend.processId, backend.secret));
    await new Conversation(session, prepared, { inbox, outbox, log }).run();
    if (terminated) {
      throw new FatalError("terminating connection due to administrator command", { sqlState: "57P01" });
    }
  } finally {
    closing.removeEventListener("abort", backend.terminate);
    inbox.gone.removeEventListener("abort", cancel);
    clearTimeout(cancelTimer);
    backends.remove(backend);
  }
}

/**
 * Sets what the start-up packet asks for and what the user's account has. Another time zone and what is not known here are told in a warning, since
 * drivers send them unasked: `jit`, `standard_conforming_strings`, the zone of the machine.
 */
async function applySettings(
  session: ClientSession,
  settings: readonly (readonly [name: string, value: string])[],
  outbox: Outbox,
): Promise<void> {
  for (const [name, value] of settings) {
    try {
      await session.execute(setStatement(name, value));
    } catch (error) {
      const { M: reason = "", C: code } = errorFields(error);
      const isZone = name.toLowerCase() === "timezone";
      if (!isZone && code !== UNKNOWN_PARAMETER) throw error;
      const warning = isZone ? `TimeZone stays UTC: ${reason}` : reason;
      outbox.add(noticeResponse({ S: "WARNING", V: "WARNING", C: code, M: warning }));
    }
  }
}
