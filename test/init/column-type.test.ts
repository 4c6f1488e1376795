/** The types that are proposed. Lengths and ranges: "Data types" of the Redshift Database Developer Guide. */
import { describe, expect, it } from "vitest";
import { columnType } from "../../src/init/column-type.ts";
import type { SampleValue } from "../../src/init/sample.ts";

const text = (...texts: readonly string[]): SampleValue[] =>
  texts.map((one) => ({ kind: "text", text: one }));
const number = (...texts: readonly string[]): SampleValue[] =>
  texts.map((one) => ({ kind: "number", text: one }));
const sqlOf = (values: readonly SampleValue[], typed = true): string => columnType(values, typed).sql;

describe("the type of a column", () => {
  it.each([
    ["small whole numbers", number("1", "-20", "0"), "integer"],
    ["ids that soon outgrow an INTEGER", number("1", "100000000"), "bigint"],
    ["whole numbers beyond 64 bits", number("9223372036854775808"), "decimal(38, 0)"],
    ["numbers of more digits than DECIMAL has", number("1".repeat(40)), "varchar(256)"],
    ["fractions among whole numbers", number("1", "2.5", "1e5"), "double precision"],
    ["numbers that a DOUBLE PRECISION does not hold", number("1e999"), "varchar(32)"],
    ["days", text("2024-02-29", "2023-01-01"), "date"],
    ["a day that the calendar has not", text("2023-02-29"), "varchar(64)"],
    ["moments", text("2024-02-29 23:59:59", "2024-02-29T23:59:59.5Z"), "timestamp"],
    ["a day among moments", text("2024-02-29", "2024-02-29 23:59:59"), "varchar(128)"],
    ["true and false", [{ kind: "boolean" }, { kind: "null" }], "boolean"],
    ["true beside a text", [{ kind: "boolean" }, ...text("x")], "varchar(32)"],
    ["a list", [{ kind: "nested" }, ...text("x")], "super"],
    ["nothing but null", [{ kind: "null" }], "varchar(256)"],
    ["a text beside a number", [...text("x"), ...number("1")], "varchar(16)"],
  ] as const)("of %s", (_, values, expected) => {
    expect(sqlOf(values)).toBe(expected);
  });

  it("has room for texts four times as long, counted in bytes", () => {
    expect(sqlOf(text("é".repeat(10)))).toBe("varchar(128)");
    expect(sqlOf(text("x".repeat(60_000)))).toBe("varchar(65535)");
  });

  it("keeps digits in quotation marks text in JSON, which tells them from numbers, and leading zeros everywhere", () => {
    expect(sqlOf(text("12"))).toBe("varchar(16)");
    expect(sqlOf(text("12"), false)).toBe("integer");
    expect(sqlOf(text("012"), false)).toBe("varchar(16)");
  });

  it("takes true and false for what they say where the file has nothing but text", () => {
    expect(sqlOf(text("true", "False", "TRUE"), false)).toBe("boolean");
    expect(sqlOf(text("true", "no"), false)).toBe("varchar(16)");
    expect(sqlOf(text("true"))).toBe("varchar(16)");
  });
});
