import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { listConcurrently, type ListPage, type ListRequest } from "../../src/store/s3-list.ts";
import { openS3Store } from "../../src/store/s3-store.ts";
import { compareBytes } from "../../src/text/byte-order.ts";
import { CREDENTIALS } from "../support/aws-servers.ts";
import { memoryBucket, type Bucket } from "../support/fake-aws/bucket.ts";
import { startFakeAws, type FakeAws } from "../support/fake-aws/fake-aws.ts";

/** S3 by its page, in pages of a few keys, and everything that was asked of it. */
function smallS3(keys: readonly string[], size: number, wait = async (): Promise<void> => undefined) {
  const sorted = [...keys].sort(compareBytes);
  const asked: ListRequest[] = [];
  let [underWay, peak] = [0, 0];
  const ask = async (request: ListRequest): Promise<ListPage<string>> => {
    asked.push(request);
    underWay += 1;
    peak = Math.max(peak, underWay);
    await wait();
    underWay -= 1;
    const { prefix, folded, after, token } = request;
    const objects: string[] = [];
    const prefixes: string[] = [];
    let next: string | undefined;
    for (const key of sorted) {
      if (!key.startsWith(prefix)) continue;
      const end = folded ? key.indexOf("/", prefix.length) : -1;
      const name = end === -1 ? key : key.slice(0, end + 1);
      if (prefixes.at(-1) === name) continue;
      if (token !== undefined && (compareBytes(name, token) <= 0 || name === token)) continue;
      if (after !== undefined && compareBytes(key, after) <= 0) continue;
      if (objects.length + prefixes.length === size) return { objects, prefixes, next };
      (end === -1 ? objects : prefixes).push(name);
      next = name;
    }
    return { objects, prefixes, next: undefined };
  };
  return { ask, asked, peak: () => peak };
}

async function collect(pages: AsyncIterable<readonly string[]>): Promise<string[]> {
  const all: string[] = [];
  for await (const page of pages) all.push(...page);
  return all.sort(compareBytes);
}

const keyOf = (key: string): string => key;

