/** The cases of the warehouse that ships and of each example, and that no check, no analysis and no sum is without. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXAMPLES } from "../support/examples.ts";
import { SQL_DIR } from "../support/sources.ts";
import { comparable, openEmptyTables, readCaseSql, readSqlCases, runSqlCase } from "../support/sql-case.ts";

const WAREHOUSES = [
  { warehouse: "sql", sqlDir: SQL_DIR, folder: import.meta.dirname },
  ...EXAMPLES.map(({ name, folder }) => ({
    warehouse: `examples/${name}/sql`,
    sqlDir: join(folder, "sql"),
    folder: join(folder, "test/sql"),
  })),
];

for (const { warehouse, sqlDir, folder: beside } of WAREHOUSES) {
  const cases = readSqlCases(join(beside, "cases"));
  const sql = await readCaseSql(sqlDir);

  describe(`the cases of ${warehouse}`, () => {
    let tables: Awaited<ReturnType<typeof openEmptyTables>>;
    beforeAll(async () => {
      tables = await openEmptyTables(sql);
    });
    afterAll(() => tables.close());

    it.each(cases)("$name: $about", async (one) => {
      expect(comparable(await runSqlCase(one, tables, sql), sql)).toEqual(comparable(one.expected, sql));
    });
  });

  describe.each(sql.selects.filter(({ folder }) => folder === "sums"))(
    `$name of ${warehouse}/$folder`,
    ({ name }) => {
      const rows = cases.flatMap((one) => one.expected[name] ?? []);
      const holds = ({ counted, expected }: Readonly<Record<string, string | null>>): boolean =>
        counted === expected;

      it("has a case in which it holds", () => {
        expect(rows.filter(holds), `a case in which ${name} holds`).not.toEqual([]);
      });

      it("has a case in which it does not", () => {
        const broken = rows.filter((row) => !holds(row));
        expect(broken, `a case in which ${name} does not hold`).not.toEqual([]);
      });
    },
  );

  describe.each(sql.selects.filter(({ folder }) => folder !== "sums"))(
    `$name of ${warehouse}/$folder`,
    ({ name }) => {
      const expected = cases.flatMap((one) => one.expected[name] ?? []);
      const empty = cases.filter((one) => one.expected[name]?.length === 0);

      it("has a case in which it returns rows", () => {
        expect(expected, `a case that expects rows of ${name}`).not.toEqual([]);
      });

      it("has a case in which it returns none", () => {
        expect(empty, `a case that expects [] of ${name}`).not.toEqual([]);
      });
    },
  );
}
