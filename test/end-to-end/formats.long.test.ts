/** Sources of CSV and of Parquet beside those of JSON, through a whole run. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSql } from "../../src/job/load-sql.ts";
import type { RunResult } from "../../src/records/result.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { findSource } from "../../src/sources/find-source.ts";
import { openScratch, type Scratch } from "../support/scratch.ts";
import { SQL_DIR } from "../support/sources.ts";

const FILES = {
  "schema/shops.sql": `-- One row per shop.
create table if not exists shops (
    shop_id integer not null encode raw,
    shop_name varchar(20) encode raw,
    opened date encode az64,
    primary key (shop_id)
)
diststyle all
sortkey (shop_id);`,
  "schema/staging_shops.sql": `-- The shops as they come.
create temp table staging_shops (
    shop_id integer encode raw,
    shop_name varchar(20) encode raw,
    opened date encode raw
)
diststyle even;`,
  "schema/staging_prices.sql": `-- The prices as they come.
create temp table staging_prices (
    shop_id integer encode raw,
    price decimal(10, 2) encode raw
)
diststyle even;`,
  "schema/prices.sql": `-- One row per price.
create table if not exists prices (
    shop_id integer encode raw references shops (shop_id),
    price decimal(10, 2) encode az64
)
diststyle even;`,
  "staging/staging_shops.sql": `-- Loads the new shops.
-- source: shops
-- row-needs: shop_id; opened where shop_name = 'Kiosk'
copy staging_shops (shop_id, shop_name, opened)
from :'manifest'
iam_role :copy_role
manifest
format as csv :compression
ignoreheader 1
dateformat 'DD.MM.YYYY'
maxerror :max_errors;`,
  "staging/staging_prices.sql": `-- Loads the new prices.
-- source: prices
-- row-needs: price
copy staging_prices
from :'manifest'
iam_role :copy_role
manifest
format as parquet;`,
  "transform/shops.sql": `-- Brings shops up to date.
insert into shops (shop_id, shop_name, opened)
select shop_id, shop_name, opened from staging_shops;`,
  "transform/prices.sql": `-- Brings prices up to date.
insert into prices (shop_id, price) select shop_id, price from staging_prices;`,
};

describe("a source of CSV and one of Parquet", () => {
  let sqlDir: string;
  let scratch: Scratch;
  const run = async (maxRejects = 0, more: Partial<RunInput> = {}): Promise<RunResult> => {
    const sql = await loadSql(sqlDir);
    const sources = sql.sources
      .filter(({ name }) => name === "shops" || name === "prices")
      .map((declaration) =>
        findSource({
          declaration,
          locations: [join(scratch.folder, declaration.name)],
          jsonpaths: undefined,
        }),
      );
    return scratch.run({ sources, maxRejects, ...more });
  };
  const parquet = async (name: string, select: string): Promise<void> => {
    scratch.write(`prices/${name}`, "");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(`COPY (${select}) TO '${join(scratch.folder, "prices", name)}' (FORMAT parquet)`);
    connection.closeSync();
  };
  beforeAll(() => {
    sqlDir = mkdtempSync(join(tmpdir(), "dwh-sql-"));
    cpSync(SQL_DIR, sqlDir, { recursive: true });
    for (const [path, text] of Object.entries(FILES)) writeFileSync(join(sqlDir, path), `${text}\n`);
    scratch = openScratch(sqlDir);
  });
  afterAll(() => {
    rmSync(sqlDir, { recursive: true });
    scratch.remove();
  });

  it("are packed or not, loaded, recorded and passed over by their names", async () => {
    scratch.write("shops/a.csv", 'id,name,opened\r\n1,"Ann\'s, ""the"" shop",02.03.2018\r\n2,Bob,\r\n');
    scratch.write("shops/b.csv", "id,name,opened\n3,\\N,04.03.2018");
    scratch.write("shops/notes.json", "{}");
    await parquet("a.parquet", "SELECT 1 AS anything, 1.25::DECIMAL(10, 2) AS at_all");
    const { status, sources, error } = await run();
    expect({ status, error }).toEqual({ status: "succeeded", error: undefined });
    expect(sources).toMatchObject([
      { name: "prices", files: 1, rowsRead: 1, rowsStaged: 1, objects: 1, passedOver: 0 },
      { name: "shops", files: 2, rowsRead: 3, rowsStaged: 3, objects: 1, passedOver: 1 },
    ]);
    expect(await scratch.query("select shop_id, shop_name, opened from shops order by 1")).toEqual([
      ["1", 'Ann\'s, "the" shop', "2018-03-02"],
      ["2", "Bob", null],
      ["3", null, "2018-03-04"],
    ]);
    expect(await scratch.query("select shop_id, price from prices")).toEqual([["1", "1.25"]]);
  });

  it("tell a bad row with its file, line, column and value, and load the others", async () => {
    scratch.write("shops/c.csv", "id,name,opened\n4,Cid,05.03.2018\n");
    scratch.write("shops/d.csv", "id,name,opened\n5,Dan,soon\n6,Eve,06.03.2018\n");
    scratch.write("shops/e.csv", 'id,name,opened\n7,"Fay,06.03.2018\n8,Gus,06.03.2018\n');
    const { status, rejects, error } = await run(5);
    if (status === "failed") throw error;
    expect(status).toBe("succeeded");
    expect(rejects).toMatchObject([
      {
        url: expect.stringMatching(/d\.csv$/) as string,
        line: 2,
        column: "opened",
        value: "soon",
        code: 1205,
      },
      { url: expect.stringMatching(/e\.csv$/) as string, line: 2, column: "shop_name", code: 1214 },
    ]);
    expect(await scratch.query("select shop_id from shops where shop_id > 3 order by 1")).toEqual([
      ["4"],
      ["6"],
      ["8"],
    ]);
    const files =
      "select right(url, 5), rows_read, rows_rejected from etl_files where url like '%/shops/%' order by 1";
    expect(await scratch.query(files)).toEqual([
      ["a.csv", "2", "0"],
      ["b.csv", "1", "0"],
      ["c.csv", "1", "0"],
      ["d.csv", "2", "1"],
      ["e.csv", "2", "1"],
    ]);
  });

  it("name a row of CSV that lacks what each row needs, and load the others", async () => {
    const url = scratch.write(
      "shops/f.csv",
      'id,name,opened\n9,"Kio\nsk",\n11,Kiosk,\n12,Kiosk,06.03.2018\n',
    );
    scratch.write("shops/g.csv", "id,name,opened\n,Hal,06.03.2018\n");
    const { status, sources, rejects } = await run(2);
    expect(status).toBe("succeeded");
    expect(sources[1]).toMatchObject({ name: "shops", rowsRead: 4, rowsStaged: 2, rowsRejected: 2 });
    expect(rejects).toMatchObject([
      { url, line: 4, column: "opened", value: undefined, code: 0 },
      { url: url.replace("f.csv", "g.csv"), line: 2, column: "shop_id" },
    ]);
    expect(await scratch.query("select shop_id from shops where shop_id > 8 order by 1")).toEqual([
      ["9"],
      ["12"],
    ]);
  });

  it("publish nothing of a Parquet file with a row that lacks something, and name the file", async () => {
    await parquet("b.parquet", "SELECT 1 AS shop_id, null::DECIMAL(10, 2) AS price UNION ALL SELECT 2, 2.5");
    const { status, error, exitCode } = await run(9);
    expect({ status, exitCode }).toEqual({ status: "rejected", exitCode: 4 });
    expect(error).toMatchObject({
      message: "1 row of staging_prices has no value where each row needs one (price): nothing was loaded",
      where: join(scratch.folder, "prices/b.parquet"),
      next: expect.stringContaining("whatever DWH_MAX_REJECTS says") as string,
    });
    expect(await scratch.query("select count(*) from prices")).toEqual([["1"]]);
  });

  it.each<[string, (whole: Buffer) => Buffer | undefined, string]>([
    ["that does not fit", () => undefined, "incompatible Parquet schema for column 'price'"],
    ["that is cut off", (whole) => whole.subarray(0, -9), "not a complete one"],
    ["that is a page", () => Buffer.from("<html>\n</html>\n"), "is not a Parquet file"],
  ])(
    "publish nothing of a Parquet file %s, and call it no row, whatever is tolerated",
    async (_, spoil, says) => {
      const url = join(scratch.folder, "prices/b.parquet");
      await parquet("b.parquet", "SELECT 1 AS shop_id, 'x' AS price");
      const bytes = spoil(readFileSync(url));
      if (bytes !== undefined) scratch.write("prices/b.parquet", bytes);
      const { status, exitCode, error, rejects, sources } = await run(9);
      expect({ status, exitCode, rejects }).toEqual({ status: "failed", exitCode: 4, rejects: [] });
      expect(sources.map(({ rowsRejected }) => rowsRejected)).toEqual([0, 0]);
      expect(error).toMatchObject({
        message: expect.stringMatching(/^a file cannot be loaded: the file /) as string,
        where: url,
        // "COPY from columnar data formats": MAXERROR is not taken, so no limit of the job lets a bad row pass.
        next: expect.stringContaining("DWH_MAX_REJECTS") as string,
      });
      expect(String(error)).toContain(says);
      expect(await scratch.query("select count(*) from prices")).toEqual([["1"]]);
    },
  );

  it("leave files of Parquet out that cannot be loaded, and load the others", async () => {
    await parquet("b.parquet", "SELECT 1 AS shop_id, 'x' AS price");
    await parquet("c.parquet", "SELECT 3 AS shop_id, 3.25::DECIMAL(10, 2) AS price");
    const whole = readFileSync(join(scratch.folder, "prices/c.parquet"));
    scratch.write("prices/d.parquet", whole.subarray(0, -9));
    const { status, quarantined, error } = await run(0, { onBadFile: "quarantine" });
    expect({ status, error }).toEqual({ status: "succeeded", error: undefined });
    expect(quarantined).toMatchObject([
      {
        url: expect.stringMatching(/b\.parquet$/) as string,
        reason: expect.stringContaining("column 'price'") as string,
      },
      {
        url: expect.stringMatching(/d\.parquet$/) as string,
        reason: expect.stringContaining("not a complete one") as string,
      },
    ]);
    expect(await scratch.query("select price from prices order by 1")).toEqual([["1.25"], ["3.25"]]);
    await parquet("e.parquet", "SELECT 1 AS shop_id, null::DECIMAL(10, 2) AS price");
    expect(await run(0, { onBadFile: "quarantine" })).toMatchObject({
      status: "nothing new",
      inQuarantine: 3,
      quarantined: [{ url: expect.stringMatching(/e\.parquet$/) as string, rowsRejected: 1 }],
    });
  });

  it("are told by the message of the COPY where no log of load errors can be read", async () => {
    const logless = openScratch(sqlDir, { refusedViews: new Set(["sys_load_error_detail"]) });
    const before = scratch;
    try {
      scratch = logless;
      await parquet("a.parquet", "SELECT 1 AS shop_id, 'x' AS price");
      await parquet("b.parquet", "SELECT 2 AS shop_id, 2.5::DECIMAL(10, 2) AS price");
      scratch.write("shops/a.csv", "id,name,opened\n1,Ann,\n");
      const url = join(scratch.folder, "prices/a.parquet");
      expect(await run()).toMatchObject({ status: "failed", exitCode: 4, error: { where: url } });
      const { quarantined } = await run(0, { onBadFile: "quarantine" });
      expect(quarantined).toMatchObject([{ url }]);
      expect(await scratch.query("select price from prices")).toEqual([["2.50"]]);
    } finally {
      scratch = before;
      logless.remove();
    }
  });
});
