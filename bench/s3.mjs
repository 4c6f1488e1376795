/**
 * Many small objects in S3: how fast they are listed, read and packed, with what memory, and what COPY gets in the end. S3 is a
 * process of its own on this machine, which answers at once, so that what is measured is the job. The parts of the job are bundled here, as
 * nothing else calls them by themselves.
 *
 *     node bench/s3.mjs [objects] [milliseconds that the server takes for an answer]
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const COUNT = Number(process.argv[2] ?? 14_896);
const LATENCY_MS = Number(process.argv[3] ?? 0);

if (process.send === undefined) await measure();
else serveObjects();

async function measure() {
  const server = fork(new URL(import.meta.url), [String(COUNT), String(LATENCY_MS)]);
  const [{ port }] = await once(server, "message");
  const [{ openS3Store }, { planPacks }, { preparePacks }, { parseListing }] = await parts();
  const credentials = { accessKeyId: "bench", secretAccessKey: "bench" };
  const store = openS3Store({ endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", credentials });

  const listed = await timed(() => store.list("s3://lake/song_data/"));
  const source = { name: "songs", urls: ["s3://lake/song_data/"], format: { kind: "json" } };
  const { files } = parseListing(source, listed.result);
  const bytes = files.reduce((total, { size }) => total + size, 0);
  const packed = await timed(() => preparePacks(store, planPacks(files), "s3://lake/work/songs"));
  server.send("how many at a time?");
  const [{ peak }] = await once(server, "message");
  server.kill();

  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  console.log(`${COUNT} objects of ${Math.round(bytes / COUNT)} bytes, ${LATENCY_MS} ms an answer`);
  console.log(`listed in          ${seconds(listed.ms)}`);
  console.log(`read and packed in ${seconds(packed.ms)}`);
  console.log(`requests/s         ${Math.round((COUNT / packed.ms) * 1000)}`);
  console.log(`MB/s               ${((bytes / packed.ms / 1024 / 1024) * 1000).toFixed(2)}`);
  console.log(`at a time          ${peak}`);
  console.log(`peak memory        ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
  const { objects } = packed.result;
  const size = objects.reduce((total, one) => total + one.size, 0);
  console.log(`COPY gets          ${objects.length} objects, ${(size / 1024 / 1024).toFixed(2)} MB`);
  process.exit();
}

/** What is measured, as modules. */
async function parts() {
  const input = {
    store: "src/store/s3-store.ts",
    plan: "src/sources/pack-plan.ts",
    pack: "src/sources/pack.ts",
    source: "src/sources/source.ts",
  };
  const root = fileURLToPath(new URL("..", import.meta.url));
  // Below the project, where packages are found.
  const built = join(root, "node_modules/.cache/dwh-bench-s3");
  mkdirSync(built, { recursive: true });
  const bundle = await rolldown({ input, cwd: root, platform: "node", external: /^[^./]/ });
  await bundle.write({ dir: built, entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
  const load = (name) => import(pathToFileURL(join(built, `${name}.mjs`)).href);
  return Promise.all(Object.keys(input).map(load)).finally(() => rmSync(built, { recursive: true }));
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

/** As much of S3 as this needs. */
function serveObjects() {
  const song = (key) =>
    Buffer.from(
      JSON.stringify({
        num_songs: 1,
        artist_id: "ARJIE2Y1187B994AB7",
        artist_latitude: null,
        artist_longitude: null,
        artist_location: "",
        artist_name: "Line Renaud",
        song_id: key.slice(-25, -5),
        title: "Der Kleine Dompfaff",
        duration: 152.92036,
        year: 0,
      }),
    );
  const keyOf = (index) => `song_data/A/B/C/TR${String(index).padStart(16, "0")}.json`;
  const etag = "0123456789abcdef0123456789abcdef";
  let now = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    now += 1;
    peak = Math.max(peak, now);
    response.once("close", () => (now -= 1));
    request.resume();
    request.once("end", () => setTimeout(() => answer(request, response), LATENCY_MS));
  });
  const answer = ({ method, url }, response) => {
    const { pathname, searchParams } = new URL(url, "http://s3");
    response.setHeader("etag", `"${etag}"`);
    if (method !== "GET") response.setHeader("x-amz-bucket-region", "us-east-1").end();
    else if (searchParams.has("list-type")) response.end(page(searchParams));
    else response.end(song(pathname));
  };
  // "ListObjectsV2" of the Amazon S3 API Reference: keys behind a token or a key, and one prefix for all keys with the delimiter in them.
  const page = (asked) => {
    const [prefix, delimiter] = [asked.get("prefix") ?? "", asked.get("delimiter") ?? ""];
    const behind = asked.get("continuation-token") ?? asked.get("start-after") ?? "";
    const keys = Array.from({ length: COUNT }, (_, index) => keyOf(index));
    const found = keys.filter((key) => key.startsWith(prefix)).map((key) => rolledUp(key, prefix, delimiter));
    const left = [...new Set(found)].filter((one) => one > behind);
    const shown = left.slice(0, 1000);
    const next =
      left.length > shown.length ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : "";
    const size = song(keyOf(0)).length;
    const entry = (one) =>
      one.endsWith("/")
        ? `<CommonPrefixes><Prefix>${one}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${one}</Key><ETag>${etag}</ETag><Size>${size}</Size></Contents>`;
    return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${next !== ""}</IsTruncated>${next}${shown.map(entry).join("")}</ListBucketResult>`;
  };
  process.on("message", () => process.send({ peak }));
  server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
}

function rolledUp(key, prefix, delimiter) {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at === -1 ? key : key.slice(0, at + 1);
}
