/** Every file of test/sql/cases: given rows, a run or several, expected rows. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSqlCase, runSqlCase, sorted } from "../support/sql-case.ts";

const FOLDER = join(import.meta.dirname, "cases");
const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => readSqlCase(join(FOLDER, name)));

it.each(cases)("$name: $about", async (one) => {
  expect(sorted(await runSqlCase(one))).toEqual(sorted(one.expected));
});
