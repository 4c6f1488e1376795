/** COPY from Parquet: Developer Guide, "COPY from columnar data formats", and the words of Redshift Spectrum that users report. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../../src/warehouse/local/open.ts";

let folder: string;
let warehouse: LocalWarehouse;
let writer: DuckDBConnection;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-parquet-"));
  mkdirSync(join(folder, "b"));
  const store = openFolderStore({ s3Root: folder });
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date() });
  writer = await (await DuckDBInstance.create(":memory:")).connect();
  await writer.run("SET TimeZone = 'UTC'");
});
afterAll(() => {
  warehouse.close();
  writer.closeSync();
  rmSync(folder, { recursive: true });
});

const path = (name: string): string => join(folder, "b", name);
const write = (name: string, select: string) =>
  writer.run(`COPY (${select}) TO '${path(name)}' (FORMAT parquet)`);

/** The rows of the table behind a COPY, and the error of one that failed. */
async function load(columns: string, options = "", from = "x.parquet", list = "") {
  return warehouse.withSession(async (one) => {
    await one.execute("drop table if exists t");
    await one.execute(`create table t (${columns})`);
    const result = await one
      .execute(`copy t ${list} from 's3://b/${from}' iam_role default format as parquet ${options}`)
      .catch((error: unknown) => error as Error & { detail?: string });
    const { rows } = await one.execute("select * from t");
    const log = await one.execute(
      "select trim(file_name), line_number, trim(column_name), error_code, trim(error_message) from sys_load_error_detail where query_id = pg_last_copy_id()",
    );
    return { result, rows, log: log.rows };
  });
}

describe("a Parquet file", () => {
  it("is loaded by the place of its columns, each type as it is", async () => {
    await write(
      "x.parquet",
      `SELECT 1::SMALLINT AS q, 2::INTEGER AS w, 3::BIGINT AS e, 0.5::FLOAT AS r, 0.1::DOUBLE AS t, true AS y, 'é|"' AS u,
       DATE '2018-11-01' AS i, TIMESTAMP '2018-11-01 20:57:10.796' AS o, TIMESTAMPTZ '2018-11-01 20:57:10+00' AS p, 1.25::DECIMAL(10,2) AS a
       UNION ALL SELECT null, null, null, null, null, null, null, null, null, null, null`,
    );
    const { rows, result } = await load(
      "s smallint, i integer, l bigint, r real, d double precision, b boolean, v varchar(9), y date, m timestamp, z timestamptz, n decimal(10, 2)",
    );
    expect(rows).toEqual([
      [
        "1",
        "2",
        "3",
        "0.5",
        "0.1",
        "t",
        'é|"',
        "2018-11-01",
        "2018-11-01 20:57:10.796",
        "2018-11-01 20:57:10+00",
        "1.25",
      ],
      Array.from({ length: 11 }, () => null),
    ]);
    expect(result).toMatchObject({
      notices: ["Load into table 't' completed, 2 record(s) loaded successfully."],
    });
  });

  it("goes into the columns of a list, and with a manifest", async () => {
    await write("x.parquet", "SELECT 1 AS a");
    writeFileSync(path("m"), JSON.stringify({ entries: [{ url: "s3://b/x.parquet", mandatory: true }] }));
    expect((await load("a integer, b integer", "manifest", "m", "(b)")).rows).toEqual([[null, "1"]]);
  });

  it("lies anywhere, also where DuckDB would read a pattern", async () => {
    mkdirSync(join(folder, "b", "y[1]"), { recursive: true });
    await write("x.parquet", "SELECT 1 AS a");
    writeFileSync(path("y[1]/x.parquet"), readFileSync(path("x.parquet")));
    expect((await load("a integer", "", "y[1]/x.parquet")).rows).toEqual([["1"]]);
  });

  it("puts what is nested into SUPER with SERIALIZETOJSON, and is refused without", async () => {
    await write("x.parquet", "SELECT {'x': 1} AS a, [1, 2] AS b");
    expect((await load("a super, b super", "serializetojson")).rows).toEqual([['{"x":1}', "[1,2]"]]);
    expect((await load("a super, b super")).result).toMatchObject({ message: "Spectrum Scan Error" });
  });

  // "Limitations" of the SUPER type: a string within it is a VARCHAR.
  it("has no string of more than 65,535 bytes for SUPER", async () => {
    await write("x.parquet", "SELECT {'x': [repeat('é', 32767) || 'y']} AS a");
    expect((await load("a super", "serializetojson")).rows).toHaveLength(1);
    await write("x.parquet", "SELECT {'x': ['a']} AS a UNION ALL SELECT {'x': ['b', repeat('é', 32768)]}");
    const { result, rows, log } = await load("a super", "serializetojson");
    expect(result).toMatchObject({
      detail: expect.stringContaining("a string of more than 65535 bytes") as string,
    });
    expect(rows).toEqual([]);
    expect(log).toMatchObject([["s3://b/x.parquet", "2", "a", "15001", expect.any(String)]]);
  });

  it("may have fewer columns with FILLRECORD, of which the rest is null", async () => {
    await write("x.parquet", "SELECT 1 AS a");
    expect((await load("a integer, b varchar(3), c integer", "fillrecord")).rows).toEqual([
      ["1", null, null],
    ]);
    expect((await load("a integer, b integer not null", "fillrecord")).rows).toEqual([]);
  });
});

