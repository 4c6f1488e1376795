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

it("rows arrive as they are, whatever they hold and however long they are", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ minLength: 20, maxLength: 30 }),
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
      expect(readBack(rows)).toEqual(rows.map(bytesOf));
    }),
    { numRuns: 60 },
  );
});

it("many rows come in few pieces", () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => [String(at), "a name"]);
  const pieces = [...dataRows(rows)];
  expect(readBack(rows)).toEqual(rows.map(bytesOf));
  expect(pieces.length).toBeLessThan(10);
});
