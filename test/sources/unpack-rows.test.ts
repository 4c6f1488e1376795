import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWrapper } from "../../src/formats/json-wrapper.ts";
import type { JsonWrapper } from "../../src/formats/json-wrapper.ts";
import { isWrapped, joinRows, UnpackFault, unpackRows, unpackStart } from "../../src/sources/unpack-rows.ts";

const ROOT: JsonWrapper = { key: undefined };
const RECORDS: JsonWrapper = { key: "records" };

async function* pieces(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const unpack = async (text: string | Buffer, wrapper: JsonWrapper, size = 7) => {
  const rows: (readonly [text: string, line: number])[] = [];
  try {
    for await (const some of unpackRows(pieces(text, size), wrapper))
      for (const { bytes, line } of some) rows.push([bytes.toString(), line]);
  } catch (error) {
    if (!(error instanceof UnpackFault)) throw error;
    rows.push([error.message, -error.line]);
  }
  return rows;
};

describe("the header's word for what is around the rows", () => {
  it.each([
    ["array", { key: undefined }],
    ["records", { key: "records" }],
    ['"array"', { key: "array" }],
    ['"all the rows"', { key: "all the rows" }],
    ["two words", undefined],
    ['"open', undefined],
    ['"a" "b"', undefined],
  ])("%s", (text, wrapper) => {
    expect(parseWrapper(text)).toEqual(wrapper);
  });
});

describe("the rows of a file with an array around them", () => {
  it.each<[string, string, JsonWrapper, readonly (readonly [string, number])[]]>([
    [
      "all on one line",
      '[{"a":1},{"a":"]},["}]',
      ROOT,
      [
        ['{"a":1}', 1],
        ['{"a":"]},["}', 1],
      ],
    ],
    [
      "one a line",
      '[\n{"a":1},\n{"a":2}\n]\n',
      ROOT,
      [
        ['{"a":1}', 2],
        ['{"a":2}', 3],
      ],
    ],
    [
      "pretty-printed",
      '[\n {\n  "a": 1\n },\n {}\n]',
      ROOT,
      [
        ['{   "a": 1  }', 4],
        ["{}", 5],
      ],
    ],
    [
      "an element that is no object",
      '[{"a":1},\nnull]',
      ROOT,
      [
        ['{"a":1}', 1],
        ['"n" where an object is expected', -2],
      ],
    ],
    ["nothing in it", " [ ] ", ROOT, []],
    [
      "several arrays, and a value without one",
      '[{"a":1}]\n{"a":2}\n[]\n[{"a":3}]',
      ROOT,
      [
        ['{"a":1}', 1],
        ['{"a":2}', 2],
        ['{"a":3}', 4],
      ],
    ],
    ["behind a byte order mark", '\uFEFF[{"a":1}]', ROOT, [['{"a":1}', 1]]],
    [
      "below a key, among others",
      '{"next":{"records":[0]},"records":[{"a":1},\n{"a":2}],"count":2}',
      RECORDS,
      [
        ['{"a":1}', 1],
        ['{"a":2}', 2],
      ],
    ],
    ["below a key that is written with escapes", '{"r\\u0065cords":[{"a":1}]}', RECORDS, [['{"a":1}', 1]]],
    [
      "several of them",
      '{"records":[{"a":1}]}{"records":[]}\n{"b":2}\n{}{"records":[{"a":3}]}',
      RECORDS,
      [
        ['{"a":1}', 1],
        ['{"b":2}', 2],
        ["{}", 3],
        ['{"a":3}', 3],
      ],
    ],
    ["a key that holds no array", '{"records":null,"a":1}', RECORDS, [['{"records":null,"a":1}', 1]]],
    [
      "not closed",
      '[{"a":1},\n{"a":2}',
      ROOT,
      [
        ['{"a":1}', 1],
        ['{"a":2}', 2],
        ["the file ends inside it", -2],
      ],
    ],
    [
      "cut in a row",
      '[{"a":1},\n{"a',
      ROOT,
      [
        ['{"a":1}', 1],
        ["the file ends inside it", -2],
      ],
    ],
    [
      "cut behind the array",
      '{"records":[{"a":1}],',
      RECORDS,
      [
        ['{"a":1}', 1],
        ["the file ends inside it", -1],
      ],
    ],
    [
      "no comma",
      '[{"a":1}\n{"a":2}]',
      ROOT,
      [
        ['{"a":1}', 1],
        ['"{" where a comma or a closing bracket is expected', -2],
      ],
    ],
    [
      "a comma too many",
      '[{"a":1},\n]',
      ROOT,
      [
        ['{"a":1}', 1],
        ['"]" where an object is expected', -2],
      ],
    ],
    ["a string over two lines", '[{"a":"x\ny"}]', ROOT, [["a string is not closed on its line", -1]]],
  ])("%s", async (_, text, wrapper, rows) => {
    for (const size of [1, 3, 1000]) expect(await unpack(text, wrapper, size)).toEqual(rows);
  });

  it("gives what JSON means, whatever it is cut into", async () => {
    const value = fc.record({ v: fc.jsonValue({ maxDepth: 3 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(value),
        fc.constantFrom(undefined, 1, "\t"),
        fc.integer({ min: 1, max: 50 }),
        async (values, indent, size) => {
          const expected = values.map((one) => JSON.stringify(JSON.parse(JSON.stringify(one))));
          for (const [text, wrapper] of [
            [JSON.stringify(values, undefined, indent), ROOT],
            [JSON.stringify({ a: values, records: values, z: values }, undefined, indent), RECORDS],
          ] as const) {
            const rows = await unpack(text, wrapper, size);
            expect(rows.map(([row]) => JSON.stringify(JSON.parse(row)))).toEqual(expected);
            expect(rows.every(([row]) => !row.includes("\n"))).toBe(true);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("takes a row of 4 MB, and holds none that is larger", async () => {
    const row = (bytes: number): string => `{"a":"${"x".repeat(bytes - 8)}"}`;
    const most = 4 * 1024 * 1024;
    expect((await unpack(`[${row(most)},{}]`, ROOT, 65_536)).length).toBe(2);
    const large = [["a value of more than 4 MB, and COPY accepts no row of this size", -1]];
    for (const size of [65_536, 8 * most])
      expect(await unpack(`[${row(most + 1)}]`, ROOT, size)).toEqual(large);
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('[{"a":"');
      for (;;) yield Buffer.alloc((given += 65_536) && 65_536, "x");
    }
    await expect(unpackRows(endless(), ROOT).next()).rejects.toThrow("more than 4 MB");
    expect(given).toBeLessThan(3 * most);
  });

  it("passes over any number of blanks", async () => {
    expect(await unpack(`${" ".repeat(5_000_000)}\n[${" ".repeat(5_000_000)}{}]`, ROOT, 65_536)).toEqual([
      ["{}", 2],
    ]);
  });
});

describe("whether there is an array around the rows", () => {
  it.each<[string, JsonWrapper, boolean]>([
    ["\n [", ROOT, true],
    ['\uFEFF[{"a":1}]', ROOT, true],
    ['{"a":1}\n[{"a":2}]', ROOT, false],
    ["", ROOT, false],
    ['{"records":[', RECORDS, true],
    ['{"a":[1],"records":[', RECORDS, true],
    ['{"a":{"records":[1]}}', RECORDS, false],
    ['{"records":{}}{"records":[1]}', RECORDS, false],
    ["[1]", RECORDS, false],
    ['{"records', RECORDS, false],
    ["<html>", RECORDS, false],
  ])("%j with %j: %s", async (text, wrapper, wrapped) => {
    for (const size of [1, 1000]) expect(await isWrapped(pieces(text, size), wrapper)).toBe(wrapped);
  });

  it("is seen in the start of a file, of which whole rows are given", () => {
    const start = (text: string, wrapper: JsonWrapper) => unpackStart(Buffer.from(text), wrapper).toString();
    expect(start('{"x":1,"records":[{"a":1},\n{"b":2},{"c', RECORDS)).toBe('{"a":1}\n{"b":2}\n');
    expect(start('{"a":1}\n{"b', RECORDS)).toBe('{"a":1}\n{"b');
    expect(start('\uFEFF[{"a":1},{"b', ROOT)).toBe('{"a":1}\n');
    expect(joinRows([]).length).toBe(0);
  });
});
