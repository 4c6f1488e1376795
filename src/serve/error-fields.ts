/** Errors and notices as the fields of Postgres' ErrorResponse and NoticeResponse. Pure. */
import {
  DwhError,
  LockedError,
  SqlError,
  UnreachableError,
  WarehouseError,
  type Position,
} from "../errors.ts";
import type { Logger } from "../log.ts";
import { FatalError } from "./fatal-error.ts";
import type { ResponseFields } from "./messages.ts";

/** The text that the client sent, and where in it the statement starts that an error's position counts from. */
export interface SentText {
  readonly text: string;
  readonly start: number;
}

/**
 * Returns the fields for anything that was thrown, with its position in `source` where it has one; what is not a DwhError
 * is a bug, and says so.
 */
export function errorFields(error: unknown, source?: SentText): ResponseFields {
  const severity = error instanceof FatalError ? "FATAL" : "ERROR";
  const position = source === undefined ? undefined : positionOf(error);
  return {
    S: severity,
    V: severity,
    C: sqlStateOf(error),
    M: cut(messageOf(error)),
    D: error instanceof WarehouseError ? error.detail : undefined,
    H: hintOf(error),
    P: position === undefined || source === undefined ? undefined : String(characterOf(source, position)),
    W: error instanceof DwhError ? error.where : undefined,
  };
}

/** Logs what is not a DwhError, of which the client is told no more than that it is a bug. */
export function logBug(error: unknown, log: Pick<Logger, "error">): void {
  if (!(error instanceof DwhError) && !isOverflow(error)) log.error("a statement met a bug", { error });
}

/** Returns the fields of a notice of a warehouse: `WARNING: …`, or INFO when it does not say what it is. */
export function noticeFields(notice: string): ResponseFields {
  const [, severity = "INFO", text = notice] =
    /^(DEBUG|LOG|INFO|NOTICE|WARNING):\s+(.*)$/s.exec(notice) ?? [];
  return { S: severity, V: severity, C: severity === "WARNING" ? "01000" : "00000", M: text };
}

/** The longest message, in UTF-16 units: one that repeats what the client sent may be as long as that. */
const LONGEST = 8192;

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

function messageOf(error: unknown): string {
  if (error instanceof DwhError) return error.message;
  return isOverflow(error) ? "stack depth limit exceeded" : "internal error";
}

/** What nests deeper than whoever walks it can follow, in Postgres' words. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message === "Maximum call stack size exceeded";
}

function sqlStateOf(error: unknown): string {
  if (error instanceof WarehouseError || error instanceof SqlError) return error.sqlState;
  if (error instanceof UnreachableError) return "08006";
  if (error instanceof LockedError) return "55P03";
  return isOverflow(error) ? "54001" : "XX000";
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
  const end = at + column - 1;
  let pairs = 0;
  for (let unit = 0; unit < end; unit += 1) if (isFirstOfTwo(source.text.charCodeAt(unit))) pairs += 1;
  return end - pairs + 1;
}

/** Whether a UTF-16 unit is the first of the two of one character. */
function isFirstOfTwo(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
