/** Which files an UNLOAD writes, what they are called, and what becomes of those that are there (Developer Guide, "UNLOAD", "UNLOAD examples"). */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openFolderStore } from "../../../src/store/folder-store.ts";
import type { Store } from "../../../src/store/store.ts";
import { openLocalWarehouse, withLocalWarehouse } from "../../../src/warehouse/local/open.ts";
import { failure } from "../../support/failure.ts";
import { openUnloads, type Unloads } from "../../support/unloads.ts";

let unloads: Unloads;
beforeAll(async () => {
  unloads = await openUnloads(
    "create table sales (id integer, city varchar(20), day date, paid decimal(8,2))",
    `insert into sales values (1, 'Akron', '2008-01-01', 1.50), (2, 'Akron', '2008-01-02', 2), (3, 'A/B: C%', '2008-01-01', 3),
      (4, null, '2008-01-01', 4), (5, '', '2008-01-01', 5)`,
    "create table digits (d integer)",
    "insert into digits values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
    // 32 characters that no compression makes much shorter.
    `create table large as select i, md5(i::varchar(10)) as hash from (
      select 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d as i
      from digits a, digits b, digits c, digits d, digits e, digits f where f.d < 3)`,
  );
});
afterEach(() => rmSync(join(unloads.folder, "b"), { recursive: true, force: true }));
afterAll(() => unloads.close());

