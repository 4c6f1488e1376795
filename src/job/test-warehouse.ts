/** The tests of a warehouse's SQL. */
import { dirname, join, resolve } from "node:path";
import { comparable } from "../cases/comparable.ts";
import { openEmptyTables, runSqlCase } from "../cases/run-sql-case.ts";
import { neededCases, selectsOf } from "../cases/selects.ts";
import { readSqlCases } from "../cases/sql-case.ts";
import { DwhError } from "../errors.ts";
import type { JobContext } from "./job-context.ts";
import { loadSql } from "./load-sql.ts";

/** Rows of one table, check, analysis or sum that are not as expected, as lines of JSON. */
export interface CaseDifference {
  readonly name: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

/** What became of one case. */
export interface CaseResult {
  /** The file's, without its ending. */
  readonly name: string;
  readonly about: string;
  /** None when it holds. */
  readonly differences: readonly CaseDifference[];
  /** Why it could not be run. */
  readonly error: DwhError | undefined;
}

/** What became of all of them. */
export interface TestResult {
  readonly cases: readonly CaseResult[];
  /** Cases that checks, analyses and sums still need. */
  readonly wanted: readonly string[];
}

/**
 * Runs every case of `test/sql/cases` beside the folder of the SQL, in memory.
 * @throws ConfigError when there is none, or a file is not a list of cases; SqlFilesError for the SQL.
 */
export async function testWarehouse({ sqlDir, now, signal }: JobContext): Promise<TestResult> {
  const sql = await loadSql(sqlDir);
  const { cases, defaults } = await readSqlCases(join(dirname(resolve(sqlDir)), "test/sql"));
  const selects = selectsOf(sql);
  const surroundings = { sql, defaults, now, signal };
  const tables = await openEmptyTables(surroundings);
  const results: CaseResult[] = [];
  try {
    for (const one of cases) {
      signal.throwIfAborted();
      const { name, about } = one;
      try {
        const found = comparable(await runSqlCase(one, tables, surroundings), selects);
        const expected = comparable(one.expected, selects);
        const differences = Object.entries(expected)
          .map(([of, lines]) => ({ name: of, expected: lines, found: found[of] ?? [] }))
          .filter((both) => both.expected.join("\n") !== both.found.join("\n"));
        results.push({ name, about, differences, error: undefined });
      } catch (error) {
        if (!(error instanceof DwhError)) throw error;
        results.push({ name, about, differences: [], error });
      }
    }
  } finally {
    tables.close();
  }
  const needed = selects.flatMap((select) => neededCases(select, cases));
  return { cases: results, wanted: needed.filter(({ isThere }) => !isThere).map(({ wanted }) => wanted) };
}
