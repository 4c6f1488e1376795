/** What an UNLOAD to Parquet holds (Developer Guide, "UNLOAD", "FORMAT AS PARQUET clause", "Unloading semi-structured data"). */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { duckdb } from "../../../src/warehouse/local/duckdb.ts";
import { duckLiteral } from "../../../src/warehouse/local/quote.ts";
import { failure } from "../../support/failure.ts";
import { openUnloads, type Unloads } from "../../support/unloads.ts";

let unloads: Unloads;
beforeAll(async () => {
  unloads = await openUnloads();
});
afterEach(() => rmSync(join(unloads.folder, "b"), { recursive: true, force: true }));
afterAll(() => unloads.close());

describe("a Parquet file", () => {
  // The guide does not list Parquet's types; each is the one that holds every value.
  it("has a column of each type by its name", async () => {
    const query = `select 1::smallint as a, 2::integer as b, 3::bigint as c, 1.50::decimal(8,2) as d, 0.5::real as e, 1.5::float8 as f,
      true as g, 'x'::char(3) as h, 'y'::varchar(5) as i, date '2008-01-02' as j, timestamp '2008-01-02 03:04:05.5' as k, null::integer as l`;
    await unloads.unload(query, "parquet");
    expect(await unloads.parquet("x0000_part_00.parquet")).toEqual({
      rows: [[1, 2, "3", "1.50", 0.5, 1.5, true, "x", "y", "2008-01-02", "2008-01-02 03:04:05.5", null]],
      types: [
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "DECIMAL(8,2)",
        "FLOAT",
        "DOUBLE",
        "BOOLEAN",
        "VARCHAR",
        "VARCHAR",
        "DATE",
        "TIMESTAMP",
        "INTEGER",
      ],
    });
  });

  it("has TIMESTAMPTZ without its zone", async () => {
    await unloads.unload("select timestamptz '2008-01-02 03:04:05+02' as t", "parquet");
    expect(await unloads.parquet("x0000_part_00.parquet")).toEqual({
      rows: [["2008-01-02 01:04:05"]],
      types: ["TIMESTAMP"],
    });
  });

  it("has SUPER as Parquet's type JSON, compressed with Snappy", async () => {
    await unloads.unload(`select json_parse('{"a": [1, null]}') as s`, "parquet");
    expect((await unloads.parquet("x0000_part_00.parquet")).rows).toEqual([['{"a":[1,null]}']]);
    const instance = await duckdb.DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const path = duckLiteral(join(unloads.folder, "b", "x0000_part_00.parquet"));
    const schema = await connection.runAndReadAll(
      `select converted_type from parquet_schema(${path}) where name = 's'`,
    );
    const facts = await connection.runAndReadAll(`select compression from parquet_metadata(${path})`);
    expect([schema.getRows(), facts.getRows()]).toEqual([[["JSON"]], [["SNAPPY"]]]);
    connection.closeSync();
    instance.closeSync();
  });
});

describe("a query of UNLOAD is refused", () => {
  it.each([
    ["select 1 as a, 2 as a", "json", "42701", 'column "a" is twice'],
    ["select 1 as a, 2 as a", "parquet", "42701", 'column "a" is twice'],
    ["select 'x'::varbyte as v", "json", "0A000", "only to text or CSV"],
    ["select 'x'::varbyte as v", "parquet", "0A000", "only to text or CSV"],
    ["select interval '1 day' as v", "parquet", "0A000", "without a documented Parquet type"],
    ["select 1 as a, 2 as b", "partition by (c)", "42703", "is not in the query"],
    ["select 1 as a, 2 as b, 3 as b", "partition by (b)", "42702", "ambiguous"],
    ["select 1 as a, 2 as b", "partition by (b, b)", "42702", "ambiguous"],
    ["select 1 as a, 1.5::float8 as b", "partition by (b)", "0A000", "PARTITION BY does not allow"],
    ["select 1 as a, json_parse('1') as b", "partition by (b)", "0A000", "PARTITION BY does not allow"],
    ["select 1 as a", "partition by (a) include", "0A000", "leaves no column"],
    ["select pid from svv_transactions", "", "0A000", "current activity"],
  ])("%s with %s", async (query, options, sqlState, message) => {
    const error = await failure(unloads.unload(query, options));
    expect(error).toMatchObject({ sqlState });
    expect(error.message).toContain(message);
    expect(await unloads.names()).toEqual([]);
  });
});
