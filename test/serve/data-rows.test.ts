import * as fc from "fast-check";
import { expect, it } from "vitest";
import { dataRows, type SentRow } from "../../src/serve/data-rows.ts";
import { Framer } from "../../src/serve/framing.ts";

/** What a client reads of them (PostgreSQL manual, "Message Formats", DataRow). */
function readBack(rows: readonly SentRow[]): (Buffer | null)[][] {
  const framer = new Framer();
  for (const piece of dataRows(rows)) framer.push(piece);
  return rows.map(() => {
    const message = framer.takeMessage(2 ** 30);
    expect(message?.type).toBe("D");
    const body = message?.body ?? Buffer.alloc(0);
    let at = 2;
    const values = Array.from({ length: body.readInt16BE(0) }, () => {
      const length = body.readInt32BE(at);
      const value = length === -1 ? null : body.subarray(at + 4, at + 4 + length);
      at += 4 + Math.max(length, 0);
      return value;
    });
    expect(at).toBe(body.length);
    return values;
  });
}

const bytesOf = (row: SentRow) => row.map((value) => (value === null ? null : Buffer.from(value as string)));

/** Where the rows are not the same, with what begins there; undefined where they are. Long values are compared as they lie in memory. */
function firstDifference(read: readonly (readonly (Buffer | null)[])[], rows: readonly SentRow[]) {
  const shown = (value: Buffer | null | undefined, at: number) =>
    value && `${value.length} bytes: ${value.toString("latin1", at, at + 20)}`;
  for (const [row, sent] of rows.map(bytesOf).entries())
    for (let column = 0; column < Math.max(sent.length, read[row]?.length ?? 0); column += 1) {
      const [one, other] = [sent[column], read[row]?.[column]];
      if (one === other || (one && other && one.equals(other))) continue;
      const at = one?.findIndex((byte, index) => byte !== other?.[index]) ?? 0;
      return { row, column, at, sent: shown(one, at), read: shown(other, at) };
    }
  return read.length === rows.length ? undefined : { rows: rows.length, read: read.length };
}

it("rows arrive as they are, whatever they hold and however long they are", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ minLength: 20, maxLength: 30 }),
    // Around the last unit that is one byte in UTF-8, in texts short enough to be written unit by unit.
    fc.string({ unit: fc.constantFrom("a", "\u007f", "\u0080", "ÿ"), maxLength: 6 }),
    fc.constant("é".repeat(40_000)),
    fc.constant("x".repeat(70_000)),
  );
  const value = fc.oneof(
    text,
    fc.constant(null),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(fc.array(fc.array(value, { maxLength: 6 }), { maxLength: 40 }), (rows) => {
      expect(firstDifference(readBack(rows), rows)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

it("many rows come in few pieces", () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => [String(at), "a name"]);
  const pieces = [...dataRows(rows)];
  expect(firstDifference(readBack(rows), rows)).toBeUndefined();
  expect(pieces.length).toBeLessThan(10);
});
