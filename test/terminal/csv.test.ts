import { expect, it } from "vitest";
import { renderCsv } from "../../src/terminal/csv.ts";

const columns = ["a", "b"].map((name) => ({ name, type: "text" }));

it("writes a header, and tells an empty text from NULL", () => {
  expect(
    renderCsv({
      columns,
      rows: [
        ["", null],
        ["x", "1"],
      ],
    }),
  ).toBe('a,b\n"",\nx,1\n');
});

it("quotes what would break a line or a field", () => {
  expect(
    renderCsv({
      columns,
      rows: [
        ['say "hi"', "a,b"],
        ["two\nlines", " blank "],
      ],
    }),
  ).toBe('a,b\n"say ""hi""","a,b"\n"two\nlines", blank \n');
});

it("writes the header alone for a result without rows", () => {
  expect(renderCsv({ columns, rows: [] })).toBe("a,b\n");
});
