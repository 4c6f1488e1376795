import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { discover } from "../../src/run/discover.ts";
import type { Source } from "../../src/sources/source.ts";
import { openFolderStore } from "../../src/store/folder-store.ts";
import type { StoredObject } from "../../src/store/store.ts";
import { memoryStore } from "../support/memory-store.ts";
import { memoryBucket, type Bucket } from "../support/fake-aws/bucket.ts";
import { memoryLedger } from "../support/known-files.ts";
import { sourceAt } from "../support/sources.ts";

const EVENTS: Source = sourceAt("events", "s3://lake/log_data/");

const now = (): Date => new Date(0);

/** With a ledger that holds these objects as files of the source that is asked for. */
const knowing = (...files: readonly (StoredObject | undefined)[]) => ({
  known: memoryLedger(
    files.map((file) => ({ ...(file ?? { url: "", etag: "", size: 0 }), source: "events" })),
  ),
  now,
});

function lake(...keys: readonly string[]): Bucket {
  const bucket = memoryBucket();
  for (const key of keys) bucket.write(key, Buffer.from("{}"));
  return bucket;
}

describe("what is new under a source", () => {
  it("is every file that the ledger does not hold, and nothing that is no JSON by its name", async () => {
    const store = memoryStore("lake", lake("log_data/a.json", "log_data/b.json", "log_data/notes.txt"));
    const [known] = await store.list("s3://lake/log_data/a");
    const ledger = knowing(known);
    const [found] = await discover(store, [EVENTS], ledger);
    expect(found).toMatchObject({
      knownFiles: 1,
      passedOver: [{ files: 1, first: "s3://lake/log_data/notes.txt" }],
    });
    expect(found?.newFiles.map(({ url }) => url)).toEqual(["s3://lake/log_data/b.json"]);
  });

  it("is a file again when it has changed since the ledger saw it", async () => {
    const bucket = lake("log_data/a.json");
    const store = memoryStore("lake", bucket);
    const [known] = await store.list("s3://lake/log_data/a");
    const ledger = knowing(known);
    expect((await discover(store, [EVENTS], ledger))[0]?.newFiles).toEqual([]);
    bucket.write("log_data/a.json", Buffer.from("{ }"));
    expect((await discover(store, [EVENTS], ledger))[0]?.newFiles).toHaveLength(1);
  });

  describe.each(["an empty prefix", "an empty folder", "a folder that does not exist"])("in %s", (place) => {
    const folder = mkdtempSync(join(tmpdir(), "dwh-empty-"));
    const inS3 = place === "an empty prefix";
    const url = inS3 ? EVENTS.urls[0] : `${folder}/${place === "an empty folder" ? "" : "mistyped/"}`;
    const source = sourceAt("events", url ?? "");
    const store = inS3 ? memoryStore("lake", lake("log/a.json")) : openFolderStore({});
    afterAll(() => rmSync(folder, { recursive: true }));

    it("is an error: a mistyped location would succeed for years", async () => {
      const error = await discover(store, [source], knowing()).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({ message: "the source events holds no file", exitCode: 2, where: url });
      expect((error as ConfigError).next).toContain("DWH_EVENTS");
      expect((error as ConfigError).next).toContain("-- empty: allowed");
    });

    it("is nothing where a file was loaded from it before, or the source may be empty", async () => {
      const before = knowing({ url: `${url}a.json`, etag: "e", size: 1 });
      for (const [one, ledger] of [
        [source, before],
        [{ ...source, mayBeEmpty: true }, knowing()],
      ] as const)
        expect(await discover(store, [one], ledger)).toMatchObject([{ newFiles: [], warnings: [] }]);
    });
  });

  it("is told when one COPY has to read a file of over 1 GB from end to end", async () => {
    const store = memoryStore("lake", lake("log_data/a.json"));
    const large = async (prefix: string) => (await store.list(prefix)).map((one) => ({ ...one, size: 2e9 }));
    const [found] = await discover({ ...store, list: large }, [EVENTS], knowing());
    expect(found?.warnings).toEqual([
      expect.stringMatching(/over 1 GB \(s3:\/\/lake\/log_data\/a.json\).*COPY/),
    ]);
  });

  describe("in another region than the work prefix", () => {
    const WORK = "s3://home/work/";
    const regions: Readonly<Record<string, string>> = { lake: "us-west-2", home: "eu-central-1" };
    const withRegions = (bucket: Bucket) => {
      const asked: string[] = [];
      const region = async (url: string): Promise<string | undefined> => {
        const [, name = ""] = /^s3:\/\/([^/]+)/.exec(url) ?? [];
        asked.push(name);
        return regions[name];
      };
      return { store: { ...memoryStore("lake", bucket), region }, asked };
    };

    it("is to be carried over", async () => {
      const { store } = withRegions(lake("log_data/a.json"));
      const [found] = await discover(store, [EVENTS], { ...knowing(), workUrl: WORK });
      expect(found?.pack).toMatchObject({
        away: "us-west-2",
        asTheyLie: [{ url: "s3://lake/log_data/a.json" }],
      });
    });

    it("is no reason to ask for regions when nothing is new, or nobody is going to load it", async () => {
      const { store, asked } = withRegions(lake("log_data/a.json"));
      const [known] = await store.list("s3://lake/log_data/a");
      await discover(store, [EVENTS], { ...knowing(known), workUrl: WORK });
      await discover(store, [EVENTS], knowing());
      expect(asked).toEqual([]);
    });

    it("is loaded where it lies when one of the two does not tell its region, or both are one", async () => {
      const { store } = withRegions(lake("log_data/a.json"));
      for (const work of ["s3://elsewhere/work/", "s3://lake/work/", "/tmp/work/"]) {
        const [found] = await discover(store, [EVENTS], { ...knowing(), workUrl: work });
        expect(found?.pack.away).toBeUndefined();
      }
      const silent = { ...store, region: async (url: string) => (url === WORK ? "eu-central-1" : undefined) };
      const [found] = await discover(silent, [EVENTS], { ...knowing(), workUrl: WORK });
      expect(found?.pack.away).toBeUndefined();
    });

    it("is refused at once when it is too large for an upload in parts of 8 MB", async () => {
      const { store } = withRegions(lake("log_data/a.json"));
      const sized = (size: number) => ({
        ...store,
        list: async (prefix: string) => (await store.list(prefix)).map((one) => ({ ...one, size })),
      });
      const most = 10_000 * 8 * 1024 * 1024;
      expect(await discover(sized(most), [EVENTS], { ...knowing(), workUrl: WORK })).toHaveLength(1);
      const error = await discover(sized(most + 1), [EVENTS], { ...knowing(), workUrl: WORK }).catch(
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({
        where: "s3://lake/log_data/a.json",
        message: expect.stringContaining("us-west-2") as string,
        next: expect.stringContaining("split it") as string,
      });
      // In the cluster's region COPY reads what there is.
      expect(
        await discover(sized(most + 1), [EVENTS], { ...knowing(), workUrl: "s3://lake/work/" }),
      ).toHaveLength(1);
    });
  });

  it("may be nothing where the ledger holds files of the prefix: they were cleared away", async () => {
    const store = memoryStore("lake", lake());
    const ledger = knowing({ url: "s3://lake/log_data/old.json", etag: "1", size: 1 });
    expect(await discover(store, [EVENTS], ledger)).toMatchObject([{ newFiles: [], knownFiles: 0 }]);
    const other = knowing({ url: "s3://lake/song_data/old.json", etag: "1", size: 1 });
    await expect(discover(store, [EVENTS], other)).rejects.toThrow(ConfigError);
  });
});
