/** Redshift through pg: TLS always and always verified; SQL goes out as it stands, values come back as text. */
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { Client, type ClientConfig } from "pg";
import { travelsAlone } from "../../dialect/alone.ts";
import { quoteLiteral } from "../../dialect/quote.ts";
import { parseStatements } from "../../dialect/parsed.ts";
import { ConfigError } from "../../errors.ts";
import { untilAborted } from "../../interruption.ts";
import { readCopyMessages } from "../copy-messages.ts";
import type { ExecuteOptions, Result, Sent, Session, Warehouse } from "../warehouse.ts";
import { requestCancel } from "./cancel.ts";
import { RedshiftConnection } from "./connection.ts";
import { explainConnect, explainStatement, isLoginRefused, type Place } from "./explain-error.ts";
import { Statement } from "./statement.ts";
import { Statements } from "./statements.ts";

/** Who logs in, and with what. */
export interface Login {
  readonly user: string;
  readonly password: string;
  /** Since when that is the password in the secret, where it comes from one. */
  readonly madeAt?: Date | undefined;
}

/** Where the login comes from, which is asked for every session. */
export interface LoginSource {
  read(): Promise<Login>;
  /** Reads anew after a login that was refused, where that can help: a secret may have been rotated. */
  renew?(): Promise<Login>;
}

/** How the cluster is reached, and how its system tables call who reaches it. */
export interface RedshiftOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly login: LoginSource;
  /** A file of PEM certificates to trust instead of the system's. */
  readonly caFile?: string | undefined;
  /** The same as text. */
  readonly ca?: string | undefined;
  /** Shown in `stv_sessions` and `sys_connection_log`. */
  readonly applicationName: string;
  /** Shown in `sys_query_history.query_label`: names the run. */
  readonly queryGroup: string;
  readonly connectTimeoutMs?: number | undefined;
  /** The server ends a statement that takes longer; undefined for no limit. */
  readonly statementTimeoutMs?: number | undefined;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Ends the logging in that is under way when it is aborted; later ones may still be needed, to store what happened. */
  readonly signal?: AbortSignal | undefined;
}

/** The result of a text without a statement in it. */
const NOTHING: Result = { command: "", rowCount: 0, columns: [], rows: [], notices: [] };
const CONNECT_TIMEOUT_MS = 15_000;
/** A new password is in the secret before the server commits it: for so long after that a refusal may pass by itself. */
const ROTATING_MS = 60_000;
/** Before a load balancer forgets an idle connection, which AWS' does after 350 s. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Returns the warehouse; nothing is connected before a session is opened. @throws ConfigError when the CA file cannot be
 * read.
 */
export function openRedshift(options: RedshiftOptions): Warehouse {
  const ssl: ConnectionOptions = { minVersion: "TLSv1.2", rejectUnauthorized: true };
  const ca = options.caFile === undefined ? options.ca : readAuthorities(options.caFile);
  if (ca !== undefined) ssl.ca = ca;
  const name = `${options.host}:${options.port}/${options.database}`;
  return {
    kind: "redshift",
    name,
    withSession: async (use) => {
      const { client, place } = await logInUntil(options.signal, logIn(options, ssl, name));
      try {
        return await use(sessionOf(client, place, options, ssl));
      } finally {
        // What is open is rolled back by the server.
        await client.end().catch(() => undefined);
      }
    },
  };
}

interface LoggedIn {
  readonly client: Client;
  readonly place: Place;
}

async function logInUntil(signal: AbortSignal | undefined, login: Promise<LoggedIn>): Promise<LoggedIn> {
  if (signal === undefined || signal.aborted) return login;
  try {
    return await untilAborted(signal, login);
  } catch (error) {
    // Nobody wants it any more, should it come after all.
    login.then(({ client }) => client.end()).catch(() => undefined);
    throw error;
  }
}

async function logIn(options: RedshiftOptions, ssl: ConnectionOptions, where: string): Promise<LoggedIn> {
  let login = await options.login.read();
  for (let attempt = 1; ; attempt++) {
    const place = { where, user: login.user };
    try {
      return { client: await connect(options, ssl, login), place };
    } catch (error) {
      const renewed = isLoginRefused(error) ? await options.login.renew?.() : undefined;
      const isOther = renewed?.user !== login.user || renewed.password !== login.password;
      if (renewed === undefined) throw explainConnect(error, place);
      if (attempt > 1 || !isOther) {
        // From a second on twice as long each time, up to the minute: a clock that is wrong must not make this endless.
        const pause = 1000 * 2 ** (attempt - 1);
        if (pause > ROTATING_MS || !isRotating(renewed, options)) throw explainConnect(error, place);
        await options.sleep(pause);
      }
      login = renewed;
    }
  }
}

/** Whether what is in the secret is so new that the server may not know it yet. */
function isRotating({ madeAt }: Login, { now, signal }: RedshiftOptions): boolean {
  return madeAt !== undefined && signal?.aborted !== true && now().getTime() - madeAt.getTime() < ROTATING_MS;
}

