// Telling new files from known ones at scale: S3 is a process of its own with keys that it makes up, the ledger is in `dwh serve`, and what
// is measured is `dwh plan`, the production path between the two.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { measure, median } from "./measure.mjs";
import { DWH } from "./paths.mjs";
import { figure, megabytes, seconds, title } from "./print.mjs";
import { serve, SERVE_PASSWORD } from "./serve.mjs";
import { putBetween } from "./wire.mjs";

/** Of a day in S3, by the hour and a number: as a stream of events leaves them. */
const A_DAY = 1000;
const MOST_MEMORY = 300e6;

/** `keys` files are known. */
export async function ledger(folder, rounds, keys = 1_000_000) {
  title(`Ledger: ${keys.toLocaleString("en-US")} files are known; median of ${rounds}`);
  const root = join(folder, "ledger");
  mkdirSync(root, { recursive: true });
  const warehouse = join(root, "warehouse.duckdb");
  await fillLedger(root, warehouse, keys);
  const server = await serve(root, warehouse);
  try {
    for (const [name, news] of [
      ["nothing new", 0],
      ["1 % new, in the last days", Math.round(keys / 100)],
    ]) {
      const results = [];
      for (let round = 0; round < rounds; round++)
        results.push(await plan(root, server.port, keys + news, news));
      const middle = (pick) => median(results.map(pick));
      console.log(`  ${name}`);
      figure("keys a second", Math.round(middle(({ rate }) => rate)).toLocaleString("en-US"));
      figure("listing and comparing", seconds(middle((one) => one.seconds)));
      figure("requests", String(middle(({ requests }) => requests)));
      figure("requests in flight", String(middle(({ peak }) => peak)), "64");
      figure("bytes from the warehouse", middle(({ bytes }) => bytes).toLocaleString("en-US"));
      figure(
        "bytes a known file",
        (middle(({ bytes }) => bytes) / keys).toFixed(2),
        "121 when it was read whole",
      );
      figure("memory", megabytes(middle(({ memory }) => memory)), `at most ${megabytes(MOST_MEMORY)}`);
    }
  } finally {
    await server.close();
    rmSync(root, { recursive: true });
  }
}

/** One `dwh plan`. */
async function plan(root, warehousePort, count, news) {
  const s3 = fork(new URL("ledger-s3.mjs", import.meta.url), [String(count), String(A_DAY)]);
  const [{ port }] = await once(s3, "message");
  const wire = await putBetween(warehousePort, 0);
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_REGION: "us-east-1",
    DWH_WORK_URL: "s3://lake/work/",
    DWH_REDSHIFT_HOST: "localhost",
    DWH_REDSHIFT_PORT: String(wire.port),
    DWH_REDSHIFT_DATABASE: "dev",
    DWH_REDSHIFT_USER: "dwh",
    DWH_REDSHIFT_PASSWORD: SERVE_PASSWORD,
    DWH_REDSHIFT_CA_FILE: join(root, "serve.crt"),
  };
  const args = [DWH, "plan", "--events", "s3://lake/log_data/", "--format", "json"];
  const { output, peak: memory } = await measure(root, args, { env });
  const [{ listed_keys: listed, listing_ms: ms, new_files: found }] = JSON.parse(output).sources;
  s3.send("how many at a time?");
  const [{ peak, requests }] = await once(s3, "message");
  s3.kill();
  await wire.close();
  if (listed !== count || found.length !== news)
    throw new Error(`${listed} keys and ${found.length} new files, of ${count} and ${news}`);
  return { rate: (listed / ms) * 1000, seconds: ms / 1000, peak, requests, bytes: wire.bytes, memory };
}

/** The job's own tables, and in the ledger the first of the keys that ledger-s3.mjs makes up. */
async function fillLedger(root, warehouse, keys) {
  await measure(root, [DWH, "reset", "--yes", "--warehouse", warehouse]);
  const instance = await DuckDBInstance.create(warehouse);
  const connection = await instance.connect();
  await connection.run(`insert into public.etl_files (url, etag, size, source, run_id, loaded_at)
    select 's3://lake/log_data/' || strftime(date '2010-01-01' + cast(i // ${A_DAY} as integer), '%Y/%m/%d')
      || '/' || lpad(cast(i % ${A_DAY} as varchar), 6, '0') || '.json',
      printf('%032x', i), 1000 + i % 1000, 'events', 'bench', timestamp '2018-11-01'
    from range(${keys}) as numbers(i)`);
  connection.closeSync();
  instance.closeSync();
}
