/**
 * The cases of the warehouse that ships and of each example, and that no check, no analysis and no sum is without: what `dwh test` does, a
 * test for each.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comparable } from "../../src/cases/comparable.ts";
import { openEmptyTables, runSqlCase } from "../../src/cases/run-sql-case.ts";
import { neededCases, selectsOf } from "../../src/cases/selects.ts";
import { readSqlCases } from "../../src/cases/sql-case.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { EXAMPLES } from "../support/examples.ts";
import { SQL_DIR } from "../support/sources.ts";

const WAREHOUSES = [
  { warehouse: "sql", sqlDir: SQL_DIR, folder: import.meta.dirname },
  ...EXAMPLES.map(({ name, folder }) => ({
    warehouse: `examples/${name}/sql`,
    sqlDir: join(folder, "sql"),
    folder: join(folder, "test/sql"),
  })),
];

for (const { warehouse, sqlDir, folder } of WAREHOUSES) {
  const sql = await loadSql(sqlDir);
  const { cases, defaults } = await readSqlCases(folder);
  const selects = selectsOf(sql);
  const surroundings = { sql, defaults, now: () => new Date(), signal: new AbortController().signal };

  describe(`the cases of ${warehouse}`, () => {
    let tables: Awaited<ReturnType<typeof openEmptyTables>>;
    beforeAll(async () => {
      tables = await openEmptyTables(surroundings);
    });
    afterAll(() => tables.close());

    it.each(cases)("$name: $about", async (one) => {
      const found = await runSqlCase(one, tables, surroundings);
      expect(comparable(found, selects)).toEqual(comparable(one.expected, selects));
    });
  });

  describe.each(selects)(`the $kind $name of ${warehouse}`, (select) => {
    it.each(neededCases(select, cases))("has a case in which it $what", ({ wanted, isThere }) => {
      expect({ wanted, isThere }).toEqual({ wanted, isThere: true });
    });
  });
}
