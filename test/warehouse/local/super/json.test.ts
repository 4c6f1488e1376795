/** The reader of JSON against the one of the language, and the order of numbers against theirs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson, writeJson } from "../../../../src/warehouse/local/super/json.ts";
import { keyOf, ordered, rankOf } from "../../../../src/warehouse/local/super/key.ts";
import { compute } from "../../../../src/warehouse/local/super/number.ts";

/** JSON texts, of which some have a character too much, too few or another. */
const texts = fc
  .tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom("", ",", "]", "}", '"', "0", "x", "-", ".", "e", " ", "\n", "\t", "\\"),
    fc.nat(2),
  )
  .map(
    ([text, place, sign, cut]) =>
      text.slice(0, place % (text.length + 1)) + sign + text.slice((place % (text.length + 1)) + cut),
  );

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("the reader of JSON", () => {
  it("takes what JSON.parse takes, and nothing else (RFC 8259)", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readJson(text) !== undefined).toBe(parses(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("reads what is written, and keeps its meaning", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const json = readJson(text);
        const written = json && writeJson(json);
        expect(JSON.parse(written ?? "")).toEqual(JSON.parse(text));
        expect(readJson(written ?? "")).toEqual(json);
      }),
    );
  });

  it("has an end: a text of brackets alone is no value", () => {
    expect(readJson("[".repeat(100_000))).toBeUndefined();
  });
});

/** Numbers of all sizes, as JSON has them. */
const numbers = fc.oneof(
  fc.integer().map(String),
  fc.tuple(fc.integer(), fc.nat(999)).map(([whole, rest]) => `${whole}.${rest}`),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential()),
);
const value = (text: string): NonNullable<ReturnType<typeof readJson>> => readJson(text) ?? { kind: "null" };

describe("numbers within SUPER values", () => {
  it("stand in the order of their size, whatever they are written as", () => {
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        // Decimals are told apart where floating point numbers are not.
        fc.pre(Number(one) !== Number(other));
        expect(ordered(value(one), value(other))).toBe(Number(one) < Number(other) ? "<" : ">");
      }),
      { numRuns: 2000 },
    );
  });

  it("are equal where they are the same number", () => {
    for (const text of ["10", "10.0", "1e1", "10.00e0", "0.1e2"]) {
      expect(keyOf(value(text))).toBe("10");
      expect(rankOf(value(text))).toBe(rankOf(value("10")));
    }
    expect(keyOf(value("-0.0"))).toBe("0");
  });

  it("keep all digits of a sum of large integers", () => {
    expect(compute("+", "9007199254740993", "1")).toBe("9007199254740994");
  });
});
