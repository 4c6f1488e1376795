import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigError, UnreachableError } from "../../src/errors.ts";
import { openS3Store } from "../../src/store/s3-store.ts";
import { interruptibleStore } from "../../src/store/interruptible-store.ts";
import type { Store, StoredObject } from "../../src/store/store.ts";
import { AWS_SERVERS, CREDENTIALS, type AwsServer } from "../support/aws-servers.ts";
import { memoryBucket, type Bucket } from "../support/fake-aws/bucket.ts";
import { startFakeAws, type FakeAws } from "../support/fake-aws/fake-aws.ts";

async function collect(source: AsyncIterable<Buffer> | undefined): Promise<string[]> {
  const texts: string[] = [];
  for await (const content of source ?? []) texts.push(content.toString());
  return texts;
}

async function failure(promise: Promise<unknown>): Promise<UnreachableError> {
  return promise.then(
    () => expect.unreachable("it should have failed"),
    (error: unknown) => error as UnreachableError,
  );
}

for (const { name, available, start } of AWS_SERVERS) {
  describe.skipIf(!available)(`an S3 store on ${name}`, () => {
    let server: AwsServer;
    let store: Store;
    let bucket: string;
    let count = 0;

    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.close());

    beforeEach(async () => {
      count += 1;
      bucket = `bucket-${count}`;
      const { endpoint } = server;
      store = openS3Store({ endpoint, region: "us-east-1", credentials: CREDENTIALS });
      const client = new S3Client({
        endpoint,
        region: "us-east-1",
        credentials: CREDENTIALS,
        forcePathStyle: true,
      });
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      client.destroy();
    });

    it("reads back what it wrote, with the size and the etag of the listing", async () => {
      await store.write(`s3://${bucket}/a/x.json`, Buffer.from('{"a":1}\n'));
      const [object] = await store.list(`s3://${bucket}/a`);
      expect(object).toMatchObject({ url: `s3://${bucket}/a/x.json`, size: 8 });
      expect(object?.etag).toMatch(/^[0-9a-f]{32}$/);
      expect((await store.read(`s3://${bucket}/a/x.json`)).toString()).toBe('{"a":1}\n');
    });

    it("takes a prefix as S3 does: with a slash and without one are different things", async () => {
      for (const key of ["log/x.json", "log_data/y.json", "log.json"]) {
        await store.write(`s3://${bucket}/${key}`, Buffer.from("1"));
      }
      const urls = async (prefix: string) =>
        (await store.list(`s3://${bucket}/${prefix}`)).map(({ url }) => url);
      expect(await urls("log/")).toEqual([`s3://${bucket}/log/x.json`]);
      expect(await urls("log")).toHaveLength(3);
      expect(await urls("")).toHaveLength(3);
      expect(await store.list(`s3://${bucket}`)).toHaveLength(3);
      expect(await urls("log_data/y.json")).toEqual([`s3://${bucket}/log_data/y.json`]);
    });

    it("leaves placeholder keys out of a listing, but not empty files", async () => {
      await store.write(`s3://${bucket}/log/`, Buffer.alloc(0));
      await store.write(`s3://${bucket}/log/empty.json`, Buffer.alloc(0));
      expect((await store.list(`s3://${bucket}/log`)).map(({ url }) => url)).toEqual([
        `s3://${bucket}/log/empty.json`,
      ]);
    });

    it("lists and reads keys with spaces, plus signs, per cents, umlauts and what XML cannot hold", async () => {
      const keys = ["a b.json", "a+b.json", "a%20b.json", "ä&<ü>.json", "bell\u0007.json"];
      for (const key of keys) await store.write(`s3://${bucket}/odd/${key}`, Buffer.from(key));
      const objects = await store.list(`s3://${bucket}/odd/`);
      expect(objects.map(({ url }) => url).sort()).toEqual(
        keys.map((key) => `s3://${bucket}/odd/${key}`).sort(),
      );
      expect(await collect(store.readMany?.(objects))).toEqual(
        objects.map(({ url }) => url.slice(`s3://${bucket}/odd/`.length)),
      );
    });

    it("writes a large object in parts", async () => {
      const content = randomBytes(20 * 1024 * 1024 + 17);
      await store.write(`s3://${bucket}/large`, content);
      expect((await store.list(`s3://${bucket}/large`))[0]?.size).toBe(content.length);
      expect((await store.read(`s3://${bucket}/large`)).equals(content)).toBe(true);
    });

    it("takes a file of many parts, of one, and an empty one, byte for byte", async () => {
      const folder = mkdtempSync(join(tmpdir(), "dwh-put-"));
      for (const size of [20 * 1024 * 1024 + 17, 17, 0]) {
        const content = randomBytes(size);
        writeFileSync(join(folder, "from"), content);
        await store.put?.(join(folder, "from"), `s3://${bucket}/to`);
        expect((await store.read(`s3://${bucket}/to`)).equals(content)).toBe(true);
      }
      rmSync(folder, { recursive: true });
    });

    it("copies an object of many parts, of one, and an empty one, byte for byte", async () => {
      for (const size of [20 * 1024 * 1024 + 17, 8 * 1024 * 1024, 17, 0]) {
        const content = randomBytes(size);
        await store.write(`s3://${bucket}/from`, content);
        const [object] = await store.list(`s3://${bucket}/from`);
        await store.copy?.(object as StoredObject, `s3://${bucket}/to`);
        expect((await store.read(`s3://${bucket}/to`)).equals(content)).toBe(true);
      }
    });

    it("refuses to read an object that is no longer the one that was listed", async () => {
      await store.write(`s3://${bucket}/x.json`, Buffer.from("old"));
      const objects = await store.list(`s3://${bucket}/x.json`);
      await store.write(`s3://${bucket}/x.json`, Buffer.from("new"));
      const error = await failure(collect(store.readMany?.(objects)));
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error).toMatchObject({
        where: `s3://${bucket}/x.json`,
        message: expect.stringContaining("has changed"),
      });
    });

    it("says that a bucket does not exist, and which", async () => {
      const error = await failure(store.list("s3://no-such-bucket-anywhere/log"));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({
        where: "s3://no-such-bucket-anywhere",
        next: expect.stringContaining("check the name of the bucket in the sources"),
      });
    });

    it("says that an object does not exist, and which", async () => {
      const error = await failure(store.read(`s3://${bucket}/gone.json`));
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error).toMatchObject({
        where: `s3://${bucket}/gone.json`,
        message: expect.stringContaining("does not exist"),
      });
    });
  });
}

