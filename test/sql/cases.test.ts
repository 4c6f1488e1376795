/** The cases of test/sql/cases, and that no check, no analysis and no sum is without: what `dwh test` does, a test for each. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comparable } from "../../src/cases/comparable.ts";
import { openEmptyTables, runSqlCase } from "../../src/cases/run-sql-case.ts";
import { neededCases, selectsOf } from "../../src/cases/selects.ts";
import { readSqlCases } from "../../src/cases/sql-case.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { SQL_DIR } from "../support/sources.ts";

const sql = await loadSql(SQL_DIR);
const { cases, defaults } = await readSqlCases(import.meta.dirname);
const selects = selectsOf(sql);
const surroundings = { sql, defaults, now: () => new Date(), signal: new AbortController().signal };

let tables: Awaited<ReturnType<typeof openEmptyTables>>;
beforeAll(async () => {
  tables = await openEmptyTables(surroundings);
});
afterAll(() => tables.close());

it.each(cases)("$name: $about", async (one) => {
  const found = await runSqlCase(one, tables, surroundings);
  expect(comparable(found, selects)).toEqual(comparable(one.expected, selects));
});

describe.each(selects)("the $kind $name", (select) => {
  it.each(neededCases(select, cases))("has a case in which it $what", ({ wanted, isThere }) => {
    expect({ wanted, isThere }).toEqual({ wanted, isThere: true });
  });
});
