// A run over a slow line: how much of it is the job's own. The warehouse is `dwh serve` behind a wire that holds everything back.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { measure, median } from "./measure.mjs";
import { DWH } from "./paths.mjs";
import { figure, seconds, title } from "./print.mjs";

const PASSWORD = "bench";
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
  const server = await serve(work, join(root, "s3"));
  const wire = await putBetween(server.port, delay);
  const sources = ["--events", "s3://lake/log_data/", "--songs", "s3://lake/song_data/"];
  const env = {
    DWH_S3_ROOT: join(root, "s3"),
    DWH_WORK_URL: "s3://lake/work/",
    DWH_REDSHIFT_HOST: "localhost",
    DWH_REDSHIFT_PORT: String(wire.port),
    DWH_REDSHIFT_DATABASE: "dev",
    DWH_REDSHIFT_USER: "dwh",
    DWH_REDSHIFT_PASSWORD: PASSWORD,
    DWH_REDSHIFT_CA_FILE: join(work, "serve.crt"),
  };
  const run = () => measure(work, [DWH, "run", ...sources, "--format", "json"], { memory: false, env });
  const first = await run();
  const { messages } = wire;
  const again = await run();
  if (JSON.parse(again.output).status !== "nothing new")
    throw new Error("the second run found something new");
  await wire.close();
  await server.close();
  rmSync(work, { recursive: true });
  const { steps } = JSON.parse(first.output);
  const spent = steps.reduce((total, { durationMs }) => total + durationMs, 0) / 1000;
  return { first, again, messages, work: spent };
}

/** `dwh serve` on a free port; resolves when it listens. */
async function serve(folder, s3Root) {
  const env = { ...process.env, DWH_SERVE_PASSWORD: PASSWORD, DWH_S3_ROOT: s3Root };
  const args = [DWH, "serve", "--port", "0", "--warehouse", join(folder, "warehouse.duckdb")];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  const port = await new Promise((resolve, reject) => {
    let text = "";
    child.on("close", () => reject(new Error(`dwh serve ended:\n${text}`)));
    child.stderr.setEncoding("utf8").on("data", (more) => {
      text += more;
      const [, found] = /"listening".*"port":(\d+)/.exec(text) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        child.on("close", resolve);
        child.kill("SIGTERM");
      }),
  };
}

/** A wire that holds every byte back for so long, in both directions, and counts what the client says between two answers. */
async function putBetween(port, delay) {
  const wire = { messages: 0 };
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    let answered = true;
    const pass = (from, to, seen) => {
      from.setNoDelay(true);
      from.on("error", () => undefined);
      from.on("data", (chunk) => {
        seen();
        setTimeout(() => to.writable && to.write(chunk), delay);
      });
      from.on("close", () => setTimeout(() => to.destroySoon(), delay));
    };
    pass(client, upstream, () => {
      if (answered) wire.messages++;
      answered = false;
    });
    pass(upstream, client, () => (answered = true));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  wire.port = server.address().port;
  wire.close = () => new Promise((resolve) => server.close(resolve));
  return wire;
}
