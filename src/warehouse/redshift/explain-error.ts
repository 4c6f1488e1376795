/** What pg throws, as errors with what, where and next; pure. */
import { ConfigError, UnreachableError, WarehouseError, type DwhError, type Position } from "../../errors.ts";
import { messageOf } from "../../text/message-of.ts";
import { DatabaseError } from "pg";
import { remedyOf } from "./remedies.ts";
import { NoLogin, UnknownLogin } from "./unknown-login.ts";

/** Where the connection goes to, for people. */
export interface Place {
  /** `host:5439/database` */
  readonly where: string;
  readonly user: string;
}

/** A statement as it was sent: a comment of `offset` characters, then the SQL. */
export interface Sent {
  readonly text: string;
  readonly offset: number;
}

const NEXT_LOGIN =
  "check the user and password in the secret (DWH_REDSHIFT_SECRET_ID), or DWH_REDSHIFT_USER and DWH_REDSHIFT_PASSWORD; " +
  "`dwh bootstrap` makes a new password";
const NEXT_CONNECT =
  "is the cluster paused (`dwh cluster status`)? Does its security group let this machine in, and is it in the same network?";
const NEXT_TLS =
  "connect by the name that the certificate has, and give its authority with DWH_REDSHIFT_CA_FILE when it is not a public one";

const NEXT_METHOD =
  "give the user a password that the job can prove: `alter user … password 'md5…'` (Database Developer Guide, \"CREATE USER\"; " +
  "`dwh bootstrap` makes one), or use temporary credentials (DWH_REDSHIFT_CLUSTER_ID, DWH_REDSHIFT_WORKGROUP)";
const NEXT_SERVER =
  "is it Redshift that listens there? Check DWH_REDSHIFT_HOST and DWH_REDSHIFT_PORT, and any proxy in between";

const NEXT_STATEMENT =
  "fix what it names, and run again; sys_query_history has the statement, with the run in query_label";

/**
 * Returns the error of a connection attempt that failed: ConfigError for a database that is not there and for a way to log in
 * that the job does not have, else UnreachableError.
 */
export function explainConnect(error: unknown, { where, user }: Place): DwhError {
  const { code = "", message } = describe(error);
  const facts = { where, cause: error };
  if (error instanceof DatabaseError) {
    if (code === "28P01" || code === "28000") {
      return new UnreachableError(`cannot log in as ${user}: ${message}`, { ...facts, next: NEXT_LOGIN });
    }
    if (code === "3D000") {
      const next = "check DWH_REDSHIFT_DATABASE, or the database in the secret";
      return new ConfigError(message, { ...facts, next });
    }
    return new UnreachableError(`cannot connect: ${message}`, { ...facts, next: "try again later" });
  }
  if (error instanceof UnknownLogin) {
    const what = `${user} cannot log in: the server wants ${message}, which the job does not have`;
    return new ConfigError(what, { ...facts, next: NEXT_METHOD });
  }
  if (error instanceof NoLogin) {
    const what = `cannot connect: the server sent something that is not part of a login: ${message}`;
    return new UnreachableError(what, { ...facts, next: NEXT_SERVER });
  }
  if (code === "ENOTFOUND") {
    const next = "check DWH_REDSHIFT_HOST, or the host in the secret";
    return new UnreachableError("cannot connect: there is no host of that name", { ...facts, next });
  }
  if (/CERT|TLS|SSL|UNABLE_TO_/.test(code) || /SSL/.test(message)) {
    return new UnreachableError(`cannot connect: TLS failed: ${message}`, { ...facts, next: NEXT_TLS });
  }
  return new UnreachableError(`cannot connect: ${message}`, { ...facts, next: NEXT_CONNECT });
}

/**
 * Returns the error of a statement that failed: WarehouseError with the server's words and its place in the statement, or
 * UnreachableError when the connection is lost.
 */
export function explainStatement(error: unknown, { where, user }: Place, sent: Sent): DwhError {
  if (!(error instanceof DatabaseError) || isEnding(error.code ?? "")) {
    const next = "run again: what was not committed has been rolled back";
    return new UnreachableError(`lost the connection: ${describe(error).message}`, {
      where,
      next,
      cause: error,
    });
  }
  const { code = "XX000", detail, hint, message, position } = error;
  return new WarehouseError(message, {
    sqlState: code,
    detail,
    hint,
    position: position === undefined ? undefined : positionIn(sent, Number(position)),
    where,
    next: remedyOf(`${message} ${detail ?? ""}`, user) ?? hint ?? NEXT_STATEMENT,
    cause: error,
  });
}

/** Returns whether the login was refused, not the way to it. */
export function isLoginRefused(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === "28P01" || error.code === "28000");
}

/** The server ends the session: shutdown, crash, starting up, or a broken connection (classes 57P and 08). */
function isEnding(sqlState: string): boolean {
  return sqlState.startsWith("08") || ["57P01", "57P02", "57P03"].includes(sqlState);
}

/** Line and column of a character that is counted from 1 in the text that was sent; undefined inside its comment. */
function positionIn({ text, offset }: Sent, character: number): Position | undefined {
  const before = Array.from(text).slice(offset, character - 1);
  if (character <= offset) return undefined;
  const line = before.filter((one) => one === "\n").length + 1;
  return { line, column: before.length - before.lastIndexOf("\n") };
}

function describe(error: unknown): { readonly code?: string | undefined; readonly message: string } {
  if (!(error instanceof Error)) return { message: messageOf(error) };
  const code = (error as NodeJS.ErrnoException).code;
  // Node tries several addresses of a host, and then has several errors and no message.
  const message = error.message === "" ? (code ?? error.name) : error.message;
  return { code, message: message === "timeout expired" ? "no answer in time" : message };
}