describe("a concurrent listing", () => {
  it("has every key below the prefixes once, whatever they look like", async () => {
    const part = fc.string({ unit: fc.constantFrom("a", "b", "/", "\uE000", "😀"), maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(
          part.map((text) => `p/${text}`),
          { maxLength: 60 },
        ),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 8 }),
        async (keys, size, concurrency) => {
          const s3 = smallS3([...keys, "other/x"], size);
          const found = await collect(listConcurrently(["p/"], s3.ask, { concurrency, keyOf }));
          expect(found).toEqual([...keys].sort(compareBytes));
          expect(s3.peak()).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("costs no more requests than it has pages where it is small", async () => {
    const s3 = smallS3(["p/a/1", "p/b/1", "p/c/1"], 3);
    await collect(listConcurrently(["p/"], s3.ask, { concurrency: 64, keyOf }));
    expect(s3.asked).toHaveLength(1);
  });

  it("reads folders of folders in as many places as may be", async () => {
    const keys = Array.from({ length: 20 }, (_, folder) =>
      Array.from({ length: 20 }, (__, day) =>
        Array.from({ length: 30 }, (___, file) => `p/${folder + 10}/${day + 10}/${file + 10}`),
      ),
    ).flat(2);
    const s3 = smallS3(keys, 10, () => new Promise((resolve) => setImmediate(resolve)));
    expect(await collect(listConcurrently(["p/"], s3.ask, { concurrency: 64, keyOf }))).toHaveLength(12_000);
    expect(s3.peak()).toBe(64);
    // 1,200 pages, and what the dividing costs.
    expect(s3.asked.length).toBeLessThan(1300);
  });

  it("asks for no more than may be held while nobody takes it", async () => {
    const keys = Array.from({ length: 1000 }, (_, at) => `p/${(at % 100) + 100}/${at + 1000}`);
    const s3 = smallS3(keys, 5);
    const pages = listConcurrently(["p/"], s3.ask, { concurrency: 8, keyOf });
    let taken = 0;
    let ahead = 0;
    for await (const page of pages) {
      taken += page.length;
      await new Promise((resolve) => setImmediate(resolve));
      ahead = Math.max(ahead, s3.asked.length - taken / 5);
    }
    expect(taken).toBe(1000);
    // Pages that dividing makes may be short, so that there are more of them than full ones.
    expect(ahead).toBeLessThan(120);
  });

  it("ends with the first failure, and asks for nothing more", async () => {
    const s3 = smallS3(
      Array.from({ length: 100 }, (_, at) => `p/${at}`),
      5,
    );
    const ask = async (request: ListRequest) => {
      if (s3.asked.length === 3) throw new Error("gone");
      return s3.ask(request);
    };
    await expect(collect(listConcurrently(["p/"], ask, { concurrency: 4, keyOf }))).rejects.toThrow("gone");
    expect(s3.asked).toHaveLength(3);
  });
});

describe("a listing of S3", () => {
  let aws: FakeAws;
  let bucket: Bucket;
  beforeAll(async () => {
    aws = await startFakeAws();
  });
  afterAll(() => aws.close());
  beforeEach(() => {
    bucket = memoryBucket();
    aws.buckets.set("lake", bucket);
    aws.calls.length = 0;
  });
  const open = () => openS3Store({ endpoint: aws.endpoint, region: "us-east-1", credentials: CREDENTIALS });
  const fill = (count: number) => {
    for (let at = 0; at < count; at += 1) bucket.write(`log/${(at % 30) + 10}/${at}.json`, Buffer.from("{}"));
  };

  it("goes on where a connection was lost, and asks for nothing twice", async () => {
    fill(2200);
    expect(await open().list("s3://lake/log/")).toHaveLength(2200);
    const whole = aws.calls.length;
    aws.calls.length = 0;
    aws.inject({ action: "s3.ListObjectsV2", times: 3, how: "cut" });
    expect(await open().list("s3://lake/log/")).toHaveLength(2200);
    expect(aws.calls.length).toBe(whole + 3);
  });

  it("goes on when every try of the SDK met a dead connection", async () => {
    fill(3);
    const { endpoint } = aws;
    const store = openS3Store({ endpoint, region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1 });
    await store.list("s3://lake/none/");
    aws.inject({ action: "s3.ListObjectsV2", times: 2, how: "cut" });
    expect(await store.list("s3://lake/log/")).toHaveLength(3);
  });

  it("is in the order of bytes, which is not that of JavaScript's texts", async () => {
    for (const name of ["😀", "\uFF5E", "z"]) bucket.write(`log/${name}.json`, Buffer.from("{}"));
    const listed = await open().list("s3://lake/log/");
    expect(listed.map(({ url }) => url.slice("s3://lake/log/".length, -".json".length))).toEqual([
      "z",
      "\uFF5E",
      "😀",
    ]);
  });

  it("of several prefixes has what lies below each", async () => {
    fill(100);
    const found: string[] = [];
    for await (const page of open().pages?.(["s3://lake/log/10/", "s3://lake/log/12/"]) ?? [])
      found.push(...page.map(({ url }) => url));
    expect(found).toHaveLength(8);
    expect(found.every((url) => /log\/1[02]\//.test(url))).toBe(true);
  });
});

/** By the page of ListObjectsV2 in the S3 API Reference. */
describe("the stand-in of S3, asked to list", () => {
  let aws: FakeAws;
  let client: S3Client;
  beforeAll(async () => {
    aws = await startFakeAws();
    const { endpoint } = aws;
    client = new S3Client({ endpoint, region: "us-east-1", credentials: CREDENTIALS, forcePathStyle: true });
    const bucket = memoryBucket();
    aws.buckets.set("lake", bucket);
    for (const key of [
      "sample.jpg",
      "photos/a b.jpg",
      "photos/2006/1.jpg",
      "photos/2006/2.jpg",
      "photos/2007/1.jpg",
    ])
      bucket.write(key, Buffer.from(key));
  });
  afterAll(async () => {
    client.destroy();
    await aws.close();
  });
  const list = (input: object) => client.send(new ListObjectsV2Command({ Bucket: "lake", ...input }));

  it("folds keys with the delimiter behind the prefix, each counting as one", async () => {
    const { Contents, CommonPrefixes, KeyCount, Delimiter } = await list({
      Prefix: "photos/",
      Delimiter: "/",
    });
    expect(Contents?.map(({ Key }) => Key)).toEqual(["photos/a b.jpg"]);
    expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["photos/2006/", "photos/2007/"]);
    expect({ KeyCount, Delimiter }).toEqual({ KeyCount: 3, Delimiter: "/" });
  });

  it("goes on behind a common prefix, by a token that stays good when keys come and go", async () => {
    const first = await list({ Prefix: "photos/", Delimiter: "/", MaxKeys: 1 });
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 1, MaxKeys: 1 });
    aws.buckets.get("lake")?.write("photos/1999/1.jpg", Buffer.from("x"));
    const ContinuationToken = first.NextContinuationToken;
    const second = await list({ Prefix: "photos/", Delimiter: "/", ContinuationToken });
    expect(second.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["photos/2007/"]);
    expect(second).toMatchObject({ IsTruncated: false, ContinuationToken });
    aws.buckets.get("lake")?.remove("photos/1999/1.jpg");
  });

  it("begins behind a key, and escapes names where it is asked to", async () => {
    const { Contents, StartAfter } = await list({ StartAfter: "photos/2007/1.jpg", EncodingType: "url" });
    expect(Contents?.map(({ Key }) => Key)).toEqual(["photos/a+b.jpg", "sample.jpg"]);
    expect(StartAfter).toBe("photos/2007/1.jpg");
  });

  it("gives a thousand keys at the most, and none where none are asked for", async () => {
    const many = memoryBucket();
    aws.buckets.set("many", many);
    for (let at = 0; at < 1001; at += 1) many.write(String(at), Buffer.from("x"));
    const page = await client.send(new ListObjectsV2Command({ Bucket: "many", MaxKeys: 5000 }));
    expect(page).toMatchObject({ KeyCount: 1000, MaxKeys: 1000, IsTruncated: true });
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  });
});