describe("an S3 store", () => {
  let aws: FakeAws;

  beforeEach(async () => {
    aws = await startFakeAws();
    aws.buckets.set("lake", memoryBucket());
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await aws.close();
  });

  const open = (options: Partial<Parameters<typeof openS3Store>[0]> = {}): Store =>
    openS3Store({
      endpoint: aws.endpoint,
      region: "us-east-1",
      credentials: CREDENTIALS,
      maxAttempts: 3,
      ...options,
    });

  const fill = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      aws.buckets
        .get("lake")
        ?.write(`songs/${String(index).padStart(5, "0")}.json`, Buffer.from(`{"n":${index}}`));
    }
  };

  it("goes through all pages of a listing, and removes all pages of objects", async () => {
    fill(2345);
    aws.buckets.get("lake")?.write("songs", Buffer.from("x"));
    const store = open();
    const urls = (await store.list("s3://lake/songs/")).map(({ url }) => url);
    expect(urls).toEqual(
      Array.from({ length: 2345 }, (_, index) => `s3://lake/songs/${String(index).padStart(5, "0")}.json`),
    );
    await store.remove("s3://lake/songs/");
    expect((await store.list("s3://lake/")).map(({ url }) => url)).toEqual(["s3://lake/songs"]);
  });

  it("tells of an object that could not be removed, though S3 answers that all is well", async () => {
    fill(3);
    aws.buckets.get("lake")?.locked.add("songs/00001.json");
    const error = await failure(open().remove("s3://lake/songs/"));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({
      message: "cannot remove 1 of 3 objects: AccessDenied",
      where: "s3://lake/songs/00001.json",
    });
    expect(error.next).toContain("s3:DeleteObject");
  });

  it("keeps at least 32 requests in flight, and gives the objects in order", async () => {
    fill(200);
    const store = open();
    const objects = await store.list("s3://lake/songs");
    aws.holdUntil(32);
    const texts = await collect(store.readMany?.(objects));
    expect(texts).toEqual(Array.from({ length: 200 }, (_, index) => `{"n":${index}}`));
    expect(aws.peak()).toBeGreaterThanOrEqual(32);
  });

  it("does not read far ahead of a slow caller", async () => {
    fill(500);
    const store = open({ concurrency: 8 });
    const objects = await store.list("s3://lake/songs");
    const reads = () => aws.calls.filter((call) => call === "s3.GetObject").length;
    const eight = Promise.all(Array.from({ length: 8 }, (_, n) => aws.called("s3.GetObject", `0000${n}`)));
    for await (const content of store.readMany?.(objects) ?? []) {
      expect(content.toString()).toBe('{"n":0}');
      // Let everything that may start, start.
      await eight;
      await store.list("s3://lake/none");
      break;
    }
    expect(reads()).toBeLessThanOrEqual(8 * 5);
  });

  it("finds the region that a bucket is in", async () => {
    aws.buckets.set("far", memoryBucket({ region: "eu-north-1" }));
    const store = open();
    await store.write("s3://far/x.json", Buffer.from("far"));
    expect((await store.read("s3://far/x.json")).toString()).toBe("far");
    await store.write("s3://lake/x.json", Buffer.from("near"));
    expect((await store.read("s3://lake/x.json")).toString()).toBe("near");
    expect(aws.calls.filter((call) => call === "s3.HeadBucket")).toHaveLength(2);
  });

  it("tells the region of a bucket without another request, and none for a server that does not tell", async () => {
    aws.buckets.set("far", memoryBucket({ region: "eu-north-1" }));
    const store = open();
    expect(await store.region?.("s3://far/x.json")).toBe("eu-north-1");
    expect(await store.region?.("s3://lake/")).toBe("us-east-1");
    await store.list("s3://far/");
    expect(aws.calls.filter((call) => call === "s3.HeadBucket")).toHaveLength(2);
    aws.inject({ action: "s3.HeadBucket", times: 1, how: { status: 403, code: "AccessDenied" } });
    expect(await open().region?.("s3://lake/")).toBeUndefined();
  });

  describe("that copies a large object from one region to another", () => {
    const part = 8 * 1024 * 1024;
    const size = 5 * part;
    let far: Bucket;
    let object: StoredObject;
    beforeEach(async () => {
      far = memoryBucket({ region: "eu-north-1" });
      aws.buckets.set("far", far);
      far.write("large.json", Buffer.alloc(size, 7));
      [object] = (await open().list("s3://far/large.json")) as [StoredObject];
    });
    /** In more parts than are under way at a time. */
    const writeLarger = async (): Promise<StoredObject> => {
      far.write("larger.json", Buffer.alloc(20 * part));
      const [larger] = await open().list("s3://far/larger.json");
      return larger as StoredObject;
    };
    const count = (action: string) => aws.calls.filter((call) => call === action).length;

    it("reads and writes it in parts, and reads a part again whose connection breaks", async () => {
      aws.inject({ action: "s3.GetObject", times: 1, how: "cut" });
      aws.inject({ action: "s3.UploadPart", times: 1, how: { status: 503, code: "SlowDown" } });
      await open().copy?.(object, "s3://lake/work/large.json");
      expect(aws.buckets.get("lake")?.read("work/large.json")?.content.equals(Buffer.alloc(size, 7))).toBe(
        true,
      );
      expect([count("s3.GetObject"), count("s3.UploadPart")]).toEqual([5 + 1, 5 + 1]);
    });

    it("does not read far ahead of a bucket that is slow to take it", async () => {
      aws.inject({ action: "s3.UploadPart", times: 99, how: "hang" });
      const stopped = new AbortController();
      const larger = await writeLarger();
      const parts = aws.called("s3.UploadPart", "work/large.json");
      const copied = open().copy?.(larger, "s3://lake/work/large.json", stopped.signal);
      await parts;
      // Let everything that may start, start.
      await open().list("s3://lake/none");
      await open().list("s3://lake/none");
      expect(count("s3.GetObject")).toBeLessThanOrEqual(14);
      stopped.abort();
      await expect(copied).rejects.toThrow("Upload aborted");
    });

    it("leaves nothing at the target when the object changes meanwhile, and gives the parts up", async () => {
      const larger = await writeLarger();
      void aws.called("s3.UploadPart").then(() => far.write("larger.json", Buffer.from("{}")));
      const error = await failure(open().copy?.(larger, "s3://lake/work/large.json") as Promise<void>);
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error.where).toBe("s3://far/larger.json");
      expect(error.message).toContain("has changed");
      expect(aws.buckets.get("lake")?.list("")).toEqual([]);
      expect(count("s3.AbortMultipartUpload")).toBe(1);
    });

    it("is stopped by the signal while it takes a file, and leaves nothing", async () => {
      const folder = mkdtempSync(join(tmpdir(), "dwh-put-"));
      writeFileSync(join(folder, "from"), Buffer.alloc(size, 7));
      aws.inject({ action: "s3.UploadPart", times: 99, how: "hang" });
      const stopped = new AbortController();
      const store = interruptibleStore(open(), stopped.signal);
      const given = aws.called("s3.AbortMultipartUpload");
      const started = aws.called("s3.UploadPart");
      const told = failure(store.put?.(join(folder, "from"), "s3://lake/work/large.json") as Promise<void>);
      await started;
      stopped.abort(new Error("enough"));
      expect((await told).message).toBe("enough");
      // The parts that hang are not waited for.
      await given;
      expect(aws.buckets.get("lake")?.list("")).toEqual([]);
      rmSync(folder, { recursive: true });
    });

    it("is stopped by the signal, and gives the parts up", async () => {
      const stopped = new AbortController();
      const store = interruptibleStore(open(), stopped.signal);
      const given = aws.called("s3.AbortMultipartUpload");
      const started = aws.called("s3.UploadPart");
      const told = failure(store.copy?.(object, "s3://lake/work/large.json") as Promise<void>);
      await started;
      stopped.abort(new Error("enough"));
      expect((await told).message).toBe("enough");
      await given;
      expect(aws.buckets.get("lake")?.list("")).toEqual([]);
    });
  });

  it("reads a public bucket without any credentials, and says so when a bucket is not public", async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_REGION"])
      vi.stubEnv(name, "");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
    vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    aws.buckets.set("open-data", memoryBucket({ isPublic: true, region: "us-west-2" }));
    aws.buckets.get("open-data")?.write("log/x.json", Buffer.from("1"));
    const store = openS3Store({ endpoint: aws.endpoint, maxAttempts: 1 });
    const objects = await store.list("s3://open-data/log");
    expect(await collect(store.readMany?.(objects))).toEqual(["1"]);

    const error = await failure(store.list("s3://lake/songs"));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toBe("cannot list the objects without AWS credentials: access denied");
    expect(error).toMatchObject({ where: "s3://lake/songs", next: expect.stringContaining("AWS_PROFILE") });
  });

  it("takes the endpoint from AWS_ENDPOINT_URL, with the bucket in the path", async () => {
    fill(1);
    vi.stubEnv("AWS_ENDPOINT_URL", aws.endpoint.replace("127.0.0.1", "localhost"));
    const store = openS3Store({ region: "us-east-1", credentials: CREDENTIALS });
    expect(await store.list("s3://lake/songs")).toHaveLength(1);
  });

  it("tries again when S3 asks to slow down, and when a body breaks off", async () => {
    fill(2);
    const store = open();
    const objects = await store.list("s3://lake/songs");
    aws.inject({ action: "s3.GetObject", path: "00000", times: 1, how: { status: 503, code: "SlowDown" } });
    aws.inject({ action: "s3.GetObject", path: "00001", times: 2, how: "cut" });
    expect(await collect(store.readMany?.(objects))).toEqual(['{"n":0}', '{"n":1}']);
  });

  it.each([
    [{ status: 503, code: "SlowDown" }, UnreachableError, "asks to slow down", "again later"],
    [{ status: 403, code: "AccessDenied" }, UnreachableError, "access denied", "s3:ListBucket"],
    [
      { status: 403, code: "InvalidAccessKeyId" },
      UnreachableError,
      "credentials are not accepted",
      "log in again",
    ],
    [{ status: 400, code: "ExpiredToken" }, UnreachableError, "credentials are not accepted", "log in again"],
    [{ status: 500, code: "InternalError" }, UnreachableError, "AWS still fails", "again later"],
    [{ status: 400, code: "InvalidArgument" }, ConfigError, "AWS refused it", "check"],
    ["cut" as const, UnreachableError, "no answer", "network"],
  ])("explains %o", async (how, type, what, next) => {
    aws.inject({ action: "s3.ListObjectsV2", times: 99, how });
    const error = await failure(open({ maxAttempts: 2 }).list("s3://lake/songs"));
    expect(error).toBeInstanceOf(type);
    expect(error.message).toContain(what);
    expect(error.where).toBe("s3://lake/songs");
    expect(error.next).toContain(next);
  });

  it("explains a server that is not there", async () => {
    const error = await failure(
      open({ endpoint: "http://127.0.0.1:9", maxAttempts: 1 }).list("s3://lake/songs"),
    );
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain("ECONNREFUSED");
  });

  it("refuses a url that is none", async () => {
    await expect(open().read("s3:/lake/x")).rejects.toThrow('"s3:/lake/x" is not an S3 url');
  });
});
