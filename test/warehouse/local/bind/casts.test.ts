/** Whatever the binder takes reaches DuckDB with every cast written, and with the types that it tells. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SqlError, WarehouseError } from "../../../../src/errors.ts";
import { openBound, type BoundDatabase } from "../../../support/bound.ts";
import { COLUMNS, QUERIES } from "./typed.ts";

let database: BoundDatabase;
beforeAll(async () => {
  const columns = Object.entries(COLUMNS).map(([name, type]) => `"${name}" ${type}`);
  database = await openBound({ every: columns.join(", ") });
});
afterAll(() => database.close());

/** SQLSTATEs of what the binder refuses: of syntax and names, of values, of what is not here. */
const REFUSED = /^(?:42|22|0A)/;

/** Undefined for a query that the binder refuses. @throws whatever is no refusal. */
async function faultsOf(sql: string): Promise<readonly string[] | undefined> {
  try {
    return await database.faultsOf(sql);
  } catch (error) {
    const refused = error instanceof SqlError || error instanceof WarehouseError;
    if (refused && REFUSED.test(error.sqlState ?? "")) return undefined;
    throw error;
  }
}

// Each was found by the property below, or stands for what it found.
test.each([
  "select nvl(1::smallint), coalesce(timestamptz '2008-01-31 10:00+01') from every",
  'select "varbyte" || null, "varbyte" + null, concat(null, "varbyte") from every',
  "select quote_literal(null), format_encoding(null) from every",
  'select sum(- nullif(12.345, 12.345)), max(@ (null + "decimal")) from every',
  'select percentile_cont(0.5) within group (order by "date"), percentile_cont(0.5) within group (order by "smallint") from every',
  "select listagg(\"varchar\", ',') within group (order by nvl('x')) from every",
  'select "smallint"::varbyte, "char"::varbyte, "varbyte"::integer, try_cast("varbyte" as varchar) from every',
  'select "smallint" & "bigint", "varbyte" # "varbyte", ~ "varbyte" from every',
  'select substring("varchar", "bigint"), left("varchar", "bigint"), repeat("varchar", "smallint") from every',
])("DuckDB casts nothing by itself: %s", async (sql) => {
  expect(await database.faultsOf(sql)).toEqual([]);
});

test("a typed tree never reaches DuckDB with a cast that is not written, or with another type than it tells", async () => {
  let bound = 0;
  const runs = 1000;
  await fc.assert(
    fc.asyncProperty(QUERIES, async (sql) => {
      const faults = await faultsOf(sql);
      if (faults !== undefined) bound += 1;
      expect({ sql, faults: faults ?? [] }).toEqual({ sql, faults: [] });
    }),
    // The same queries every time: who changes a table looks at other ones too, with another number.
    { numRuns: runs, seed: 20261128 },
  );
  // Queries that are refused show nothing.
  expect(bound).toBeGreaterThan(runs / 4);
});
