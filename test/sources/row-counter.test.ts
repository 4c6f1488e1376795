/** Rows are counted as the reader of the local warehouse tells them apart, and whole is what can stand in a pack. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DelimitedFormat, FileFormat } from "../../src/formats/file-format.ts";
import { plainCsv } from "../../src/formats/file-format.ts";
import { beginCount, countRows, type RowCount } from "../../src/sources/row-counter.ts";
import { scanDelimited } from "../../src/sources/scan-delimited.ts";
import { scanJson } from "../../src/sources/scan-json.ts";
import { DelimitedReader } from "../../src/warehouse/local/copy/delimited-reader.ts";
import { RowReader } from "../../src/warehouse/local/copy/reader.ts";
import type { Rows } from "../../src/warehouse/local/copy/rows.ts";

/** In pieces of so many bytes. */
function countIn(bytes: Buffer, length: number, format: FileFormat): RowCount | undefined {
  const counter = beginCount(format);
  for (let at = 0; at < bytes.length; at += length) counter?.push(bytes.subarray(at, at + length));
  return counter?.finish();
}

function rowsOf(reader: Rows, bytes: Buffer): number {
  let rows = 0;
  reader.push(bytes);
  while (reader.next()) rows += 1;
  reader.finish();
  while (reader.next()) rows += 1;
  return rows;
}

const JSON_FORMAT: FileFormat = { kind: "json" };
const readJson = (bytes: Buffer): number =>
  rowsOf(new RowReader({ columns: 1, columnsOf: () => [0], arrays: false, skipLines: 0 }), bytes);
const CSV: DelimitedFormat = { ...plainCsv(","), headerLines: 1 };
const TEXT: DelimitedFormat = { ...plainCsv("|"), csv: false, escape: true, ignoreBlankLines: true };
const readDelimited = (format: DelimitedFormat, bytes: Buffer): number =>
  rowsOf(new DelimitedReader({ format, varchars: [true, true] }), bytes);

const piece = fc.integer({ min: 1, max: 40 });
const textOf = (...parts: readonly string[]): fc.Arbitrary<Buffer> =>
  fc
    .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...parts) }, fc.string({ maxLength: 3 })), {
      maxLength: 12,
    })
    .map((some) => Buffer.from(some.join("")));
// prettier-ignore
const json = textOf('{"a": 1}', '{"a": {"b": [1, "}"]}}\n', "\n", " ", "{", "}", "[", "]", '"', '"x\\"', ",", "{}\n", "\ufeff", "and so on", "\u000b", "[{}]", '{"a": x}\n', '{"a');
// prettier-ignore
const delimited = textOf("a,b\n", "1,2", "a|b\n", "\n", '"', '"a ""b"""', ",", "|", "\r\n", "\r", "\\", "\ufeff", "\0", "x");

describe("rows that are counted", () => {
  it("are those that COPY would read, and whole where a pack would take the file: JSON", () => {
    fc.assert(
      fc.property(json, piece, (bytes, length) => {
        const counted = countIn(bytes, length, JSON_FORMAT);
        expect(counted).toEqual({ rows: readJson(bytes), whole: scanJson(bytes).whole });
        expect(countRows(bytes, JSON_FORMAT)).toEqual(counted);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["CSV", CSV],
    ["delimited text", TEXT],
  ])("are those that COPY would read, and whole where a pack would take the file: %s", (_, format) => {
    fc.assert(
      fc.property(delimited, piece, (bytes, length) => {
        const counted = countIn(bytes, length, format);
        expect(counted?.rows).toBe(readDelimited(format, bytes));
        // A newline that is put behind a backslash is a matter of packs alone.
        const isOpen = bytes.at(-1) === 92;
        expect(isOpen || counted?.whole).toBe(isOpen || scanDelimited(bytes, format).whole);
      }),
      { numRuns: 300 },
    );
  });

  it("are one in a file of another encoding, and not known in Parquet", () => {
    expect(countRows(Buffer.from('\ufeff{"a": 1}\n{"a": 2}\n', "utf16le"), JSON_FORMAT)).toEqual({
      rows: 1,
      whole: false,
    });
    expect(countRows(Buffer.from("PAR1"), { kind: "parquet" })).toBeUndefined();
  });

  it("are not waited for in an object of more than 4 MB, however it comes", () => {
    const large = Buffer.from(`{"a": "${"x".repeat(4_400_000)}"}\n{"a": 1}\n`);
    expect(countIn(large, 1 << 16, JSON_FORMAT)?.whole).toBe(false);
    const open = Buffer.from(`{"a": "${"x".repeat(9_000_000)}`);
    expect(countIn(open, 1 << 16, JSON_FORMAT)?.whole).toBe(false);
  });
});
