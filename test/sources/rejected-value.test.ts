import { describe, expect, it } from "vitest";
import type { JsonTaking } from "../../src/sources/json-taking.ts";
import { lookAtRejects } from "../../src/sources/rejected-value.ts";

/** 'auto ignorecase' of a table with these columns. */
const TAKING: JsonTaking = {
  columns: ["userid", "ts", "a", "b"],
  paths: [["userid"], ["ts"], ["a"], ["b"]],
  ignoreCase: true,
};
const DIGIT = (character: string): string => `Invalid digit, Value '${character}', Pos 0, Type: Integer`;

interface Asked {
  readonly line: number;
  readonly column?: string | undefined;
  readonly reason?: string;
}

/** The values that are shown of places in JSON. */
const shownAt = (text: string, places: readonly Asked[], taking: JsonTaking | undefined = TAKING) =>
  lookAtRejects(
    { bytes: Buffer.from(text), whole: true },
    { kind: "json" },
    places.map(({ line, column, reason = "no" }) => ({ line, column, reason })),
    taking,
  ).map(({ value }) => value);
const at = (text: string, line: number, column: string | undefined, taking = TAKING) =>
  shownAt(text, [{ line, column }], taking)[0];

describe("the value that a load error speaks of", () => {
  const PRETTY = '{"userId": "1"}\n{\n  "userId": "x",\n  "ts": 1.50e3\n}\n{"ts": [1]}\n';

  it("is that of the object which ends on the line, whatever the case of its key where COPY does not tell cases apart", () => {
    expect(at(PRETTY, 1, "userid")).toBe("1");
    expect(at(PRETTY, 5, "userid")).toBe("x");
    expect(at(PRETTY, 5, "userid", { ...TAKING, ignoreCase: false })).toBeUndefined();
    const both = '{"userId": "1", "userid": "x"}';
    expect(at(both, 1, "userid", { ...TAKING, ignoreCase: false })).toBe("x");
  });

  it("is a number as it is written, and what is nested as COPY loads it into a text", () => {
    expect(at(PRETTY, 5, "ts")).toBe("1.50e3");
    expect(at(PRETTY, 6, "ts")).toBe("[1]");
    expect(at('{"ts": {"a": 1,\n   "b": "x\\n \\u00e9"}}', 2, "ts")).toBe(
      String.raw`{"a": 1,"b": "x\n \u00e9"}`,
    );
    expect(at('{"ts": "a\\n\\u00e9"}', 1, "ts")).toBe("a\né");
  });

  it("is that of the key at the root, and not of one of the same name below it", () => {
    expect(at('{"more": {"ts": "inner"}, "ts": "outer"}', 1, "ts")).toBe("outer");
    expect(at('{"more": {\n"ts": "inner"}\n, "b": 1, "ts": "outer"\n}', 4, "ts")).toBe("outer");
    expect(at('{"more": "\\"ts\\": 5", "ts": 7}', 1, "ts")).toBe("7");
    expect(at('{"more": {"ts": "inner"}}', 1, "ts")).toBeUndefined();
  });

  it("is that of an object of more than 200 lines", () => {
    const lines = Array.from({ length: 500 }, (_, index) => `  "k${index}": [\n{"ts": 1}\n],\n`).join("");
    const text = `{"ts": "other"}\n{\n${lines}  "ts": "far"\n}\n`;
    expect(at(text, 1504, "ts")).toBe("far");
  });

  it("is nothing of a key that is not there, or holds null", () => {
    expect(at('{"a": 1}', 1, "b")).toBeUndefined();
    expect(at('{"a": 1, "b": null}', 1, "b")).toBeUndefined();
  });

  it("is that at the end of the path of a JSONPaths file, and what stands in the way where it leads nowhere", () => {
    const taking: JsonTaking = {
      columns: ["userid", "ts", "a"],
      paths: [["user", "id"], ["times", 1], ["ts"]],
      ignoreCase: false,
    };
    const text =
      '{"user": {"id": "x"}, "userid": "none", "times": [1, 2], "ts": "t"}\n{"user": 5, "times": [7]}';
    expect(at(text, 1, "userid", taking)).toBe("x");
    expect(at(text, 1, "ts", taking)).toBe("2");
    expect(at(text, 1, "a", taking)).toBe("t");
    expect(at(text, 2, "userid", taking)).toBe("5");
    expect(at(text, 2, "ts", taking)).toBe("[7]");
    const places: JsonTaking = { columns: ["a", "b"], paths: [[0], [1]], ignoreCase: false };
    expect(at('[1, "x"]\n[2, "y"]', 2, "b", places)).toBe("y");
  });

  it("is the row as a whole where one column takes it", () => {
    const whole: JsonTaking = { columns: ["a"], paths: undefined, ignoreCase: false };
    expect(at('{"a":\n 1}', 2, "a", whole)).toBe('{"a":1}');
  });

  it("of a key that is there twice is the one of which the reason may be told, or nothing", () => {
    expect(at('{"a": "5", "a": "x"}', 1, "a")).toBeUndefined();
    expect(at('{"a": "x", "A": "x"}', 1, "a")).toBe("x");
    const reason = DIGIT("x");
    expect(shownAt('{"a": "x", "a": "5"}', [{ line: 1, column: "a", reason }])).toEqual(["x"]);
    expect(shownAt('{"a": "5", "A": "x"}', [{ line: 1, column: "a", reason }])).toEqual(["x"]);
    expect(shownAt('{"a": "x1", "a": "x2"}', [{ line: 1, column: "a", reason }])).toEqual([undefined]);
    const nested: JsonTaking = { columns: ["a"], paths: [["u", "id"]], ignoreCase: false };
    expect(at('{"u": {"id": "5"}, "u": {"id": "x"}}', 1, "a", nested)).toBeUndefined();
  });

  it("of several objects on a line is told where all that it may be told of were refused, in their order", () => {
    const line = '{"a": "1"}{"a": "bad1"} {"a": "bad2"}{"b": "b"}\n';
    const bad = { line: 1, column: "a", reason: DIGIT("b") };
    expect(shownAt(line, [bad, bad])).toEqual(["bad1", "bad2"]);
    expect(shownAt(line, [bad])).toEqual([undefined]);
    expect(shownAt(line, [{ line: 1, column: "a", reason: "Invalid timestamp" }])).toEqual([undefined]);
    // What was refused may be that there is none.
    expect(shownAt('{"a": "1"}{"b": 1}', [{ line: 1, column: "a" }])).toEqual([undefined]);
  });

  it("is the part of a row in which it is no JSON, and no other row of the line", () => {
    expect(at('{"a": 1}', 1, undefined)).toBe('{"a": 1}');
    expect(at('{"a": 1} {"a": } {"a": 2}', 1, undefined)).toBe('{"a": }');
    expect(at('{"a": 1}, {"a": 2}', 1, undefined)).toBe(",");
    expect(at('{"a": 1} {"b": 2}', 1, undefined)).toBeUndefined();
    const broken = `{"a": "${"x".repeat(300)} and the end`;
    expect(at(broken, 1, "a")).toBe(`…${broken.slice(-200)}`);
    const long = `{"a": ${"1".repeat(300)}, b: 2, "c": "${"x".repeat(300)}"}\n`;
    expect(at(long, 1, undefined)).toMatch(/^…1+, b: 2, "c": "x+$/);
    expect(at('{"a": 1}\n[\n  {"a": 2},\n  {"a": 3}\n]\n', 5, undefined)).toBe('[ {"a": 2}, {"a": 3} ]');
  });

  it("is nothing on a line that the file does not have", () => {
    expect(at('{"a": 1}', 2, "a")).toBeUndefined();
  });

  it("is cut where it is long", () => {
    expect(at(JSON.stringify({ a: "x".repeat(5000) }), 1, "a")).toBe(`${"x".repeat(1024)}…`);
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
  const shownInCsv = (text: string, places: readonly Pick<Asked, "line" | "column">[]) =>
    lookAtRejects(
      { bytes: Buffer.from(text), whole: true },
      CSV,
      places.map(({ line, column }) => ({ line, column, reason: "no" })),
      undefined,
    ).map(({ value }) => value);
  const inCsv = (text: string, line: number, column: string | undefined) =>
    shownInCsv(text, [{ line, column }])[0];

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
    expect(shownInCsv(text, places)).toEqual(["e", "a", "b\nb", "b\nb", "a", '3,"open', undefined, "d"]);
  });

  it("is nothing in Parquet, which has no lines", () => {
    const places = [{ line: 1, column: "a", reason: "no" }];
    const file = { bytes: Buffer.from("PAR1"), whole: true };
    expect(lookAtRejects(file, { kind: "parquet" }, places, undefined)).toEqual([
      { value: undefined, fault: { kind: "parquet" } },
    ]);
  });
});
