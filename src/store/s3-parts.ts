/** Objects that go up to S3 in parts, several at a time. */
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { S3Location } from "./s3-url.ts";

/** Bytes of a part; a smaller object goes up in one piece. */
export const PART = 8 * 1024 * 1024;
/** Parts under way at a time. */
export const PARTS_AT_A_TIME = 4;
/** An upload has at most 10,000 parts (S3 User Guide, "Amazon S3 multipart upload limits"). */
export const LARGEST_IN_PARTS = 10_000 * PART;

/**
 * Writes the object, of which only the parts that are under way are held. When it fails, or the signal is aborted, there is no
 * object, and the parts that are there already are given up.
 * @throws what the SDK or the stream throws
 */
export async function uploadParts(
  client: S3Client,
  { bucket, key }: S3Location,
  content: Uint8Array | Readable,
  signal?: AbortSignal,
): Promise<void> {
  const { Upload } = await import("@aws-sdk/lib-storage");
  const { AbortMultipartUploadCommand } = await import("@aws-sdk/client-s3");
  signal?.throwIfAborted();
  const params = { Bucket: bucket, Key: key, Body: content };
  const parts = new AbortController();
  const upload = new Upload({
    client: stoppable(client, parts.signal, (command) => command instanceof AbortMultipartUploadCommand),
    params,
    partSize: PART,
    queueSize: PARTS_AT_A_TIME,
  });
  const stop = (): void => {
    void upload.abort();
    parts.abort();
  };
  signal?.addEventListener("abort", stop);
  try {
    await upload.done();
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

type Command = Parameters<S3Client["send"]>[0];

/**
 * The client, whose requests end with the signal, all but those that go on: lib-storage's own abort waits for the parts that are under way
 * before it gives them up, and a server that hangs answers none of them.
 */
function stoppable(
  client: S3Client,
  abortSignal: AbortSignal,
  goesOn: (command: Command) => boolean,
): S3Client {
  const send = (command: Command): Promise<unknown> =>
    goesOn(command) ? client.send(command) : client.send(command, { abortSignal });
  return Object.create(client, { send: { value: send } }) as S3Client;
}
