// ListObjectsV2 over keys that are made up as they are asked for: node bench/ledger-s3.mjs <keys> <keys a day>. See ledger.mjs.
import { createServer } from "node:http";

const [COUNT, A_DAY] = process.argv.slice(2).map(Number);
const FIRST_DAY = Date.UTC(2010, 0, 1);
const MOST = 1000;
const DAY_MS = 86_400_000;

/** The keys are in the order of their numbers. */
function keyOf(index) {
  const day = new Date(FIRST_DAY + Math.floor(index / A_DAY) * DAY_MS).toISOString();
  return `log_data/${day.slice(0, 10).replaceAll("-", "/")}/${String(index % A_DAY).padStart(6, "0")}.json`;
}

/** The number of the first key for which this holds, as it does for all behind it. */
function firstThat(holds) {
  let [low, high] = [0, COUNT];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(keyOf(middle))) high = middle;
    else low = middle + 1;
  }
  return low;
}

function page(query) {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter");
  const token = query.get("continuation-token");
  const after = query.get("start-after");
  let index = token === null ? firstThat((key) => key >= prefix) : Number(token);
  if (token === null && after !== null)
    index = Math.max(
      index,
      firstThat((key) => key > after),
    );
  const parts = [];
  while (parts.length < MOST && index < COUNT && keyOf(index).startsWith(prefix)) {
    const key = keyOf(index);
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
    if (end === -1) {
      const etag = index.toString(16).padStart(32, "0");
      parts.push(
        `<Contents><Key>${key}</Key><LastModified>2018-11-01T00:00:00.000Z</LastModified><ETag>&quot;${etag}&quot;</ETag><Size>${1000 + (index % 1000)}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
      );
      index += 1;
    } else {
      const common = key.slice(0, end + 1);
      parts.push(`<CommonPrefixes><Prefix>${common}</Prefix></CommonPrefixes>`);
      index = firstThat((one) => one > `${common}\uFFFF`);
    }
  }
  const more = index < COUNT && keyOf(index).startsWith(prefix);
  const next = more ? `<NextContinuationToken>${index}</NextContinuationToken>` : "";
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated><KeyCount>${parts.length}</KeyCount>${next}${parts.join("")}</ListBucketResult>`;
}

let now = 0;
let peak = 0;
let requests = 0;
const server = createServer((request, response) => {
  now += 1;
  requests += 1;
  peak = Math.max(peak, now);
  response.once("close", () => (now -= 1));
  request.resume();
  // As S3 does, it takes its time.
  request.once("end", () => setTimeout(() => answer(request, response), 50));
});
function answer({ method, url }, response) {
  const { searchParams } = new URL(url, "http://s3");
  if (method !== "GET") response.setHeader("x-amz-bucket-region", "us-east-1").end();
  else response.setHeader("content-type", "application/xml").end(page(searchParams));
}
process.on("message", () => process.send({ peak, requests }));
// S3 keeps a connection that nobody uses for a while, and longer than Node's five seconds.
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
