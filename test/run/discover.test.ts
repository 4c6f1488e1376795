import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { discover } from "../../src/run/discover.ts";
import { fileKey, type Source } from "../../src/sources/source.ts";
import { memoryStore } from "../support/memory-store.ts";
import { memoryBucket, type Bucket } from "../support/fake-aws/bucket.ts";

const EVENTS: Source = { name: "events", url: "s3://lake/log_data/" };

function lake(...keys: readonly string[]): Bucket {
  const bucket = memoryBucket();
  for (const key of keys) bucket.write(key, Buffer.from("{}"));
  return bucket;
}

describe("what is new under a source", () => {
  it("is every file that the ledger does not hold, and nothing that is no JSON by its name", async () => {
    const store = memoryStore("lake", lake("log_data/a.json", "log_data/b.json", "log_data/notes.txt"));
    const [known] = await store.list("s3://lake/log_data/a");
    const ledger = new Set([fileKey(known ?? { url: "", etag: "", size: 0 })]);
    const [found] = await discover(store, [EVENTS], ledger);
    expect(found).toMatchObject({ knownFiles: 1, passedOver: 1 });
    expect(found?.newFiles.map(({ url }) => url)).toEqual(["s3://lake/log_data/b.json"]);
  });

  it("is a file again when it has changed since the ledger saw it", async () => {
    const bucket = lake("log_data/a.json");
    const store = memoryStore("lake", bucket);
    const [known] = await store.list("s3://lake/log_data/a");
    const ledger = new Set([fileKey(known ?? { url: "", etag: "", size: 0 })]);
    expect((await discover(store, [EVENTS], ledger))[0]?.newFiles).toEqual([]);
    bucket.write("log_data/a.json", Buffer.from("{ }"));
    expect((await discover(store, [EVENTS], ledger))[0]?.newFiles).toHaveLength(1);
  });

  it("is no empty prefix that always was: a typing error would succeed for years", async () => {
    const error = await discover(memoryStore("lake", lake("log/a.json")), [EVENTS], new Set()).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ exitCode: 2, where: EVENTS.url });
    expect((error as ConfigError).next).toContain("DWH_EVENTS");
  });

  it("may be nothing where the ledger holds files of the prefix: they were cleared away", async () => {
    const store = memoryStore("lake", lake());
    const ledger = new Set([fileKey({ url: "s3://lake/log_data/old.json", etag: "1", size: 1 })]);
    expect(await discover(store, [EVENTS], ledger)).toMatchObject([{ newFiles: [], knownFiles: 0 }]);
    const other = new Set([fileKey({ url: "s3://lake/song_data/old.json", etag: "1", size: 1 })]);
    await expect(discover(store, [EVENTS], other)).rejects.toThrow(ConfigError);
  });
});
