/** Errors and notices as the fields of Postgres' ErrorResponse and NoticeResponse. Pure. */
import {
  DwhError,
  LockedError,
  SqlError,
  UnreachableError,
  WarehouseError,
  type Position,
} from "../errors.ts";
import { FatalError } from "./fatal-error.ts";
import type { ResponseFields } from "./messages.ts";

/** The text that the client sent, and where in it the statement starts that an error's position counts from. */
export interface SentText {
  readonly text: string;
  readonly start: number;
}

/**
 * Returns the fields for anything that was thrown, with its position in `source` where it has one; what is no DwhError
 * is a bug, and says so.
 */
export function errorFields(error: unknown, source?: SentText): ResponseFields {
  const severity = error instanceof FatalError ? "FATAL" : "ERROR";
  const position = source === undefined ? undefined : positionOf(error);
  return {
    S: severity,
    V: severity,
    C: sqlStateOf(error),
    M: error instanceof DwhError ? error.message : `internal error: ${String(error)}`,
    D: error instanceof WarehouseError ? error.detail : undefined,
    H: hintOf(error),
    P: position === undefined || source === undefined ? undefined : String(characterOf(source, position)),
    W: error instanceof DwhError ? error.where : undefined,
  };
}

/** Returns the fields of a notice of a warehouse: `WARNING: …`, or INFO when it does not say what it is. */
export function noticeFields(notice: string): ResponseFields {
  const [, severity = "INFO", text = notice] =
    /^(DEBUG|LOG|INFO|NOTICE|WARNING):\s+(.*)$/s.exec(notice) ?? [];
  return { S: severity, V: severity, C: severity === "WARNING" ? "01000" : "00000", M: text };
}

function sqlStateOf(error: unknown): string {
  if (error instanceof WarehouseError || error instanceof SqlError) return error.sqlState;
  if (error instanceof UnreachableError) return "08006";
  if (error instanceof LockedError) return "55P03";
  return "XX000";
}

function hintOf(error: unknown): string | undefined {
  if (error instanceof WarehouseError) return error.hint ?? error.next;
  return error instanceof DwhError ? error.next : undefined;
}

function positionOf(error: unknown): Position | undefined {
  return error instanceof SqlError || error instanceof WarehouseError ? error.position : undefined;
}

/** The position in the client's text, in characters from 1. */
function characterOf(source: SentText, { line, column }: Position): number {
  let at = source.start;
  for (let passed = 1; passed < line; passed += 1) {
    const newline = source.text.indexOf("\n", at);
    if (newline === -1) break;
    at = newline + 1;
  }
  return Array.from(source.text.slice(0, at + column - 1)).length + 1;
}
