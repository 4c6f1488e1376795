/** Results as messages; the simple and the extended query protocol share them. */
import { SqlError } from "../errors.ts";
import type { Column, Result, Row } from "../warehouse/warehouse.ts";
import { encodeBinary } from "./binary.ts";
import { dataRows } from "./data-rows.ts";
import { errorFields, noticeFields, type SentText } from "./error-fields.ts";
import { formatAt } from "./format-at.ts";
import { commandComplete, errorResponse, noticeResponse } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import type { ResultRows } from "./result-rows.ts";
import { wireType } from "./types.ts";

/** Adds a NoticeResponse for each notice of the warehouse. */
export function addNotices(outbox: Outbox, notices: readonly string[]): void {
  for (const notice of notices) outbox.add(noticeResponse(noticeFields(notice)));
}

/** Adds the ErrorResponse of anything that was thrown, and before it what Redshift tells in a message of its own. @param source as in `errorFields` */
export function addError(outbox: Outbox, error: unknown, source?: SentText): void {
  if (error instanceof SqlError && error.info !== undefined) addNotices(outbox, [`INFO: ${error.info}`]);
  outbox.add(errorResponse(errorFields(error, source)));
}

/**
 * Adds a DataRow for each row up to this many, as they come, and sends them on the way; returns how many there were. To a client that is
 * gone no more is sent.
 * @param most 0 for all
 * @param formats as Bind tells them; all text when there are none
 */
export async function addRows(
  outbox: Outbox,
  columns: readonly Column[],
  rows: ResultRows,
  most: number,
  formats: readonly number[] = [],
): Promise<number> {
  const types = formats.some((format) => format === 1)
    ? columns.map(({ type }, at) => (formatAt(formats, at) === 1 ? wireType(type).oid : undefined))
    : [];
  const widths = columns.map(({ type }) => Number(/^character\((\d+)\)$/.exec(type)?.[1] ?? 0));
  const fill = filledTo(widths);
  const limit = most === 0 ? Number.POSITIVE_INFINITY : most;
  let sent = 0;
  try {
    while (sent < limit) {
      const some = await rows.take(limit - sent);
      if (some === undefined) break;
      if (!(await outbox.addAll(encodeRows(fill === undefined ? some : some.map(fill), types)))) {
        await rows.close();
        break;
      }
      sent += some.length;
      // What is here goes out before what is still to be computed.
      if (rows.isOpen) await outbox.flush();
    }
  } catch (error) {
    // The warehouse's own error has ended them already; a value that cannot be sent has not.
    await rows.close();
    throw error;
  }
  return sent;
}

/** Adds the CommandComplete of a statement. `count` is the rows of this answer, or those that the statement changed. */
export function addComplete(outbox: Outbox, { command }: Result, count: number): void {
  outbox.add(commandComplete(tagOf(command, count)));
}

const COUNTED = new Set(["SELECT", "UPDATE", "DELETE", "MERGE", "COPY", "UNLOAD", "FETCH"]);

/** The tag of CommandComplete; the 0 of an INSERT stands for an object id. */
function tagOf(command: string, count: number): string {
  if (command === "INSERT") return `INSERT 0 ${count}`;
  return COUNTED.has(command) ? `${command} ${count}` : command;
}

/** A CHAR is as long as it was declared (Developer Guide, "Storage and ranges" of character types: it is "padded with blanks"). */
function filledTo(widths: readonly number[]): ((row: Row) => Row) | undefined {
  if (widths.every((width) => width === 0)) return undefined;
  return (row) => row.map((value, at) => value?.padEnd(widths[at] ?? 0) ?? null);
}

/** @param types the object id of each column that goes in binary format */
function encodeRows(rows: readonly Row[], types: readonly (number | undefined)[]): Generator<Buffer> {
  if (types.length === 0) return dataRows(rows);
  return dataRows(
    rows.map((row) =>
      row.map((value, at) => {
        const type = types[at];
        return value === null || type === undefined ? value : encodeBinary(type, value);
      }),
    ),
  );
}
