import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowReader, type ReaderOptions } from "../../../../src/warehouse/local/copy/reader.ts";

const OPTIONS: ReaderOptions = {
  columns: 2,
  columnsOf: (key) => (key === "a" ? [0] : key === "b" ? [1] : undefined),
  arrays: false,
  skipLines: 0,
};

/** Rows as the raw text of `a` and `b`, bad ones as line and reason. */
function read(chunks: readonly Buffer[], options: Partial<ReaderOptions> = {}): unknown[] {
  const reader = new RowReader({ ...OPTIONS, ...options });
  const rows: unknown[] = [];
  const drain = (): void => {
    while (reader.next()) {
      const { bad, values, row } = reader;
      if (bad !== undefined) rows.push({ line: bad.line, reason: bad.error.reason });
      else if (row.kind === "array") rows.push(row.bytes.toString("utf8", row.start, row.end));
      else rows.push(values.map((value) => value?.bytes.toString("utf8", value.start, value.end)));
    }
  };
  for (const chunk of chunks) {
    reader.push(chunk);
    drain();
  }
  reader.finish();
  drain();
  return rows;
}

const readText = (text: string, options: Partial<ReaderOptions> = {}): unknown[] =>
  read([Buffer.from(text)], options);
const line = (number: number, reason: RegExp): unknown => ({
  line: number,
  reason: expect.stringMatching(reason) as string,
});

describe("rows", () => {
  it("keep the raw text of their values", () => {
    expect(readText('{"a": 1.10, "b": "x\\n"}{"b": [1, {"c": 2 }], "a": -0.0e+5}')).toEqual([
      ["1.10", '"x\\n"'],
      ["-0.0e+5", '[1, {"c": 2 }]'],
    ]);
  });

  it("take the first of equal keys, whatever way they are written", () => {
    expect(readText('{"\\u0061": 1, "a": 2}\n{"a": null, "a": 2}')).toEqual([
      ["1", undefined],
      ["null", undefined],
    ]);
  });

  it("stand between white space of every kind, behind a byte order mark", () => {
    expect(readText('\uFEFF \t\r\n\f\v{"a":1}\r\n{"a":2}')).toEqual([
      ["1", undefined],
      ["2", undefined],
    ]);
  });

  it("begin behind the lines of IGNOREHEADER, which count inside objects too", () => {
    expect(readText('{"a":\n1}\n{"a":2}', { skipLines: 2 })).toEqual([["2", undefined]]);
    expect(readText("x\ny", { skipLines: 5 })).toEqual([]);
  });

  it("may be arrays only where the JSONPaths say so", () => {
    expect(readText("[1, [2]]\n[3]", { arrays: true })).toEqual(["[1, [2]]", "[3]"]);
    expect(readText('[{"a":1},\n{"a":2}]\n{"a":3}')).toEqual([
      line(2, /Member is not an object/),
      ["3", undefined],
    ]);
  });

  it("are the same however the bytes come in pieces", () => {
    const texts = fc.constantFrom(
      '{"a":1}',
      ' {"a": "é\\u00e9\\\\", "b":[1,{"c":"}"}]}\r\n',
      "\n",
      '{"a":',
      "nul",
      '{"a":1,}',
      ", ",
      "[1,2]\n",
      '{"b":"x\n{"a":2}',
      '"{"',
      "}",
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 6 }), fc.array(fc.nat({ max: 60 })), (parts, cuts) => {
        const bytes = Buffer.from(parts.join(""));
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(read(pieces)).toEqual(read([bytes]));
      }),
    );
  });

  it("are what JSON.parse takes, and nothing else", () => {
    const alphabet = fc.constantFrom(
      ...'{}[]":,\\ 019.eE+-utrfnalseé\u0001\n'.split(""),
      '"a"',
      "true",
      "null",
      "\\u00e9",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.array(alphabet, { maxLength: 12 }).map((all) => all.join("")),
        ),
        (value) => {
          const text = `{"a":${value}}`;
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          const rows = readText(text);
          expect(rows.length === 1 && Array.isArray(rows[0])).toBe(valid);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("may be nested as deep as they like", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(readText(`{"a":${deep}}`)).toEqual([[deep, undefined]]);
  });
});

describe("what is no row", () => {
  it.each([
    ["a comma between objects", '{"a":1},\n{"a":2}', [["1", undefined], line(1, /","/), ["2", undefined]]],
    ["a stretch of words is one error", 'one\ntwo\n{"a":1}', [line(1, /"one\\ntwo"/), ["1", undefined]]],
    ["a file of something else is one error", "id,name\n1,x\n2,y\n", [line(1, /an object is expected/)]],
    ["a trailing comma", '{"a":1,}{"a":2}', [line(1, /"}" where a key/), ["2", undefined]]],
    [
      "a string that is not closed on its line",
      '{"a":1}\n{"a":"x\n{"a":3}',
      [["1", undefined], line(2, /not closed on its line/), ["3", undefined]],
    ],
    [
      "an object without an end",
      '{"a":1\n{"a":2}',
      [line(1, /a comma or a closing brace/), ["2", undefined]],
    ],
    [
      "a file that ends too early",
      '{"a":1}\n{"a":\n\n',
      [["1", undefined], line(2, /ends inside an object/)],
    ],
    [
      "one broken object over several lines is one error",
      '{\n "a": 1,\n "b": ,\n "c": {"d": 1}\n}\n{"a":2}',
      [line(3, /a value is expected/), ["2", undefined]],
    ],
    ["a literal that JSON does not have", '{"a":NaN}', [line(1, /"N" where a value/)]],
    ["a NUL byte", '\0{"a":1}', [line(1, /u0000/), ["1", undefined]]],
    ["a control character", '{"a":"\t"}', [line(1, /a control character/)]],
  ])("%s", (_, text, rows) => {
    expect(readText(text)).toEqual(rows);
  });

  it("is an object of more than 4 MB, for which the COPY fails", () => {
    const reader = new RowReader(OPTIONS);
    reader.push(Buffer.from(`{"a":"${"x".repeat(4 * 1024 * 1024)}"}`));
    expect(reader.next()).toBe(true);
    expect(reader.bad).toMatchObject({ line: 1, error: { code: 1216, fatal: true } });
  });

  it("is told to be too large long before it is complete", () => {
    const reader = new RowReader(OPTIONS);
    reader.push(Buffer.from(`{"a":"${"x".repeat(4 * 1024 * 1024)}`));
    expect(reader.next()).toBe(true);
    expect(reader.bad?.error.fatal).toBe(true);
  });
});
