import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/terminal/json.ts";

function valueOf(type: string, text: string | null): unknown {
  const json = renderJson({ columns: [{ name: "v", type }], rows: [[text]] });
  return (JSON.parse(json) as { v: unknown }[])[0]?.v;
}

describe("renderJson", () => {
  it.each([
    ["integer", "7", 7],
    ["bigint", "-9007199254740991", -9007199254740991],
    ["bigint", "9007199254740993", "9007199254740993"],
    ["numeric(10,2)", "12.50", 12.5],
    ["numeric(38,4)", "1234567890123456.0001", "1234567890123456.0001"],
    ["double precision", "1e+20", 1e20],
    ["double precision", "NaN", "NaN"],
    ["real", "0.1", 0.1],
    ["boolean", "t", true],
    ["boolean", "f", false],
    ["super", '{"a":[1]}', { a: [1] }],
    [
      "super",
      '{"a":[9007199254740993,0.5,1e3,"9007199254740993"]}',
      { a: ["9007199254740993", 0.5, 1000, "9007199254740993"] },
    ],
    ["character varying(10)", "007", "007"],
    ["timestamp without time zone", "2018-11-01 20:57:10.796", "2018-11-01T20:57:10.796Z"],
    ["bigint", null, null],
  ])("%s %s", (type, text, value) => {
    expect(valueOf(type, text)).toEqual(value);
  });

  it("keeps the order of the columns, also of those named like numbers", () => {
    const columns = ["b", "1", "__proto__"].map((name) => ({ name, type: "integer" }));
    expect(
      renderJson({
        columns,
        rows: [
          ["1", "2", "3"],
          ["4", "5", "6"],
        ],
      }),
    ).toBe('[{"b":1,"1":2,"__proto__":3},\n {"b":4,"1":5,"__proto__":6}]\n');
  });

  it("loses no column of a name that is there twice", () => {
    const columns = ["count", "count_2", "count"].map((name) => ({ name, type: "integer" }));
    expect(JSON.parse(renderJson({ columns, rows: [["1", "2", "3"]] }))).toEqual([
      { count: 1, count_2: 2, count_3: 3 },
    ]);
  });

  it("gives an empty array for no rows and for no result", () => {
    expect(renderJson({ columns: [], rows: [] })).toBe("[]\n");
    expect(renderJson(undefined)).toBe("[]\n");
  });
});
