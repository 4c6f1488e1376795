import { Readable } from "node:stream";
import { S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { PART, uploadParts } from "../../src/store/s3-parts.ts";

const XML = { "content-type": "application/xml" };

/**
 * S3 as "CreateMultipartUpload", "UploadPart" and "AbortMultipartUpload" of the S3 API Reference have it, whose parts are never answered: they
 * end when the client gives them up, and not before.
 */
function hangingS3() {
  const said: string[] = [];
  let begun = (): void => undefined;
  const firstPart = new Promise<void>((resolve) => (begun = resolve));
  let ended = (): void => undefined;
  const givenUp = new Promise<void>((resolve) => (ended = resolve));
  const answer = (status: number, body: string) => ({
    response: { statusCode: status, headers: XML, body: Readable.from([body]) },
  });
  const handle = async (
    { method, query }: { readonly method: string; readonly query?: Readonly<Record<string, unknown>> },
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ): Promise<unknown> => {
    if (method === "POST")
      return answer(
        200,
        "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>",
      );
    if (method === "DELETE") {
      said.push(`given up: ${String(query?.["uploadId"])}`);
      ended();
      return answer(204, "");
    }
    begun();
    return new Promise((_, reject) => {
      abortSignal?.addEventListener("abort", () => {
        said.push("a part is stopped");
        reject(Object.assign(new Error("Request aborted"), { name: "AbortError" }));
      });
    });
  };
  const client = new S3Client({
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
    requestHandler: { handle, metadata: { handlerProtocol: "http/1.1" } } as never,
  });
  return { client, said, firstPart, givenUp };
}

it("a signal stops the parts that hang, and then the upload is given up", async () => {
  const { client, said, firstPart, givenUp } = hangingS3();
  const stopped = new AbortController();
  const told = uploadParts(
    client,
    { bucket: "lake", key: "large.json" },
    Buffer.alloc(2 * PART),
    stopped.signal,
  ).catch((error: unknown) => error);
  await firstPart;
  stopped.abort();
  expect(await told).toMatchObject({ name: "AbortError" });
  expect(said[0]).toBe("a part is stopped");
  await givenUp;
  expect(said.at(-1)).toBe("given up: u1");
});
