/**
 * Which failures of a run are worth another try of the whole run; pure. Redshift says much of it in words only, under one
 * SQLSTATE (XX000). Sources: Database Developer Guide, "Serializable isolation" and "Write and read/write operations";
 * Postgres manual, "Error Codes".
 */
import { DatabaseError } from "pg";
import { faultKind } from "../../aws/explain-fault.ts";
import { UnreachableError, WarehouseError } from "../../errors.ts";
import { DROPPED } from "../dropped-meanwhile.ts";

/**
 * `transient`: it failed, nothing is done, and it may work the next time. `lost`: the connection went away, so that what was
 * running may have been done or not; the ledger knows. `terminal`: it will fail again.
 */
export type FaultClass = "transient" | "terminal" | "lost";

/** What kind of failure it is, and why. */
export interface Fault {
  readonly kind: FaultClass;
  /** A few words for the log. */
  readonly reason: string;
}

const STATES: Readonly<Record<string, Fault>> = {
  "40001": { kind: "transient", reason: "conflict with a concurrent transaction" },
  "40P01": { kind: "transient", reason: "deadlock" },
  "53300": { kind: "transient", reason: "too many connections" },
  "55P03": { kind: "transient", reason: "a lock is not available" },
  "57P01": { kind: "lost", reason: "the server ended the session" },
  "57P02": { kind: "lost", reason: "the server crashed" },
  "57P03": { kind: "transient", reason: "the server is starting" },
};

const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^1023\b|code:\s+1023\b|serializable isolation violation/i, "serializable isolation violation (1023)"],
  [/conflict with concurrent transaction/i, "conflict with a concurrent transaction"],
  [/deadlock detected/i, "deadlock"],
  [DROPPED, "a table was replaced meanwhile (1018)"],
  [
    /cluster is (resuming|restarting|rebooting|resizing|being \w+)|read-only mode|in maintenance/i,
    "the cluster is not ready",
  ],
  [
    /SlowDown|reduce your request rate|ServiceUnavailable|S3ServiceException.*Status 50[023]/is,
    "S3 asks to slow down",
  ],
];

/** Codes of Node's: no session was there yet … */
const BEFORE = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EAI_AGAIN)$/;
/** … or there was one. */
const MEANWHILE = /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT)$/;

const TERMINAL: Fault = { kind: "terminal", reason: "it would fail again" };

/** Returns what kind of failure an error is: that of the first that says something among it and what caused it. */
export function classify(error: unknown): Fault {
  for (let one = error; one instanceof Error; one = one.cause) {
    const fault = classifyOne(one);
    if (fault !== undefined)
      return isOfConnecting(error, fault) ? { ...fault, reason: "cannot connect" } : fault;
  }
  return TERMINAL;
}

/** Whether a connection broke that was never made: explain-error.ts says so. */
function isOfConnecting(error: unknown, { kind }: Fault): boolean {
  return kind === "lost" && error instanceof UnreachableError && error.message.startsWith("cannot connect: ");
}

function classifyOne(error: Error): Fault | undefined {
  if (error instanceof WarehouseError)
    return classifySql(error.sqlState, `${error.message}\n${error.detail ?? ""}`);
  if (error instanceof DatabaseError)
    return classifySql(error.code ?? "", `${error.message}\n${error.detail ?? ""}`);
  if (/^Connection terminated|^Client (has encountered a connection error|was closed)/.test(error.message)) {
    return { kind: "lost", reason: "lost connection" };
  }
  if (error.message === "timeout expired") return { kind: "transient", reason: "no answer in time" };
  const { code, $metadata } = error as NodeJS.ErrnoException & { readonly $metadata?: object };
  const kind = faultKind(error);
  const isAws = $metadata !== undefined || kind === "throttled";
  if (isAws && (kind === "throttled" || kind === "server" || kind === "network")) {
    return {
      kind: "transient",
      reason: kind === "throttled" ? "AWS asks to slow down" : "AWS did not answer",
    };
  }
  if (BEFORE.test(code ?? "")) return { kind: "transient", reason: `cannot connect (${code})` };
  if (MEANWHILE.test(code ?? "")) return { kind: "lost", reason: `lost connection (${code})` };
  return undefined;
}

function classifySql(sqlState: string, text: string): Fault {
  const known = STATES[sqlState];
  if (known !== undefined) return known;
  if (sqlState.startsWith("08")) return { kind: "lost", reason: "lost connection" };
  const reason = TEXTS.find(([pattern]) => pattern.test(text))?.[1];
  return reason === undefined ? TERMINAL : { kind: "transient", reason };
}
