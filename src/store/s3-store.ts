/** Objects in S3 as a store. The SDK is loaded when the first request is made, not before. */
import { createReadStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { explainFault, faultKind } from "../aws/explain-fault.ts";
import { UnreachableError } from "../errors.ts";
import { readAhead } from "./read-ahead.ts";
import { readBody } from "./s3-body.ts";
import { openS3Clients, type S3Clients, type S3Options } from "./s3-clients.ts";
import { listConcurrently, type ListPage, type ListRequest } from "./s3-list.ts";
import { copyInParts, type S3Place } from "./s3-copy.ts";
import { PART, uploadParts } from "./s3-parts.ts";
import { parseS3Url, s3Url, type S3Location } from "./s3-url.ts";
import { inByteOrder } from "../text/byte-order.ts";
import type { Store, StoredObject } from "./store.ts";

const MB = 1024 * 1024;
/** What may be read and not taken yet, in bytes. */
const READ_AHEAD = 64 * MB;
/** Requests at a time: a small object is all latency. */
const CONCURRENCY = 64;
/** Tries of a page of a listing, each with all that the SDK tries; and the first wait between them. */
const LISTING_TRIES = 4;
const LISTING_WAIT_MS = 250;
/** As many keys as one DeleteObjects takes. */
const DELETE_BATCH = 1000;

/**
 * Returns the store of `s3://bucket/key` urls. Regions are found bucket by bucket; without any credentials requests go
 * out unsigned, which is enough for public buckets.
 */
export function openS3Store(options: S3Options = {}): Store {
  const concurrency = options.concurrency ?? CONCURRENCY;
  const clients = openS3Clients({ ...options, concurrency });
  const read = async (url: string, etag?: string): Promise<Buffer> => {
    const location = parseS3Url(url);
    return attempt(clients, { doing: "read the object", where: url }, async () =>
      readBody(await clients.clientFor(location.bucket), location, { etag }),
    );
  };
  const place = async (url: string): Promise<S3Place> => {
    const location = parseS3Url(url);
    return { client: await clients.clientFor(location.bucket), location };
  };
  return {
    list: async (prefix) => (await listAll(clients, prefix, concurrency)).filter(isNoPlaceholder),
    pages: async function* (prefixes) {
      for await (const page of pagesBelow(clients, prefixes, concurrency)) yield page.filter(isNoPlaceholder);
    },
    read: (url) => read(url),
    readMany: (objects) =>
      readAhead(objects, (object) => read(object.url, object.etag), {
        concurrency,
        weight: READ_AHEAD,
        weigh: ({ size }) => size,
      }),
    readParts: (object) => readInParts(clients, object),
    write: (url, content) => {
      const location = parseS3Url(url);
      return attempt(clients, { doing: "write the object", where: url }, async () =>
        put(await clients.clientFor(location.bucket), location, content),
      );
    },
    put: (path, url, signal) => {
      const location = parseS3Url(url);
      return attempt(clients, { doing: "write the object", where: url }, async () =>
        uploadParts(await clients.clientFor(location.bucket), location, createReadStream(path), signal),
      );
    },
    remove: async (prefix) => {
      const objects = await listAll(clients, prefix, concurrency);
      await attempt(clients, { doing: "remove the objects", where: prefix }, async () =>
        removeAll(clients, objects),
      );
    },
    localPath: () => undefined,
    region: (url) => clients.regionOf(parseS3Url(url).bucket),
    copy: (object, url, signal) =>
      attempt(clients, { doing: `copy the object to ${url}`, where: object.url }, async () =>
        copyInParts(await place(object.url), object, await place(url), signal),
      ),
  };
}

function isNoPlaceholder({ url, size }: StoredObject): boolean {
  return size > 0 || !url.endsWith("/");
}

/** Every object whose key starts with the prefix, placeholders too, sorted by url. */
async function listAll(
  clients: S3Clients,
  prefix: string,
  concurrency: number,
): Promise<readonly StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const page of pagesBelow(clients, [prefix], concurrency)) objects.push(...page);
  return inByteOrder(objects);
}

/** The same page by page, in the order of the answers. */
function pagesBelow(
  clients: S3Clients,
  prefixes: readonly string[],
  concurrency: number,
): AsyncGenerator<readonly StoredObject[]> {
  const ask = (request: ListRequest): Promise<ListPage<StoredObject>> =>
    attempt(clients, { doing: "list the objects", where: request.prefix }, () =>
      askAgain(() => askPage(clients, request)),
    );
  return listConcurrently(prefixes, ask, { concurrency, keyOf: ({ url }) => url });
}

