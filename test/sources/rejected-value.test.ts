import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readRejectedValue } from "../../src/sources/rejected-value.ts";

const at = (text: string, line: number, column: string | undefined) =>
  readRejectedValue(Buffer.from(text), { compression: "", format: { kind: "json" } }, line, column);

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

  it("is found in a compressed file", () => {
    expect(
      readRejectedValue(
        gzipSync('{}\n{"a": "soon"}\n'),
        { compression: "gzip", format: { kind: "json" } },
        2,
        "a",
      ),
    ).toBe("soon");
  });
});
