import { expect, it } from "vitest";
import { renderSnippet } from "../../src/text/snippet.ts";

it("puts a caret under the column", () => {
  expect(renderSnippet("select 1;\n\tselect x from y", { line: 2, column: 9 })).toBe(
    " select x from y\n        ^",
  );
});

it("shows the neighbourhood in a long line", () => {
  const [line = "", caret = ""] = renderSnippet(`${"a".repeat(500)}!${"b".repeat(500)}`, {
    line: 1,
    column: 501,
  }).split("\n");
  expect(line.length).toBeLessThanOrEqual(101);
  expect(line[caret.indexOf("^")]).toBe("!");
});

it("counts letters of double width as a terminal does", () => {
  expect(renderSnippet("select '日本' x", { line: 1, column: 13 })).toBe(
    `select '日本' x\n${" ".repeat(14)}^`,
  );
});