describe("a Parquet file that does not fit loads nothing, and is told with", () => {
  it.each([
    [
      "a column too few",
      "SELECT 1 AS a",
      "a integer, b integer",
      15_007,
      "",
      0,
      "Unmatched number of columns between table and file. Table columns: 2, Data columns: 1, File name: s3://b/x.parquet",
    ],
    [
      "a column too many",
      "SELECT 1 AS a, 2 AS b",
      "a integer",
      15_007,
      "",
      0,
      "Table columns: 1, Data columns: 2",
    ],
    [
      "another type",
      "SELECT 1::BIGINT AS a",
      "a integer",
      15_001,
      "a",
      0,
      "File 's3://b/x.parquet' has an incompatible Parquet schema for column 'a'. Column type: INTEGER, Parquet schema: bigint a",
    ],
    [
      "a narrower integer",
      "SELECT 1 AS a",
      "a bigint",
      15_001,
      "a",
      0,
      "Column type: BIGINT, Parquet schema: integer a",
    ],
    ["a text for a number", "SELECT '1' AS a", "a integer", 15_001, "a", 0, "Parquet schema: varchar a"],
    [
      "another scale",
      "SELECT 1.5::DECIMAL(10, 1) AS a",
      "a decimal(10, 2)",
      15_001,
      "a",
      0,
      "Parquet schema: decimal(10,1) a",
    ],
    [
      "a text that is too long",
      "SELECT unnest(['ab', 'éé']) AS a",
      "a varchar(3)",
      15_001,
      "a",
      2,
      "The length of the data column a is longer than the length defined in the table. Table: 3, Data: 4, File name: s3://b/x.parquet",
    ],
    [
      "a character of several bytes for CHAR",
      "SELECT 'é' AS a",
      "a char(3)",
      15_001,
      "a",
      1,
      "Column a is CHAR",
    ],
    [
      "null in NOT NULL",
      "SELECT unnest([1, null]) AS a",
      "a integer not null",
      15_001,
      "a",
      2,
      "the column is NOT NULL",
    ],
    [
      "a number out of range",
      "SELECT unnest([1, 40000]) AS a",
      "a smallint",
      15_001,
      "a",
      2,
      "out of the range of SMALLINT",
    ],
  ] as const)("%s", async (...[, select, columns, code, column, row, says]) => {
    await write("x.parquet", select);
    const { result, rows, log } = await load(columns);
    expect(rows).toEqual([]);
    expect(result).toMatchObject({ message: "Spectrum Scan Error", sqlState: "XX000" });
    expect((result as { detail?: string }).detail).toContain(says);
    expect(log).toEqual([
      ["s3://b/x.parquet", String(row), column, String(code), expect.stringContaining(says) as string],
    ]);
  });

  it.each([
    ["that is none", () => Buffer.from("a,b\n1,2\n")],
    ["that is empty", () => Buffer.alloc(0)],
    ["that ends too early", () => readFileSync(path("x.parquet")).subarray(0, 60)],
  ])("a file %s", async (_, content) => {
    await write("x.parquet", "SELECT 1 AS a");
    writeFileSync(path("x.parquet"), content());
    const { result, rows } = await load("a integer");
    expect(rows).toEqual([]);
    expect((result as { detail?: string }).detail).toContain("is not a Parquet file, or not a complete one");
  });

  it("the second file of two, and nothing of the first stays", async () => {
    rmSync(join(folder, "b"), { recursive: true });
    mkdirSync(join(folder, "b"));
    await write("y1.parquet", "SELECT 1 AS a");
    await write("y2.parquet", "SELECT 'x' AS a");
    const { result, rows } = await load("a integer", "", "y");
    expect(result).toMatchObject({ message: "Spectrum Scan Error" });
    expect(rows).toEqual([]);
  });
});
