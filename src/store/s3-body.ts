/** The bytes of an object in S3, or of a part of it. */
import type { GetObjectCommandInput, S3Client } from "@aws-sdk/client-s3";
import { faultKind } from "../aws/explain-fault.ts";
import type { S3Location } from "./s3-url.ts";

/** Tries to read a body whose connection is lost on the way; the SDK repeats requests, not bodies. */
const BODY_TRIES = 4;

/** Which bytes are wanted. */
export interface Wanted {
  /** Names the object as it was listed; without it, the object is taken as it is now. */
  readonly etag?: string | undefined;
  /** The first and the last byte, from 0; without it, all of them. */
  readonly range?: readonly [first: number, last: number];
}

/** Returns the bytes. @throws what the SDK throws: PreconditionFailed when the object is no longer the one with that etag. */
export async function readBody(
  client: S3Client,
  { bucket, key }: S3Location,
  { etag, range }: Wanted,
): Promise<Buffer> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  const input: GetObjectCommandInput = { Bucket: bucket, Key: key };
  if (etag !== undefined) input.IfMatch = `"${etag}"`;
  if (range !== undefined) input.Range = `bytes=${range[0]}-${range[1]}`;
  const command = new GetObjectCommand(input);
  for (let tries = 1; ; tries += 1) {
    const { Body } = await client.send(command);
    try {
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      if (tries === BODY_TRIES || faultKind(error) !== "network") throw error;
    }
  }
}
