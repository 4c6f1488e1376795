/** ListObjectsV2 as its page has it (S3 API Reference, "ListObjectsV2"). */
import { escapeXml, Refusal, tags, xml, type Answer, type Request } from "./answer.ts";
import type { Bucket, Listed } from "./bucket.ts";

const MOST = 1000;
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/**
 * One page: keys in the order of their UTF-8 bytes; those with the delimiter behind the prefix as one common prefix, which counts as one
 * key; from behind `start-after`, or where the token says, which nobody reads but the server.
 */
export function listPage({ query }: Request, name: string, bucket: Bucket): Answer {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const asked = Number(query.get("max-keys") ?? MOST);
  if (!Number.isInteger(asked) || asked < 0)
    throw new Refusal(400, "InvalidArgument", "Provided max-keys not an integer or within integer range");
  const most = Math.min(MOST, asked);
  const token = query.get("continuation-token") ?? undefined;
  // Where there is a token, start-after means nothing any more.
  const after =
    token === undefined ? { key: query.get("start-after") ?? "", rolled: false } : readToken(token);
  const contents: Listed[] = [];
  const common: string[] = [];
  let next: string | undefined;
  let last = after.rolled ? after.key : undefined;
  for (const one of bucket.after(prefix, after.key)) {
    if (last !== undefined && one.key.startsWith(last)) continue;
    if (contents.length + common.length >= most) break;
    const end = delimiter === "" ? -1 : one.key.indexOf(delimiter, prefix.length);
    if (end === -1) contents.push(one);
    else common.push(one.key.slice(0, end + delimiter.length));
    last = end === -1 ? undefined : common.at(-1);
    next = makeToken(last ?? one.key, last !== undefined);
  }
  const isTruncated = next !== undefined && hasMore(bucket, prefix, readToken(next));
  const isUrl = query.get("encoding-type") === "url";
  const escape = isUrl ? escapeUrl : escapeXml;
  const facts = tags({
    Name: name,
    KeyCount: contents.length + common.length,
    MaxKeys: most,
    IsTruncated: isTruncated,
    EncodingType: isUrl ? "url" : undefined,
    ContinuationToken: token,
    NextContinuationToken: isTruncated ? next : undefined,
  });
  const names = Object.entries({ Prefix: prefix, Delimiter: delimiter, StartAfter: query.get("start-after") })
    .map(([tag, text]) => (text ? `<${tag}>${escape(text)}</${tag}>` : ""))
    .join("");
  const objects = contents.map(
    ({ key, etag, size }) =>
      `<Contents><Key>${escape(key)}</Key><ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size>` +
      `<LastModified>2018-11-01T00:00:00.000Z</LastModified><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const prefixes = common.map((one) => `<CommonPrefixes><Prefix>${escape(one)}</Prefix></CommonPrefixes>`);
  const body = xml(`ListBucketResult ${NAMESPACE}`, [facts, names, ...objects, ...prefixes].join(""));
  return { status: 200, body };
}

/** How far a page went: to a key, or over all keys of a common prefix. */
interface Reached {
  readonly key: string;
  readonly rolled: boolean;
}

function makeToken(key: string, rolled: boolean): string {
  return Buffer.from(JSON.stringify({ key, rolled })).toString("base64");
}

function readToken(token: string): Reached {
  try {
    return JSON.parse(Buffer.from(token, "base64").toString()) as Reached;
  } catch {
    throw new Refusal(400, "InvalidArgument", "The continuation token provided is incorrect");
  }
}

function hasMore(bucket: Bucket, prefix: string, { key, rolled }: Reached): boolean {
  for (const one of bucket.after(prefix, key)) if (!rolled || !one.key.startsWith(key)) return true;
  return false;
}

/** A blank is a plus sign, and slashes stand as they are. */
function escapeUrl(text: string): string {
  return encodeURIComponent(text).replaceAll("%20", "+").replaceAll("%2F", "/");
}
