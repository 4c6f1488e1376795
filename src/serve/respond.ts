/** Results as messages; the simple and the extended query protocol share them. */
import type { Result, Row } from "../warehouse/warehouse.ts";
import { encodeBinary } from "./binary.ts";
import { noticeFields } from "./error-fields.ts";
import { formatAt } from "./format-at.ts";
import { commandComplete, dataRow, noticeResponse } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { wireType } from "./types.ts";

/** Adds a NoticeResponse for each notice of the warehouse. */
export function addNotices(outbox: Outbox, notices: readonly string[]): void {
  for (const notice of notices) outbox.add(noticeResponse(noticeFields(notice)));
}

/**
 * Adds a DataRow for each row from the first index up to, and without, the second; sends full batches on the way.
 * @param formats as Bind tells them; all text when there are none
 */
export async function addRows(
  outbox: Outbox,
  { rows, columns }: Result,
  [from, to]: readonly [number, number],
  formats: readonly number[] = [],
): Promise<void> {
  const types = formats.some((format) => format === 1)
    ? columns.map(({ type }, at) => (formatAt(formats, at) === 1 ? wireType(type).oid : undefined))
    : [];
  await outbox.addAll(encodeRows(rows, from, to, types));
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

/** @param types the object id of each column that goes in binary format */
function* encodeRows(
  rows: readonly Row[],
  from: number,
  to: number,
  types: readonly (number | undefined)[],
): Generator<Buffer> {
  for (let index = from; index < to; index += 1) {
    const row = rows[index] as Row;
    yield types.length === 0
      ? dataRow(row)
      : dataRow(
          row.map((value, at) => {
            const type = types[at];
            return value === null || type === undefined ? value : encodeBinary(type, value);
          }),
        );
  }
}
