/** Rows that COPY passes over as headers. */
import { expect, it } from "vitest";
import { sayHeaderless } from "../../src/run/headerless.ts";

const COPY = { columns: ["id", "name", "price", "at"], texts: ["name"] };
const said = (...lines: readonly (readonly string[])[]) =>
  sayHeaderless(
    lines.map((names, at) => ({ url: `${at}.csv`, names })),
    COPY,
  );

it.each([
  ["a row", ["1", "a", "1.5", "2018-01-01 00:00:00"]],
  ["a row with nothing in one place", ["-7", "", "", ".5"]],
  ["a list of JSON", ['[{"id":1', '"name":"x"}]']],
  ["a page", ["<!DOCTYPE html>"]],
])("says that a first line that is %s is lost", (_, names) => {
  expect(said(["id", "name", "price", "at"], names)).toMatch(
    /^a first line looks like a row, and COPY passes over it as a header \(1\.csv\): /,
  );
});

it.each([
  ["the columns", ["id", "name", "price", "at"]],
  ["other names", ["Number", "Name", "Price (USD)", "Day"]],
  ["names of which one is a year", ["id", "name", "2018", "2019"]],
  ["nothing", [""]],
  ["fewer fields", ["people of 2018"]],
])("says nothing of a first line that holds %s", (_, names) => {
  expect(said(names)).toBeUndefined();
});

it("names one of several", () => {
  expect(said(["1", "a", "2", "3"], ["2", "b", "2", "3"])).toContain("(0.csv …)");
});