const SALES = "select * from sales order by id";
const namesOf = async (query: string, options = ""): Promise<readonly string[]> => {
  await unloads.unload(query, options);
  return unloads.names();
};
const put = (name: string, text = "old"): void => {
  const path = join(unloads.folder, "b", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

describe("the name of a file", () => {
  it.each([
    ["", "x0000_part_00"],
    ["csv", "x0000_part_00"],
    ["json", "x0000_part_00"],
    ["parallel on", "x0000_part_00"],
    ["parallel true gzip", "x0000_part_00.gz"],
    ["json zstd", "x0000_part_00.zst"],
    ["parquet", "x0000_part_00.parquet"],
    // "key000" and a manifest's "serial000"; two listings of "UNLOAD examples" have a digit more.
    ["parallel off", "x000"],
    ["parallel false parquet", "x000.parquet"],
    // EXTENSION 'txt.gz' stands beside GZIP in an example, and in the place of its ending.
    ["extension 'txt.gz' gzip", "x0000_part_00.txt.gz"],
    ["csv extension 'csv' parallel off", "x000.csv"],
  ])("with %s is %s", async (options, name) => {
    expect(await namesOf(SALES, options)).toEqual([name]);
  });

  it("is unpacked what it says with .gz", async () => {
    await unloads.unload("select 1 as a", "gzip");
    expect(unloads.read("x0000_part_00.gz")).toBe("1\n");
  });
});

describe("MAXFILESIZE", () => {
  const limit = 5 * 1024 * 1024;
  const sizes = (): readonly number[] =>
    readdirSync(join(unloads.folder, "b")).map((name) => statSync(join(unloads.folder, "b", name)).size);

  it("begins a new file, with its header, before a line that is too much", async () => {
    expect(await namesOf("select * from large order by i", "csv header maxfilesize 5 mb")).toEqual([
      "x0000_part_00",
      "x0000_part_01",
      "x0000_part_02",
    ]);
    for (const size of sizes()) expect(size).toBeLessThanOrEqual(limit);
    const files = (await unloads.names()).map((name) => unloads.read(name).trimEnd().split("\n"));
    expect(files.map(([first]) => first)).toEqual(["i,hash", "i,hash", "i,hash"]);
    const numbers = files.flatMap(([, ...lines]) => lines.map((line) => Number(line.split(",")[0])));
    expect(numbers).toEqual(Array.from({ length: 300_000 }, (_, index) => index + 1));
  });

  it("counts what is compressed", async () => {
    expect(await namesOf("select * from large order by i", "parallel off gzip maxfilesize as 5")).toEqual([
      "x000.gz",
      "x001.gz",
    ]);
    for (const size of sizes()) expect(size).toBeLessThanOrEqual(limit);
  });

  it("parts Parquet files, in the order of the query", async () => {
    const names = await namesOf("select * from large order by i desc", "parquet maxfilesize 5 mb");
    expect(names.length).toBeGreaterThan(1);
    const numbers: number[] = [];
    for (const name of names)
      for (const [i] of (await unloads.parquet(name)).rows as [number, string][]) numbers.push(i);
    expect(numbers).toEqual(Array.from({ length: 300_000 }, (_, index) => 300_000 - index));
  });
});

describe("a manifest", () => {
  it("lists the files with their bytes", async () => {
    await unloads.unload(SALES, "manifest parallel off");
    const size = statSync(join(unloads.folder, "b", "x000")).size;
    expect(JSON.parse(unloads.read("xmanifest"))).toEqual({
      entries: [{ url: "s3://b/x000", meta: { content_length: size } }],
    });
  });

  it("tells columns, rows and sums when it is verbose, the header counted as a row", async () => {
    await unloads.unload("select id, city, paid from sales", "manifest verbose header");
    const size = statSync(join(unloads.folder, "b", "x0000_part_00")).size;
    expect(JSON.parse(unloads.read("xmanifest"))).toEqual({
      entries: [{ url: "s3://b/x0000_part_00", meta: { content_length: size, record_count: 6 } }],
      schema: {
        elements: [
          { name: "id", type: { base: "integer" } },
          { name: "city", type: { base: "character varying", max_length: 20 } },
          { name: "paid", type: { base: "numeric", precision: 8, scale: 2 } },
        ],
      },
      meta: { content_length: size, record_count: 6 },
      author: { name: "Amazon Redshift", version: "1.0.0" },
    });
  });

  it("is what COPY loads", async () => {
    await unloads.unload("select id from sales", "manifest json");
    await unloads.session.execute("create temp table loaded (id integer)");
    await unloads.session.execute(
      "copy loaded from 's3://b/xmanifest' iam_role default manifest json 'auto'",
    );
    expect((await unloads.session.execute("select id from loaded order by 1")).rows.flat()).toEqual([
      ..."12345",
    ]);
  });
});

describe("files that are there", () => {
  it("are an error, as are all that begin with the prefix, and nothing is written", async () => {
    put("x_other");
    const error = await failure(unloads.unload(SALES));
    expect(error).toMatchObject({ sqlState: "XX000", where: "s3://b/x" });
    expect(error.message).toContain("Specified unload destination on S3 is not empty");
    expect(await unloads.names()).toEqual(["x_other"]);
  });

  it("are an error for the second of two that are the same", async () => {
    await unloads.unload(SALES);
    expect(await failure(unloads.unload(SALES))).toMatchObject({ sqlState: "XX000" });
  });

  it("are overwritten with ALLOWOVERWRITE, the manifest too, and others stay", async () => {
    for (const name of ["x0000_part_00", "x0001_part_00", "xmanifest"]) put(name);
    await unloads.unload("select 1", "allowoverwrite manifest");
    expect(unloads.read("x0000_part_00")).toBe("1\n");
    expect(unloads.read("xmanifest")).toContain("entries");
    expect(unloads.read("x0001_part_00")).toBe("old");
  });

  it("are removed with CLEANPATH, those of another prefix not", async () => {
    for (const name of ["x0001_part_00", "x/deep/file", "y"]) put(name);
    expect(await namesOf("select 1", "cleanpath")).toEqual(["x0000_part_00", "y"]);
  });

  it("are removed by CLEANPATH from the folders of the partitions that get new ones", async () => {
    for (const name of ["x/city=Akron/old", "x/city=Berlin/old", "x/old"]) put(name);
    expect(
      await namesOf("select id, city from sales where city = 'Akron'", "partition by (city) cleanpath"),
    ).toEqual(["x/city=Akron/0000_part_00", "x/city=Berlin/old", "x/old"]);
  });

  it.each(["cleanpath", "allowoverwrite"])(
    "stay with %s when the query fails on its way",
    async (options) => {
      put("x0000_part_00");
      const query = "select i, 1 / (299999 - i) from large order by i";
      expect(await failure(unloads.unload(query, options))).toMatchObject({ sqlState: "22012" });
      expect(unloads.read("x0000_part_00")).toBe("old");
      expect(await unloads.names()).toEqual(["x0000_part_00"]);
    },
  );
});

describe("PARTITION BY", () => {
  it("makes a folder of each value, whose column is not in the files", async () => {
    const query = "select id, city, day from sales where city = 'Akron' order by id desc";
    expect(await namesOf(query, "partition by (day, city) csv header")).toEqual([
      "x/day=2008-01-01/city=Akron/0000_part_00",
      "x/day=2008-01-02/city=Akron/0000_part_00",
    ]);
    expect(unloads.read("x/day=2008-01-02/city=Akron/0000_part_00")).toBe("id\n2\n");
  });

  it("leaves the column in the files with INCLUDE", async () => {
    await unloads.unload("select id, day from sales where id < 3", "partition by (day) include parallel off");
    expect(unloads.read("x/day=2008-01-02/000")).toBe("2|2008-01-02\n");
  });

  it("keeps the order of the query within a partition", async () => {
    await unloads.unload(
      "select i, i % 2 as odd from large where i <= 5000 order by i desc",
      "partition by (odd)",
    );
    const lines = unloads.read("x/odd=1/0000_part_00").trimEnd().split("\n");
    expect(lines).toEqual(Array.from({ length: 2500 }, (_, index) => String(4999 - 2 * index)));
  });

  // "__HIVE_DEFAULT_PARTITION__" for NULL; that Hive names the folder of an empty text so too, and escapes signs, the guide does not say.
  it("names folders as Hive does", async () => {
    expect(await namesOf("select id, city from sales where id > 2", "partition by (city)")).toEqual([
      "x/city=A%2FB%3A C%25/0000_part_00",
      "x/city=__HIVE_DEFAULT_PARTITION__/0000_part_00",
    ]);
  });

  it("writes Parquet files and one manifest, in the root", async () => {
    const options = "parquet partition by (day) manifest verbose";
    expect(await namesOf("select id, day from sales where id < 4 order by id", options)).toEqual([
      "x/day=2008-01-01/0000_part_00.parquet",
      "x/day=2008-01-02/0000_part_00.parquet",
      "x/manifest",
    ]);
    expect(await unloads.parquet("x/day=2008-01-01/0000_part_00.parquet")).toEqual({
      rows: [[1], [3]],
      types: ["INTEGER"],
    });
    const { meta, schema } = JSON.parse(unloads.read("x/manifest")) as {
      meta: { record_count: number };
      schema: { elements: readonly object[] };
    };
    expect(meta.record_count).toBe(3);
    expect(schema.elements).toEqual([{ name: "id", type: { base: "integer" } }]);
  });
});

describe("an UNLOAD of no rows", () => {
  // Since October 2019 Redshift writes no empty files (github.com/databricks/spark-redshift/issues/446); the guide says nothing of it.
  it.each(["", "csv header", "parquet", "partition by (city)"])("writes no file: %s", async (options) => {
    const result = await unloads.unload("select id, city from sales where false", options);
    expect(result).toMatchObject({ rowCount: 0 });
    expect(await unloads.names()).toEqual([]);
  });
});

describe("where an UNLOAD writes", () => {
  it("may be a folder of this machine, which it makes", async () => {
    const to = join(unloads.folder, "local", "deep", "sales_");
    await unloads.session.execute(`unload ('select id from sales order by id') to '${to}' iam_role default`);
    expect(readFileSync(`${to}0000_part_00`, "utf8")).toBe("1\n2\n3\n4\n5\n");
  });

  it("is never cleaned outside of S3", async () => {
    const error = await failure(
      unloads.session.execute("unload ('select 1') to '/tmp/x' iam_role default cleanpath"),
    );
    expect(error).toMatchObject({ sqlState: "0A000" });
  });

  it.each([
    ["no store", {} as Store, "0A000", /nowhere to unload to/],
    ["a store without a folder for S3", openFolderStore({}), "58030", /no folder stands for S3/],
  ])("has to be there: %s", (_, store, sqlState, message) =>
    withLocalWarehouse({ path: ":memory:", store, now: () => new Date(0) }, (warehouse) =>
      warehouse.withSession(async (one) => {
        const told = await failure(one.execute("unload ('select 1') to 's3://b/x' iam_role default"));
        expect(told).toMatchObject({ sqlState });
        expect(told.message).toMatch(message);
        expect((await one.execute("select 1")).rows).toEqual([["1"]]);
      }),
    ),
  );

  it("is in the region of the warehouse, or that of REGION", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dwh-region-"));
    const store = { ...openFolderStore({ s3Root: folder }), region: () => Promise.resolve("eu-north-1") };
    const warehouse = await openLocalWarehouse({
      path: ":memory:",
      store,
      region: "us-east-1",
      now: () => new Date(0),
    });
    const sql = "unload ('select 1') to 's3://b/x' iam_role default allowoverwrite";
    await warehouse.withSession(async (one) => {
      expect((await failure(one.execute(sql))).message).toContain("PermanentRedirect");
      expect(existsSync(join(folder, "b"))).toBe(false);
      await one.execute(`${sql} region 'eu-north-1'`);
      expect(readFileSync(join(folder, "b", "x0000_part_00"), "utf8")).toBe("1\n");
    });
    warehouse.close();
    rmSync(folder, { recursive: true });
  });

  it("leaves nothing beside the warehouse's file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dwh-beside-"));
    const path = join(folder, "w.duckdb");
    const store = openFolderStore({ s3Root: join(folder, "s3") });
    await withLocalWarehouse({ path, store, now: () => new Date(0) }, (warehouse) =>
      warehouse.withSession(async (one) => {
        await one.execute("unload ('select 1') to 's3://b/x' iam_role default");
        await failure(one.execute("unload ('select 1/0') to 's3://b/y' iam_role default"));
        expect(readdirSync(folder).filter((name) => name.includes("unload"))).toEqual([]);
      }),
    );
    rmSync(folder, { recursive: true });
  });
});
