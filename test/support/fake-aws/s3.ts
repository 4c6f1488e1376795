/** S3, as far as the job uses it, in path style (S3 API Reference). */
import { createHash } from "node:crypto";
import { Refusal, tags, xml, type Answer, type Request, type Service } from "./answer.ts";
import { memoryBucket, type Bucket } from "./bucket.ts";
import { listPage } from "./s3-list.ts";

/** Keys that one DeleteObjects takes. */
const MOST_DELETED = 1000;
/** Of every part but the last (S3 User Guide, "Amazon S3 multipart upload limits"). */
const SMALLEST_PART = 5 * 1024 * 1024;
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

interface Target {
  readonly bucket: string;
  readonly key: string;
}

export function fakeS3(buckets: Map<string, Bucket>): Service {
  const uploads = new Map<string, Map<number, Buffer>>();
  let lastUpload = 0;

  const handlers: Readonly<Record<string, (request: Request, target: Target, bucket: Bucket) => Answer>> = {
    HeadBucket: (_, __, bucket) => ({ status: 200, headers: { "x-amz-bucket-region": bucket.region } }),
    ListObjectsV2: (request, { bucket: name }, bucket) => listPage(request, name, bucket),
    GetObject: (request, { key }, bucket) => {
      const object = bucket.read(key);
      if (object === undefined) throw new Refusal(404, "NoSuchKey", "The specified key does not exist.");
      const wanted = request.headers["if-match"];
      if (wanted !== undefined && wanted.replaceAll('"', "") !== object.etag) {
        throw new Refusal(
          412,
          "PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold",
        );
      }
      const headers = { etag: `"${object.etag}"` };
      const { range } = request.headers;
      if (range === undefined) return { status: 200, headers, body: object.content };
      return { status: 206, headers, body: cut(object.content, range) };
    },
    PutObject: (request, { key }, bucket) => ({
      status: 200,
      headers: { etag: `"${bucket.write(key, request.body)}"` },
    }),
    DeleteObject: (_, { key }, bucket) => {
      bucket.remove(key);
      return { status: 204 };
    },
    DeleteObjects: (request, _, bucket) => {
      const keys = [...request.body.toString().matchAll(/<Key>(.*?)<\/Key>/gs)];
      if (keys.length > MOST_DELETED)
        throw new Refusal(400, "MalformedXML", "The XML you provided was not well-formed");
      let errors = "";
      for (const [, escaped = ""] of keys) {
        const key = unescapeXml(escaped);
        if (!bucket.locked.has(key)) bucket.remove(key);
        else errors += `<Error>${tags({ Key: key, Code: "AccessDenied", Message: "Access Denied" })}</Error>`;
      }
      return { status: 200, body: xml(`DeleteResult ${NAMESPACE}`, errors) };
    },
    CreateMultipartUpload: (_, target) => {
      lastUpload += 1;
      const id = `upload-${lastUpload}`;
      uploads.set(id, new Map());
      const content = tags({ Bucket: target.bucket, Key: target.key, UploadId: id });
      return { status: 200, body: xml(`InitiateMultipartUploadResult ${NAMESPACE}`, content) };
    },
    UploadPart: (request) => {
      partsOf(uploads, request).set(Number(request.query.get("partNumber")), request.body);
      return { status: 200, headers: { etag: `"${createHash("md5").update(request.body).digest("hex")}"` } };
    },
    CompleteMultipartUpload: (request, target, bucket) => {
      const parts = [...partsOf(uploads, request)].sort(([one], [other]) => one - other);
      if (parts.slice(0, -1).some(([, part]) => part.length < SMALLEST_PART)) {
        const message = "Your proposed upload is smaller than the minimum allowed object size.";
        throw new Refusal(400, "EntityTooSmall", message);
      }
      uploads.delete(request.query.get("uploadId") ?? "");
      const etag = bucket.write(target.key, Buffer.concat(parts.map(([, part]) => part)));
      const content = tags({ Bucket: target.bucket, Key: target.key, ETag: `"${etag}"` });
      return { status: 200, body: xml(`CompleteMultipartUploadResult ${NAMESPACE}`, content) };
    },
    AbortMultipartUpload: (request) => {
      uploads.delete(request.query.get("uploadId") ?? "");
      return { status: 204 };
    },
  };

  return {
    action: (request) => `s3.${actionOf(request)}`,
    answer: (action, request) => {
      const name = action.slice("s3.".length);
      const target = targetOf(request);
      if (name === "CreateBucket") {
        const [, region = "us-east-1"] = /<LocationConstraint>(.*?)</.exec(request.body.toString()) ?? [];
        buckets.set(target.bucket, memoryBucket({ region }));
        return { status: 200, headers: { location: `/${target.bucket}` } };
      }
      const bucket = buckets.get(target.bucket);
      if (bucket === undefined) throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
      admit(name, request, bucket);
      const handler = handlers[name];
      if (handler === undefined) throw new Refusal(501, "NotImplemented", `the fake does not know ${name}`);
      return handler(request, target, bucket);
    },
    refuse: ({ status, code, message, headers }) => ({
      status,
      headers: { "content-type": "application/xml", ...headers },
      body: xml("Error", tags({ Code: code, Message: message, RequestId: "0" })),
    }),
  };
}

function actionOf({ method, query, path, headers }: Request): string {
  const { key } = targetOf({ path });
  if (key === "") {
    if (method === "HEAD") return "HeadBucket";
    if (method === "PUT") return "CreateBucket";
    if (method === "POST" && query.has("delete")) return "DeleteObjects";
    return query.get("list-type") === "2" ? "ListObjectsV2" : `${method} bucket`;
  }
  if (query.has("uploads")) return "CreateMultipartUpload";
  if (query.has("uploadId")) {
    return (
      { PUT: "UploadPart", POST: "CompleteMultipartUpload", DELETE: "AbortMultipartUpload" }[method] ?? method
    );
  }
  if (headers["x-amz-copy-source"] !== undefined) return "CopyObject";
  return { GET: "GetObject", HEAD: "HeadObject", PUT: "PutObject", DELETE: "DeleteObject" }[method] ?? method;
}

function targetOf({ path }: Pick<Request, "path">): Target {
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket, key };
}

/** Refuses strangers, and requests that are signed for another region than the bucket's. */
function admit(action: string, { headers }: Request, bucket: Bucket): void {
  const region = { "x-amz-bucket-region": bucket.region };
  const [, signedFor] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  if (signedFor === undefined) {
    if (bucket.isPublic && ["HeadBucket", "ListObjectsV2", "GetObject"].includes(action)) return;
    throw new Refusal(403, "AccessDenied", "Access Denied", region);
  }
  if (signedFor !== bucket.region) {
    throw new Refusal(301, "PermanentRedirect", "The bucket must be addressed at another endpoint.", region);
  }
}

function partsOf(uploads: Map<string, Map<number, Buffer>>, { query }: Request): Map<number, Buffer> {
  const parts = uploads.get(query.get("uploadId") ?? "");
  if (parts === undefined)
    throw new Refusal(404, "NoSuchUpload", "The specified multipart upload does not exist.");
  return parts;
}

/** The bytes of `bytes=first-last`; a range that begins behind the end is refused (S3 API Reference, "GetObject"). */
function cut(content: Buffer, range: string): Buffer {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined) throw new Refusal(501, "NotImplemented", range);
  if (Number(first) >= content.length)
    throw new Refusal(416, "InvalidRange", "The requested range is not satisfiable");
  return content.subarray(Number(first), Number(last) + 1);
}

function unescapeXml(text: string): string {
  return text
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