async function connect(options: RedshiftOptions, ssl: ConnectionOptions, login: Login): Promise<Client> {
  const { host, port, database, applicationName, now } = options;
  const wire = { ssl: { ...ssl }, keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS };
  const config: ClientConfig & { readonly connection: RedshiftConnection } = {
    ...wire,
    host,
    port,
    database,
    user: login.user,
    password: login.password,
    application_name: applicationName,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    connection: new RedshiftConnection({ ...wire, password: login.password, now }),
  };
  const client = new Client(config);
  // What pg cannot compute for a login it tells here and nowhere else.
  const broken = new Promise<never>((_, reject) => client.on("error", reject));
  // A connection that is lost while nothing runs is told by the next statement.
  broken.catch(() => undefined);
  try {
    await Promise.race([client.connect(), broken]);
    return client;
  } catch (error) {
    client.connection.stream.destroy();
    throw error;
  }
}

function sessionOf(client: Client, place: Place, options: RedshiftOptions, ssl: ConnectionOptions): Session {
  const { host, port, connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
  let notices: string[] = [];
  let running = 0;
  /** What the session still has to be told: it goes along with the first message. */
  let unset = settings(options);
  client.on("notice", ({ severity, message }) => notices.push(`${severity ?? "INFO"}:  ${message ?? ""}`));
  const make = (text: string): { readonly statement: Statement; readonly own: readonly string[] } => {
    const own: string[] = [];
    return { statement: new Statement(text, () => (notices = own)), own };
  };
  const answersOf = async (
    { statement, own }: ReturnType<typeof make>,
    start: string,
  ): Promise<readonly Result[]> => {
    running += 1;
    try {
      const results = await statement.done;
      return results.map((result) => ({ ...result, notices: own }));
    } catch (error) {
      throw explainStatement(error, place, { text: statement.text, offset: Array.from(start).length });
    } finally {
      running -= 1;
    }
  };
  const send = (start: string, sql: string): Promise<readonly Result[]> => {
    const made = make(start + sql);
    client.query(made.statement);
    return answersOf(made, start);
  };
  const executeTogether = async (statements: readonly string[]): Promise<readonly Result[]> => {
    const start = unset.map((statement) => `${statement}; `).join("");
    const results = await send(start, statements.join(";\n"));
    // A message that fails has set nothing either.
    const before = unset.length;
    unset = [];
    return results.slice(before);
  };
  const execute = async (sql: string, { label }: ExecuteOptions = {}): Promise<Result> => {
    // A label leads its message, so that the query history begins with it, and COPY has no company: what is to be set cannot go along.
    if (unset.length > 0 && (label !== undefined || !takesCompany(sql))) await executeTogether([]);
    const [result] = unset.length > 0 ? await executeTogether([sql]) : await send(commentOf(label), sql);
    return result ?? NOTHING;
  };
  // What the session has to be told went along with the BEGIN of the transaction that is open.
  const executeAhead = (statements: readonly Sent[]): readonly Promise<Result>[] => {
    const made = statements.map(({ sql, label }) => {
      const start = commentOf(label);
      return { ...make(start + sql), start };
    });
    client.query(new Statements(made.map(({ statement }) => statement)));
    return made.map(async ({ start, ...one }) => (await answersOf(one, start))[0] ?? NOTHING);
  };
  return {
    executeTogether,
    executeAhead,
    execute: async (sql, sendOptions) => {
      const result = await execute(sql, sendOptions);
      return result.command === "COPY" ? countCopied(result, execute) : result;
    },
    cancel: async () => {
      // A request that nothing waits for would hit the next statement: the record of the run.
      if (running === 0) return;
      try {
        await requestCancel(client, { host, port, ssl: { ...ssl }, timeoutMs: connectTimeoutMs });
      } catch (error) {
        throw explainConnect(error, place);
      }
    },
  };
}

/** What a message begins with. */
function commentOf(label: string | undefined): string {
  if (label === undefined) return "";
  return `/* ${label.replaceAll(/\*\/|\/\*/g, "").replaceAll(/\s+/g, " ")} */ `;
}

/** Whether other statements may go along in its message; not with what cannot be read here. */
function takesCompany(sql: string): boolean {
  try {
    return !parseStatements(sql).statements.some(({ tree }) => travelsAlone(tree));
  } catch {
    return false;
  }
}

/**
 * Redshift tells the rows of a COPY in messages, not in the command's tag. If neither does, it can be asked for those that were
 * loaded.
 */
async function countCopied(result: Result, execute: Session["execute"]): Promise<Result> {
  const told = readCopyMessages(result.notices);
  const counted = { ...result, rejected: told?.rejected, replaced: told?.replaced };
  if (result.rowCount > 0) return counted;
  const rows = told?.loaded ?? (await execute("select pg_last_copy_count()")).rows[0]?.[0];
  return { ...counted, rowCount: Number(rows ?? 0) };
}

function settings({ queryGroup, statementTimeoutMs }: RedshiftOptions): readonly string[] {
  const group = `set query_group to ${quoteLiteral(queryGroup)}`;
  return statementTimeoutMs === undefined
    ? [group]
    : [group, `set statement_timeout to ${statementTimeoutMs}`];
}

function readAuthorities(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`cannot read the certificates: ${(error as Error).message}`, {
      where: path,
      next: "name a file of PEM certificates in DWH_REDSHIFT_CA_FILE",
      cause: error,
    });
  }
}
