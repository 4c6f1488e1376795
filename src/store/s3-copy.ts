/**
 * An object of S3 copied through this machine, not by S3 itself: what lets the job read a small file and write a pack lets it do
 * this too, and S3 would take no more than 5 GB in one request (S3 API Reference, "CopyObject").
 */
import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { readAhead } from "./read-ahead.ts";
import { readBody } from "./s3-body.ts";
import { PART, PARTS_AT_A_TIME, uploadParts } from "./s3-parts.ts";
import type { S3Location } from "./s3-url.ts";

/** An object, and the client of its bucket's region. */
export interface S3Place {
  readonly client: S3Client;
  readonly location: S3Location;
}

/**
 * Copies an object as it was listed, byte for byte. Every part is a request of its own, so that a connection that breaks costs
 * one part, and no more than a few parts are held, however large the object is.
 * @throws what the SDK throws: PreconditionFailed when the object has changed since it was listed
 */
export async function copyInParts(
  from: S3Place,
  { etag, size }: { readonly etag: string; readonly size: number },
  to: S3Place,
  signal: AbortSignal | undefined,
): Promise<void> {
  const count = Math.max(1, Math.ceil(size / PART));
  const starts = Array.from({ length: count }, (_, index) => index * PART);
  const parts = readAhead(
    starts,
    // An empty object has no first byte.
    (start) =>
      size === 0
        ? readBody(from.client, from.location, { etag })
        : readBody(from.client, from.location, { etag, range: [start, Math.min(size, start + PART) - 1] }),
    { concurrency: PARTS_AT_A_TIME, weight: PARTS_AT_A_TIME * PART, weigh: () => PART },
  );
  await uploadParts(to.client, to.location, Readable.from(parts), signal);
}
