import { describe, expect, it } from "vitest";
import { plainCsv, type FileFormat } from "../../src/formats/file-format.ts";
import type { JsonTaking } from "../../src/sources/json-taking.ts";
import { lookAtRejects } from "../../src/sources/rejected-value.ts";

const TAKING: JsonTaking = { columns: ["a", "b"], paths: [["a"], ["b"]], ignoreCase: true };
const LISTS: JsonTaking = { columns: ["a", "b"], paths: [[0], [1]], ignoreCase: false };
const JSON_FORMAT: FileFormat = { kind: "json" };
/** Of which COPY takes four megabytes. */
const LARGE = "x".repeat(4_200_000);

interface Options {
  readonly column?: string;
  readonly format?: FileFormat;
  readonly taking?: JsonTaking;
  readonly whole?: boolean;
}

/** What the file shows to be wrong at the line. */
function faultAt(
  content: string | Buffer,
  line: number,
  { column, format = JSON_FORMAT, taking = TAKING, whole = true }: Options = {},
) {
  const [seen] = lookAtRejects(
    { bytes: Buffer.from(content), whole },
    format,
    [{ line, column, reason: "no" }],
    taking,
  );
  return seen?.fault;
}

describe("what a file shows to be wrong", () => {
  const CSV: FileFormat = { ...plainCsv(","), columns: ["a", "b"] };
  const seenIn = (content: string, line: number, reason: string, whole = true) =>
    lookAtRejects({ bytes: Buffer.from(content), whole }, CSV, [{ line, column: "a", reason }], undefined)[0]
      ?.fault;

  it("is that text ends inside a row, where its last line has no end and is too short", () => {
    expect(seenIn("1,2\n3", 2, "Delimiter not found")).toEqual({ kind: "cut row" });
    expect(seenIn('1,2\n"3', 2, "Invalid quote formatting for CSV")).toEqual({ kind: "cut row" });
    expect(seenIn("1,2\n3\n", 2, "Delimiter not found")).toBeUndefined();
    expect(seenIn("1\n3,4", 1, "Delimiter not found")).toBeUndefined();
    expect(seenIn("1,2\nx,4", 2, "Invalid digit, Value 'x', Pos 0, Type: Integer")).toBeUndefined();
    expect(seenIn("1,2\n3", 2, "Delimiter not found", false)).toBeUndefined();
  });

  // github.com/apache/parquet-format, "File format": 4-byte magic number "PAR1" at both ends.
  it.each([
    ["PAR1 columns PAR1", "parquet"],
    ["PAR1 columns", "no parquet"],
    ["<html>", "no parquet"],
    ["", "no parquet"],
  ])("is that a file is no Parquet by its first and last letters: %j", (content, kind) => {
    expect(faultAt(content, 0, { format: { kind: "parquet" } })).toEqual({ kind });
  });

  it.each([
    ["on one line", '[{"a": 1}, {"a": 2}]', 1],
    ["on several", '[\n{"a": 1},\n{"a": 2}\n]\n', 4],
    ["behind a byte order mark", '\ufeff[{"a": 1}]', 1],
    ["of which an object is no JSON", '[{"a": 1}, {"a": }, {"a": 2}]', 1],
    ["of lines that may be taken for rows", '[\n{"a": }\n,{"a": 2}\n,{"a": 3}]', 3],
    ["that is cut off", '[{"a": 1}, {"a"', 1],
    ["of which a line may be taken for a row that is no JSON", '[{"a": }\n{b: 1}\n', 2],
    ["of more than 4 MB, which is cut off", `[{"a": "${LARGE}"}, {"a": 2`, 1],
  ])("is a list of rows %s", (_, content, line) => {
    expect(faultAt(content, line)).toEqual({ kind: "list" });
  });

  it("is nothing of a row whose value is refused for itself, whatever stands before it", () => {
    expect(faultAt('[1]\n{"a": "x"}\n', 2, { column: "a" })).toBeUndefined();
  });

  it("is a list of values where objects are wanted, and none where lists are", () => {
    expect(faultAt('[1, "x"]\n[2, "y"]\n', 2)).toEqual({ kind: "list of values" });
    expect(faultAt('{"a": 1}\n[2, "y"]\n', 2)).toEqual({ kind: "list of values" });
    expect(faultAt('[1, "x"]\n[2, "y"]\n', 2, { taking: LISTS })).toBeUndefined();
  });

  it.each([
    ["large", `{"records": [{"a": "${LARGE}"}, {"a": 2}]}`, "records"],
    ["large and cut off by what is read", `{"n": 1, "records": [{"a": 1}, {"a": "${LARGE}`, "records"],
    ["deeper", '{"data": {"n": 2, "rows": [{"B": 1}]}}', "data.rows"],
  ])("is an object around the rows: %s", (_, content, key) => {
    expect(faultAt(content, 1, { whole: false })).toEqual({ kind: "wrapped", key });
  });

  it("is none where a column takes a key of the object, or no key of the rows in the list", () => {
    expect(faultAt('{"a": 1, "records": [{"a": 1}]}', 1)).toBeUndefined();
    expect(faultAt('{"records": [{"c": 1}]}', 1)).toBeUndefined();
    expect(faultAt('{"records": [1], "more": []}', 1)).toBeUndefined();
    expect(
      faultAt('{"records": [{"a": 1}]}', 1, { taking: { ...TAKING, paths: undefined } }),
    ).toBeUndefined();
  });

  it("is a comma between rows, on a line of its own too", () => {
    expect(faultAt('{"a": 1}, {"a": 2}', 1)).toEqual({ kind: "comma" });
    expect(faultAt('{"a": 1},\n{"a": 2},\n', 2)).toEqual({ kind: "comma" });
    expect(faultAt('{"a": 1}\n,\n{"a": 2}', 2)).toEqual({ kind: "comma" });
  });

  it("is a byte order mark in the middle, of CSV too", () => {
    expect(faultAt('{"a": 1}\n\ufeff{"a": 2}\n', 2)).toEqual({ kind: "mark" });
    const csv = { format: { ...plainCsv(","), columns: ["a", "b"] }, column: "a" };
    expect(faultAt("\ufeff1,2\n\ufeff3,4\n", 2, csv)).toEqual({ kind: "mark" });
    expect(faultAt("\ufeff1,2\n3,4\n", 1, csv)).toBeUndefined();
    expect(faultAt('\ufeff{"a": }', 1)).toBeUndefined();
  });

  it("is its end inside of an object, unless there is more of it", () => {
    const cut = '{"a": 1}\n{\n  "a": 2,\n  "b": "o\n\n';
    expect(faultAt('{"a": 1}\n{"a": 2, "b": "o', 2)).toEqual({ kind: "cut" });
    expect(faultAt('{"a": 1}\n{\n  "a": 2,\n\n', 3)).toEqual({ kind: "cut" });
    expect(faultAt('{"a": 1}\n{"a": 2, "b": "o', 2, { whole: false })).toBeUndefined();
    // A text ends with its line: this is no JSON before the file ends.
    expect(faultAt(cut, 4)).toBeUndefined();
  });

  it("is an object of more than 4 MB, to its end or not", () => {
    expect(faultAt(`{"a": "${LARGE}"}`, 1)).toEqual({ kind: "large" });
    expect(faultAt(`{"a": "${LARGE}`, 1)).toEqual({ kind: "large" });
  });

  it.each(["{a: 1}", "{'a': 1}", "{\"a\": 'x'}", '{"a": None}', '{"a": NaN}', "{“a”: 1}"])(
    "is that quotes are missing: %s",
    (content) => {
      expect(faultAt(content, 1)).toEqual({ kind: "unquoted" });
    },
  );

  it.each(['{"a": 1,}', '{"a": }', '{"a" 1}', "<html>", '"text"', "a,b"])(
    "is nothing beyond what the warehouse says: %s",
    (content) => {
      expect(faultAt(content, 1)).toBeUndefined();
    },
  );

  it.each([
    ["JSON with a mark", Buffer.from('\ufeff{"a": 1}\n{"a": 2}', "utf16le"), JSON_FORMAT],
    ["JSON the other way round", Buffer.from('\ufeff{"a": 1}', "utf16le").swap16(), JSON_FORMAT],
    ["JSON without a mark", Buffer.from('{"a": 1}\n{"a": 2}', "utf16le"), JSON_FORMAT],
    ["CSV without a mark, the other way round", Buffer.from("1,2\n", "utf16le").swap16(), plainCsv(",")],
  ])("is UTF-16: %s", (_, content, format) => {
    for (const line of [0, 1, 2])
      expect(faultAt(content, line, { format, column: "a" })).toEqual({ kind: "utf16" });
  });

  it.each([JSON_FORMAT, plainCsv(","), { kind: "parquet" } as const])(
    "is a pointer of Git LFS: %o",
    (format) => {
      const content = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;
      expect(faultAt(content, 1, { format })).toEqual({ kind: "pointer" });
    },
  );

  it("is nothing of a row that is one, and of which a value was refused", () => {
    expect(faultAt('{"a": "x"}', 1, { column: "a" })).toBeUndefined();
    expect(faultAt('{"a": "x"}', 1, { column: "b" })).toBeUndefined();
  });
});
