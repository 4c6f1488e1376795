import { describe, expect, it } from "vitest";
import { scanJson } from "../../src/sources/scan-json.ts";

const scan = (text: string) => scanJson(Buffer.from(text));

describe("the structure of a JSON file", () => {
  it.each([
    ["", { objects: 0, newlines: 0, endsInNewline: true, whole: true }],
    ["\n \t\r\n", { objects: 0, newlines: 2, endsInNewline: true, whole: true }],
    ['{"a": 1}', { objects: 1, newlines: 0, endsInNewline: false, whole: true }],
    ['{"a": {"b": {}}}\n{}\n', { objects: 2, newlines: 2, endsInNewline: true, whole: true }],
    ['{"a": "}{\\"}"}{}', { objects: 2, newlines: 0, endsInNewline: false, whole: true }],
    ['{"a": "\\\\"}\n', { objects: 1, newlines: 1, endsInNewline: true, whole: true }],
    ['{"a": "é\u2028"}', { objects: 1, newlines: 0, endsInNewline: false, whole: true }],
  ])("of %j is told as it is", (text, expected) => {
    expect(scan(text)).toEqual(expected);
  });

  it.each([
    '{"a": 1 ',
    '{"a": 1}{"b"',
    '{"a": [}{"b": 1}',
    '{"a": "x\n{y"}',
    "{a: 1}{}",
    '{"a": 1,}',
    '{"a": tru}',
    // What follows is an object, at the place where the other one is none.
    '{"a" {}',
  ])("is not whole in %j: how many rows COPY makes of it, it alone knows", (text) => {
    expect(scan(text).whole).toBe(false);
  });

  it.each(['{"a": 1', '{"a": "x}', "{}}", "}{", "{},{}", "[{}]", '"a"', "1", '{"a": "\\"}'])(
    "is not whole in %j",
    (text) => {
      expect(scan(text).whole).toBe(false);
    },
  );
});