/**
 * Asks once more for a page whose connection was lost, after all tries of the SDK, which may have taken one dead connection of the pool after
 * the other: a listing of hours is not given up for one page.
 */
async function askAgain<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = LISTING_TRIES - 1; left > 0; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (faultKind(error) !== "network") throw error;
      await sleep(LISTING_WAIT_MS * (LISTING_TRIES - left));
    }
  }
  return ask();
}

async function askPage(
  clients: S3Clients,
  { prefix, folded, after, token }: ListRequest,
): Promise<ListPage<StoredObject>> {
  const { bucket, key } = parseS3Url(prefix);
  const { ListObjectsV2Command } = await import("@aws-sdk/client-s3");
  const client = await clients.clientFor(bucket);
  const page = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: key,
      Delimiter: folded ? "/" : undefined,
      StartAfter: after === undefined ? undefined : parseS3Url(after).key,
      ContinuationToken: token,
      // A key may hold characters that XML cannot; asked for, they come escaped.
      EncodingType: "url",
    }),
  );
  const urlOf = (escaped = ""): string =>
    s3Url({ bucket, key: decodeURIComponent(escaped.replaceAll("+", " ")) });
  return {
    objects: (page.Contents ?? []).map(({ Key, ETag = "", Size = 0 }) => ({
      url: urlOf(Key),
      etag: ETag.replaceAll('"', ""),
      size: Size,
    })),
    prefixes: (page.CommonPrefixes ?? []).map(({ Prefix }) => urlOf(Prefix)),
    next: page.IsTruncated === true ? page.NextContinuationToken : undefined,
  };
}

/** The body as it comes; a connection that is lost on the way is an error, since the parts are gone. */
async function* readInParts(clients: S3Clients, { url, etag }: StoredObject): AsyncGenerator<Buffer> {
  const { bucket, key } = parseS3Url(url);
  const doing = { doing: "read the object", where: url };
  const body = await attempt(clients, doing, async () => {
    const { GetObjectCommand } = await import("@aws-sdk/client-s3");
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` });
    return (await (await clients.clientFor(bucket)).send(command)).Body as AsyncIterable<Buffer> | undefined;
  });
  const parts = body?.[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await attempt(clients, doing, async () => parts?.next());
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  } finally {
    await parts?.return?.();
  }
}

async function put(client: S3Client, location: S3Location, content: Uint8Array): Promise<void> {
  if (content.byteLength > PART) return uploadParts(client, location, content);
  const { PutObjectCommand } = await import("@aws-sdk/client-s3");
  await client.send(new PutObjectCommand({ Bucket: location.bucket, Key: location.key, Body: content }));
}

async function removeAll(clients: S3Clients, objects: readonly StoredObject[]): Promise<void> {
  const { DeleteObjectsCommand } = await import("@aws-sdk/client-s3");
  for (let start = 0; start < objects.length; start += DELETE_BATCH) {
    const locations = objects.slice(start, start + DELETE_BATCH).map(({ url }) => parseS3Url(url));
    const bucket = locations[0]?.bucket ?? "";
    const client = await clients.clientFor(bucket);
    const keys = locations.map(({ key }) => ({ Key: key }));
    const { Errors: errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys, Quiet: true } }),
    );
    const [first] = errors;
    if (first !== undefined) {
      throw new UnreachableError(`cannot remove ${errors.length} of ${keys.length} objects: ${first.Code}`, {
        where: s3Url({ bucket, key: first.Key ?? "" }),
        next: "allow s3:DeleteObject under the work prefix",
      });
    }
  }
}

/** Runs a request and makes its failure an error that tells what, where and what next. */
async function attempt<T>(
  clients: S3Clients,
  { doing, where }: { readonly doing: string; readonly where: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NoSuchKey") {
      const next = "was it moved or removed? Run again";
      throw new UnreachableError(`cannot ${doing}: it does not exist`, { where, next, cause: error });
    }
    if (name === "PreconditionFailed" || name === "412") {
      const next = "run again: its current version is then loaded";
      throw new UnreachableError(`cannot ${doing}: it has changed since it was listed`, {
        where,
        next,
        cause: error,
      });
    }
    const anonymous = faultKind(error) === "denied" && (await clients.anonymous());
    throw explainFault(error, {
      doing: anonymous ? `${doing} without AWS credentials` : doing,
      where,
      whenMissing: "check the name of the bucket in the sources and in DWH_WORK_URL",
      whenDenied: anonymous
        ? "give the task a role, or this machine a profile (AWS_PROFILE): the bucket is not public"
        : "allow the role s3:ListBucket on the bucket and s3:GetObject on its objects; under the work prefix s3:PutObject and s3:DeleteObject too",
    });
  }
}
