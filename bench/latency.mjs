// A run over a slow line: how much of it is the job's own. The warehouse is `dwh serve` behind a wire that holds everything back.
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { measure, median } from "./measure.mjs";
import { DWH } from "./paths.mjs";
import { figure, seconds, title } from "./print.mjs";
import { serve, SERVE_PASSWORD } from "./serve.mjs";
import { putBetween } from "./wire.mjs";

const LATENCY_MS = 30;

export async function latency(folder, rounds) {
  title(`A run with ${LATENCY_MS} ms put between job and warehouse, each way; median of ${rounds}`);
  const root = join(folder, "latency");
  const data = join(root, "s3/lake");
  mkdirSync(data, { recursive: true });
  await measure(root, [DWH, "generate", join(root, "data"), "--event-count", "8000", "--song-count", "1500"]);
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const direct = await runOnce(root, 0);
    const slow = await runOnce(root, LATENCY_MS);
    results.push({ direct, slow });
  }
  rmSync(root, { recursive: true });
  const middle = (pick) => median(results.map(pick));
  figure("first run, nothing put between", seconds(middle(({ direct }) => direct.first.seconds)));
  figure("of it in the warehouse's statements", seconds(middle(({ direct }) => direct.work)));
  figure("first run, over the slow line", seconds(middle(({ slow }) => slow.first.seconds)));
  figure("messages of it that wait for an answer", String(middle(({ slow }) => slow.messages)));
  figure(
    "the job's own: all but the statements",
    seconds(middle(({ direct, slow }) => slow.first.seconds - direct.work)),
    "less than 5 s",
  );
  figure("run with nothing new, over the slow line", seconds(middle(({ slow }) => slow.again.seconds)));
}

/** A first run into an empty warehouse, and one with nothing new. */
async function runOnce(root, delay) {
  const work = join(root, "work");
  mkdirSync(work);
  for (const name of ["log_data", "song_data"])
    cpSync(join(root, "data", name), join(root, "s3/lake", name), { recursive: true });
  const server = await serve(work, join(work, "warehouse.duckdb"), { DWH_S3_ROOT: join(root, "s3") });
  const wire = await putBetween(server.port, delay);
  const sources = ["--events", "s3://lake/log_data/", "--songs", "s3://lake/song_data/"];
  const env = {
    DWH_S3_ROOT: join(root, "s3"),
    DWH_WORK_URL: "s3://lake/work/",
    DWH_REDSHIFT_HOST: "localhost",
    DWH_REDSHIFT_PORT: String(wire.port),
    DWH_REDSHIFT_DATABASE: "dev",
    DWH_REDSHIFT_USER: "dwh",
    DWH_REDSHIFT_PASSWORD: SERVE_PASSWORD,
    DWH_REDSHIFT_CA_FILE: join(work, "serve.crt"),
  };
  const run = () => measure(work, [DWH, "run", ...sources, "--format", "json"], { usage: false, env });
  const first = await run();
  const { messages } = wire;
  const again = await run();
  if (JSON.parse(again.output).status !== "nothing new")
    throw new Error("the second run found something new");
  await wire.close();
  await server.close();
  rmSync(work, { recursive: true });
  const { steps } = JSON.parse(first.output);
  const spent = steps.reduce((total, { duration_ms: ms }) => total + ms, 0) / 1000;
  return { first, again, messages, work: spent };
}
