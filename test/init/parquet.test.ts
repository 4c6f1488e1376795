/** A warehouse that is proposed for Parquet, whose files say their types themselves. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { initWarehouse } from "../../src/job/init-warehouse.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { testWarehouse } from "../../src/job/test-warehouse.ts";
import { findSource } from "../../src/sources/find-source.ts";
import { fakeContext } from "../support/context.ts";
import { openScratch } from "../support/scratch.ts";

let folder: string;
let writer: DuckDBConnection;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-init-parquet-"));
  writer = await (await DuckDBInstance.create(":memory:")).connect();
});
afterAll(() => {
  writer.closeSync();
  rmSync(folder, { recursive: true, force: true });
});
const write = (name: string, select: string) =>
  writer.run(`COPY (${select}) TO '${join(folder, name)}' (FORMAT parquet)`);

describe("a source of Parquet", () => {
  it("has a column of the one type that fits each of the file's, and is tested and loaded as others are", async () => {
    await write(
      "trips.parquet",
      `SELECT 'trip' || i AS "Trip Id", i % 3 AS station_id, i::SMALLINT AS stops, i::BIGINT AS metres, i / 4::DOUBLE AS hours, i::FLOAT AS speed,
       (i / 2)::DECIMAL(10, 2) AS price, i = 1 AS paid, DATE '2024-01-01' AS day, TIMESTAMP '2024-01-01 03:04:05' AS started, [i] AS legs
       FROM unnest(range(1, 41)::INTEGER[]) AS t(i)`,
    );
    await write("stations.parquet", "SELECT unnest([0, 1, 2]) AS id, unnest(['a', 'b', 'c']) AS name");
    const own = join(folder, "own");
    const sources = ["trips", "stations"];
    const context = fakeContext({});
    const { star } = await initWarehouse(
      context,
      own,
      sources.map((name) => `${name}=${join(folder, `${name}.parquet`)}`),
    );
    expect([star.fact.source.table, star.dimension?.table]).toEqual(["trips", "stations"]);
    expect(readFileSync(join(own, "sql/schema/staging_trips.sql"), "utf8").replace(/\s+/g, " ")).toContain(
      "( trip_id varchar(32), station_id integer, stops smallint, metres bigint, hours double precision, speed real, " +
        "price decimal(10, 2), paid boolean, day date, started timestamp, legs super )",
    );
    const staging = readFileSync(join(own, "sql/staging/staging_trips.sql"), "utf8");
    expect(staging).toContain("-- required: trip_id\n-- row-needs: trip_id\n");
    expect(staging).toMatch(/iam_role :copy_role\nmanifest\nformat as parquet serializetojson;\n$/);

    const tested = await testWarehouse({ ...context, sqlDir: join(own, "sql") });
    const wrong = tested.cases.filter(
      ({ error, differences }) => error !== undefined || differences.length > 0,
    );
    expect({ wrong, wanted: tested.wanted }).toEqual({ wrong: [], wanted: [] });
    const scratch = openScratch(join(own, "sql"));
    try {
      const declared = (await loadSql(join(own, "sql"))).sources;
      const found = declared.map((declaration) =>
        findSource({
          declaration,
          locations: [join(folder, `${declaration.name}.parquet`)],
          jsonpaths: undefined,
        }),
      );
      expect(await scratch.run({ sources: found })).toMatchObject({ status: "succeeded", error: undefined });
      expect(await scratch.query("select count(*), sum(price) from trips")).toEqual([["40", "410.00"]]);
    } finally {
      scratch.remove();
    }
  });

  it("has cases that give rows to a run, where nothing in it is nested", async () => {
    await write(
      "plain.parquet",
      "SELECT 'p' || i AS id, i / 4::DOUBLE AS hours, i::DECIMAL(6, 2) AS price FROM range(9) AS t(i)",
    );
    const own = join(folder, "plain");
    await initWarehouse(fakeContext({}), own, [`plain=${join(folder, "plain.parquet")}`]);
    expect(readFileSync(join(own, "test/sql/cases/plain.json"), "utf8")).toContain('"runs"');
    const { cases } = await testWarehouse({ ...fakeContext({}), sqlDir: join(own, "sql") });
    expect(cases.filter(({ error, differences }) => error !== undefined || differences.length > 0)).toEqual(
      [],
    );
  });

  it.each([
    ["a type that no column takes", "SELECT 1::UINTEGER AS a", "no column takes a, which is UINTEGER"],
    ["no row", "SELECT 1 AS a WHERE false", "hold no row"],
  ])("is refused with %s", async (_, select, message) => {
    await write("bad.parquet", select);
    const refused = initWarehouse(fakeContext({}), join(folder, "no"), [`a=${join(folder, "bad.parquet")}`]);
    await expect(refused).rejects.toThrow(message);
  });
});
