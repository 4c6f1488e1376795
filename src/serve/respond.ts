/** Results as messages; the simple and the extended query protocol share them. */
import type { Result, Row } from "../warehouse/warehouse.ts";
import { noticeFields } from "./error-fields.ts";
import { commandComplete, dataRow, noticeResponse } from "./messages.ts";
import type { Outbox } from "./outbox.ts";

/** Adds a NoticeResponse for each notice of the warehouse. */
export function addNotices(outbox: Outbox, notices: readonly string[]): void {
  for (const notice of notices) outbox.add(noticeResponse(noticeFields(notice)));
}

/** Adds a DataRow for each row from the index `from` up to, and without, `to`; sends full batches on the way. */
export async function addRows(outbox: Outbox, { rows }: Result, from: number, to: number): Promise<void> {
  await outbox.addAll(encodeRows(rows, from, to));
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

function* encodeRows(rows: readonly Row[], from: number, to: number): Generator<Buffer> {
  for (let index = from; index < to; index += 1) yield dataRow(rows[index] as Row);
}
