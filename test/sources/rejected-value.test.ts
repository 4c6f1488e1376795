import { describe, expect, it } from "vitest";
import { readRejectedValues } from "../../src/sources/rejected-value.ts";

const at = (text: string, line: number, column: string | undefined) =>
  readRejectedValues(Buffer.from(text), { kind: "json" }, [{ line, column }])[0];

describe("the value that a load error speaks of", () => {
  const PRETTY = '{"userId": "1"}\n{\n  "userId": "x",\n  "ts": 1.50e3\n}\n{"ts": [1]}\n';

  it("is that of the object which ends on the line, whatever the case of its key", () => {
    expect(at(PRETTY, 1, "userid")).toBe("1");
    expect(at(PRETTY, 5, "userid")).toBe("x");
  });

  it("is a number as it is written, and everything else as JSON", () => {
    expect(at(PRETTY, 5, "ts")).toBe("1.50e3");
    expect(at(PRETTY, 6, "ts")).toBe("[1]");
  });

  it("is the end of the line where there is no such key, no object or no column", () => {
    expect(at('{"a": 1}', 1, "b")).toBe('{"a": 1}');
    expect(at('{"a": 1}', 1, undefined)).toBe('{"a": 1}');
    const broken = `{"a": "${"x".repeat(300)} and the end`;
    expect(at(broken, 1, "a")).toBe(`…${broken.slice(-200)}`);
  });

  it("is nothing on a line that the file does not have", () => {
    expect(at('{"a": 1}', 2, "a")).toBeUndefined();
  });

  const CSV = {
    kind: "delimited",
    csv: true,
    delimiter: ",",
    quote: '"',
    escape: false,
    removeQuotes: false,
    nullAs: String.raw`\N`,
    fillRecord: false,
    ignoreBlankLines: false,
    headerLines: 1,
    columns: ["id", "text"],
  } as const;
  const inCsv = (text: string, line: number, column: string | undefined) =>
    readRejectedValues(Buffer.from(text), CSV, [{ line, column }])[0];

  it("is the field of the record that the line is in, by the columns of COPY", () => {
    const text = 'id,"text"\n1,"a ""b""\nc"\n2,x\n3,"open\n4,y';
    expect(inCsv(text, 2, "text")).toBe('a "b"\nc');
    expect(inCsv(text, 3, "text")).toBe('a "b"\nc');
    expect(inCsv(text, 4, "id")).toBe("2");
    expect(inCsv(text, 6, "text")).toBe("y");
  });

  it("is the line where the record has no such field, is none, or no column is named", () => {
    const text = 'id,text\n1\n2,"open\n3,y\n';
    expect(inCsv(text, 2, "text")).toBe("1");
    expect(inCsv(text, 3, "text")).toBe('2,"open');
    expect(inCsv(text, 4, undefined)).toBe("3,y");
    expect(inCsv(text, 4, "other")).toBe("3,y");
    expect(inCsv(text, 9, "text")).toBeUndefined();
  });

  it("is told of many places at once, in their order, and twice of one line", () => {
    const text = 'id,text\n1,a\n2,"b\nb"\n3,"open\n4,d\n5,e';
    const places = [7, 2, 4, 3, 2, 5, 9, 6].map((line) => ({ line, column: "text" }));
    expect(readRejectedValues(Buffer.from(text), CSV, places)).toEqual([
      "e",
      "a",
      "b\nb",
      "b\nb",
      "a",
      '3,"open',
      undefined,
      "d",
    ]);
  });

  it("is nothing in Parquet, which has no lines", () => {
    const places = [{ line: 1, column: "a" }];
    expect(readRejectedValues(Buffer.from("PAR1"), { kind: "parquet" }, places)).toEqual([undefined]);
  });
});
