/** The cases of test/sql/cases, and that no check, no analysis and no sum is without. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comparable, openEmptyTables, readSelects, readSqlCases, runSqlCase } from "../support/sql-case.ts";

const cases = readSqlCases(join(import.meta.dirname, "cases"));

let tables: Awaited<ReturnType<typeof openEmptyTables>>;
beforeAll(async () => {
  tables = await openEmptyTables();
});
afterAll(() => tables.close());

it.each(cases)("$name: $about", async (one) => {
  expect(comparable(await runSqlCase(one, tables))).toEqual(comparable(one.expected));
});

const selects = readSelects();

describe.each(selects.filter(({ folder }) => folder === "sums"))("$name of sql/$folder", ({ name }) => {
  const rows = cases.flatMap((one) => one.expected[name] ?? []);
  const holds = ({ counted, expected }: Readonly<Record<string, string | null>>): boolean =>
    counted === expected;

  it("has a case in which it holds", () => {
    expect(rows.filter(holds), `a case of test/sql/cases in which ${name} holds`).not.toEqual([]);
  });

  it("has a case in which it does not", () => {
    const broken = rows.filter((row) => !holds(row));
    expect(broken, `a case of test/sql/cases in which ${name} does not hold`).not.toEqual([]);
  });
});

describe.each(selects.filter(({ folder }) => folder !== "sums"))("$name of sql/$folder", ({ name }) => {
  const expected = cases.flatMap((one) => one.expected[name] ?? []);
  const empty = cases.filter((one) => one.expected[name]?.length === 0);

  it("has a case in which it returns rows", () => {
    expect(expected, `a case of test/sql/cases that expects rows of ${name}`).not.toEqual([]);
  });

  it("has a case in which it returns none", () => {
    expect(empty, `a case of test/sql/cases that expects [] of ${name}`).not.toEqual([]);
  });
});
