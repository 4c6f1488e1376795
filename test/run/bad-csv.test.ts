/** A whole run over bad CSV of every kind at once: each row is loaded or told, and none is lost. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import { BAD_CSV, BAD_CSV_COLUMNS } from "../support/bad-csv.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { makeStagedSql, stagedSources } from "../support/staged-sql.ts";

/** Without those of another COPY. */
const KINDS = BAD_CSV.filter(({ options }) => options === undefined);
/** Codes of records that are none, of which the line is told, and of null, which is told as it stands. */
const WHOLE: readonly number[] = [1202, 1213, 1214, 1216];
const fileOf = (index: number): string => `${String(index).padStart(2, "0")}.csv`;

let sqlDir: string;
let scratch: Scratch;
beforeAll(() => {
  sqlDir = makeStagedSql({
    people: { columns: BAD_CSV_COLUMNS, options: "csv :compression maxerror :max_errors" },
  });
  scratch = openScratch(sqlDir);
});
afterAll(() => {
  rmSync(sqlDir, { recursive: true });
  scratch.remove();
});

it("tells each bad row with its file, line, column, value and code, and its rows read are those staged and those rejected", async () => {
  for (const [index, { content }] of KINDS.entries()) scratch.write(`people/${fileOf(index)}`, content);
  const sources = stagedSources(await loadSql(sqlDir), scratch.folder);
  const result = await scratch.run({ sources, maxRejects: 100 });
  expect(result).toMatchObject({ status: "succeeded", error: undefined });
  const own = (code: number, value: string | undefined) => (WHOLE.includes(code) ? "the line" : value);
  const expected = KINDS.flatMap(({ errors }, index) =>
    errors.map(([line, column, code, , value]) => [
      join(scratch.folder, "people", fileOf(index)),
      line,
      column || undefined,
      code,
      // A file that cannot be read has no value.
      own(code, line === 0 ? undefined : value),
    ]),
  );
  const told = result.rejects.map(({ url, line, column, code, value }) => [
    url,
    line,
    column,
    code,
    own(code, value),
  ]);
  expect(told).toEqual(expected);
  expect(result.rejects.filter(({ line, value }) => line > 0 && value === undefined)).toEqual([]);
  const staged = KINDS.reduce((rows, { loaded }) => rows + loaded, 0);
  expect(result.sources).toMatchObject([
    { rowsRead: staged + expected.length, rowsStaged: staged, rowsRejected: expected.length },
  ]);
  expect(await scratch.query("select count(*) from staging_people")).toEqual([[String(staged)]]);
  // Rows of files whose lines are not their rows are known of all of them together.
  const [[known, broken] = []] = await scratch.query(
    "select count(rows_read), sum(case when rows_read <> rows_staged + rows_rejected then 1 else 0 end) from etl_files",
  );
  expect(Number(known)).toBeGreaterThan(0);
  expect(broken).toBe("0");
});
