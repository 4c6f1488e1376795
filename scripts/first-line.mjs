// Measures inside of the image how long the job takes from its start to its first log line, beside a Node that does nothing but write a line,
// and prints the medians. A busy machine slows both, so the ratio is what is judged: the process ends with 1 when it is over the bound.
import { spawn } from "node:child_process";

const ROUNDS = 7;
/** 500 ms where Node alone takes 40. */
const MOST = 12.5;
/** Enough for a run to begin; nobody answers there, and the first line does not wait for an answer. */
const RUN = {
  DWH_REDSHIFT_HOST: "127.0.0.1",
  DWH_REDSHIFT_PORT: "1",
  DWH_REDSHIFT_DATABASE: "dev",
  DWH_REDSHIFT_USER: "nobody",
  DWH_REDSHIFT_PASSWORD: "none",
  DWH_EVENTS: "s3://nowhere/events",
  DWH_SONGS: "s3://nowhere/songs",
  DWH_WORK_URL: "s3://nowhere/work",
  AWS_REGION: "us-east-1",
};

const main = process.argv[2] ?? "/app/dist/dwh.cjs";
const times = [];
const nodes = [];
for (let round = 0; round < ROUNDS; round += 1) {
  nodes.push(await timeOne(["--eval", 'process.stderr.write("ready")'], "ready"));
  times.push(await timeOne([main, "run"], '"run started"'));
}
const medianOf = (values) => values.toSorted((a, b) => a - b)[ROUNDS >> 1];
const [job, node] = [medianOf(times), medianOf(nodes)];
const ratio = job / node;
const all = times.map((time) => time.toFixed(0)).join(" ");
console.log(
  `first log line after ${job.toFixed(0)} ms, ${ratio.toFixed(1)} times Node's own ${node.toFixed(0)} (bound: ${MOST} times; the rounds took ${all}; Node ${process.versions.node})`,
);
process.exitCode = ratio > MOST ? 1 : 0;

function timeOne(args, says) {
  return new Promise((done, failed) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { env: RUN, stdio: ["ignore", "ignore", "pipe"] });
    let time;
    let first = "";
    child.stderr.on("data", (chunk) => {
      time ??= performance.now() - start;
      if (first === "") child.kill("SIGKILL");
      first ||= String(chunk);
    });
    child.on("error", failed);
    child.on("close", () => {
      if (first.includes(says)) done(time);
      else failed(new Error(`the first line does not say ${says}: ${first}`));
    });
  });
}
