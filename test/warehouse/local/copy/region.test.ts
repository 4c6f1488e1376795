import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../../../src/store/store.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../../src/warehouse/local/open.ts";

const REGIONS: Readonly<Record<string, string>> = { home: "us-east-1", far: "eu-north-1" };
const OBJECTS: Readonly<Record<string, string>> = {
  "s3://home/a.json": '{"n": 1}\n',
  "s3://far/a.json": '{"n": 2}\n',
  "s3://quiet/a.json": '{"n": 3}\n',
  "s3://home/home.manifest": manifest("s3://home/a.json", "s3://quiet/a.json"),
  "s3://home/both.manifest": manifest("s3://home/a.json", "s3://far/a.json"),
  "s3://far/far.manifest": manifest("s3://far/a.json"),
  "s3://far/paths.jsonpaths": '{"jsonpaths": ["$.n"]}',
};

function manifest(...urls: readonly string[]): string {
  return JSON.stringify({ entries: urls.map((url) => ({ url, mandatory: true })) });
}

const store: Store = {
  list: async (prefix) =>
    Object.entries(OBJECTS)
      .filter(([url]) => url.startsWith(prefix))
      .map(([url, text]) => ({ url, etag: "1", size: text.length })),
  read: async (url) => Buffer.from(OBJECTS[url] ?? ""),
  readParts: async function* ({ url }) {
    yield Buffer.from(OBJECTS[url] ?? "");
  },
  write: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  localPath: () => undefined,
  region: async (url) => REGIONS[url.split("/")[2] ?? ""],
};

describe("the COPY of a warehouse that stands in a region", () => {
  let warehouse: LocalWarehouse;
  let anywhere: LocalWarehouse;
  beforeAll(async () => {
    const options = { path: ":memory:", store, now: () => new Date(0) };
    warehouse = await openLocalWarehouse({ ...options, region: "us-east-1" });
    anywhere = await openLocalWarehouse(options);
  });
  afterAll(() => {
    warehouse.close();
    anywhere.close();
  });

  const load = (from: string, options: string, where = warehouse): Promise<number> =>
    where.withSession(async (session) => {
      await session.execute("create temporary table t (n int)");
      const sql = `copy t from '${from}' iam_role default ${options}`;
      return (await session.execute(sql)).rowCount;
    });

  it("reads buckets of that region, and what tells none", async () => {
    expect(await load("s3://home/a.json", "json 'auto'")).toBe(1);
    expect(await load("s3://home/home.manifest", "json 'auto' manifest")).toBe(2);
  });

  // Developer Guide, "COPY from Amazon S3" (manifest files, REGION) and "Load fails", which has the words.
  it.each([
    ["data", "s3://far/a.json", "json 'auto'"],
    ["data that is not there either", "s3://far/none.json", "json 'auto'"],
    ["a manifest", "s3://far/far.manifest", "json 'auto' manifest"],
    ["what a manifest names", "s3://home/both.manifest", "json 'auto' manifest"],
    ["a JSONPaths file", "s3://home/a.json", "json 's3://far/paths.jsonpaths'"],
    ["what is not in REGION, its own region too", "s3://home/a.json", "json 'auto' region 'eu-north-1'"],
  ])("refuses %s in another one", async (_, from, options) => {
    await expect(load(from, options)).rejects.toMatchObject({
      sqlState: "XX000",
      message: expect.stringMatching(
        /^S3ServiceException:The bucket .* must be addressed using the specified endpoint.*PermanentRedirect$/,
      ) as string,
    });
  });

  it("reads all of it in the region that REGION names", async () => {
    expect(await load("s3://far/a.json", "json 'auto' region 'eu-north-1'")).toBe(1);
    expect(await load("s3://far/far.manifest", "json 'auto' manifest region as 'eu-north-1'")).toBe(1);
    const options = "json 's3://far/paths.jsonpaths' region 'eu-north-1'";
    expect(await load("s3://far/a.json", options)).toBe(1);
  });

  it("reads everything when the warehouse stands nowhere, as on a laptop", async () => {
    expect(await load("s3://home/both.manifest", "json 'auto' manifest", anywhere)).toBe(2);
  });
});
