import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderTextTable } from "../../src/terminal/table.ts";
import { widthOf } from "../../src/text/visible.ts";

const columns = [
  { name: "title", type: "character varying(256)" },
  { name: "plays", type: "bigint" },
];
const wide = Number.POSITIVE_INFINITY;

describe("renderTable", () => {
  it("puts texts to the left, numbers to the right, and a line under the header", () => {
    expect(
      renderTextTable(
        columns,
        [
          ["You're The One", "37"],
          [null, "9"],
        ],
        wide,
      ),
    ).toBe(
      [
        "title            plays",
        "──────────────   ─────",
        "You're The One      37",
        "∅                    9",
        "",
      ].join("\n"),
    );
  });

  it("shows the header of a result without rows", () => {
    expect(renderTextTable(columns, [], wide)).toBe("title   plays\n─────   ─────\n");
  });

  it("makes control characters visible", () => {
    const text = renderTextTable(columns, [["a\nb\tc\u001b[2J\u0000\u202E\u0085", "1"]], wide);
    expect(text).toContain("a\\nb\\tc\\u001b[2J\\u0000\\u202e\\u0085");
  });

  it("keeps the columns in line for letters of double and of no width", () => {
    const lines = renderTextTable(
      columns,
      [
        ["日本", "1"],
        ["e\u0301te\u0301", "22"],
        ["👩‍👩‍👧", "3"],
      ],
      wide,
    )
      .trimEnd()
      .split("\n");
    expect(lines.map(widthOf)).toEqual([13, 13, 13, 13, 13]);
  });

  it("cuts the widest column first, so that a line fits", () => {
    const text = renderTextTable(columns, [["x".repeat(200), "12345"]], 40);
    expect(text.split("\n")[2]).toBe(`${"x".repeat(31)}…   12345`);
  });

  it("cuts columns that are equally wide alike", () => {
    const two = ["a", "b"].map((name) => ({ name, type: "text" }));
    const [, rule = ""] = renderTextTable(two, [["x".repeat(90), "y".repeat(90)]], 63).split("\n");
    expect(rule.split("   ").map((part) => part.length)).toEqual([30, 30]);
  });

  it("turns rows into blocks where even narrow columns do not fit", () => {
    const many = Array.from({ length: 18 }, (_, index) => ({ name: `column_${index}`, type: "bigint" }));
    const text = renderTextTable(many, [many.map((_, index) => `${index}2345678`)], 60);
    expect(text.split("\n").slice(0, 3)).toEqual([
      `── row 1 ${"─".repeat(51)}`,
      "column_0    02345678",
      "column_1    12345678",
    ]);
  });

  it("never writes a line that is wider than the terminal", () => {
    const cell = fc.option(fc.string({ unit: "grapheme", maxLength: 60 }), { nil: null });
    const table = fc.integer({ min: 1, max: 6 }).chain((count) =>
      fc.record({
        columns: fc.array(
          fc.record({ name: fc.string({ maxLength: 20 }), type: fc.constantFrom("bigint", "date") }),
          {
            minLength: count,
            maxLength: count,
          },
        ),
        rows: fc.array(fc.array(cell, { minLength: count, maxLength: count }), { maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(table, fc.integer({ min: 70, max: 120 }), ({ columns: names, rows }, width) => {
        for (const line of renderTextTable(names, rows, width).split("\n")) {
          expect(widthOf(line)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });

  it("holds many rows", () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => [`song ${index}`, String(index)]);
    expect(renderTextTable(columns, rows, 80).split("\n")).toHaveLength(200_003);
  });
});

describe("a block of a row", () => {
  it("shows long values to their end, wrapped below each other, wide characters whole", () => {
    const names = ["a", "b", "c", "d", "e"].map((name) => ({ name, type: "character varying(64)" }));
    const row = ["x", "0123456789abcdefghij", "日本語日本語日本語", "y", "z"];
    const lines = renderTextTable(names, [row], 16).split("\n");
    expect(lines.slice(1, 7)).toEqual([
      "a   x",
      "b   0123456789ab",
      "    cdefghij",
      "c   日本語日本語",
      "    日本語",
      "d   y",
    ]);
  });
});
