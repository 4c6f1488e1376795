// Measures inside of the image how long the job takes from its start to its first log line. Prints the median; judges nothing.
import { spawn } from "node:child_process";

const ROUNDS = 7;
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

const main = process.argv[2] ?? "/app/dist/main.js";
const times = [];
for (let round = 0; round < ROUNDS; round += 1) times.push(await timeOne());
times.sort((a, b) => a - b);
const all = times.map((time) => time.toFixed(0)).join(" ");
console.log(
  `first log line after ${times[ROUNDS >> 1].toFixed(0)} ms (bound: 500; the rounds took ${all}; Node ${process.versions.node})`,
);

function timeOne() {
  return new Promise((done, failed) => {
    const start = performance.now();
    const child = spawn(process.execPath, [main, "run"], { env: RUN, stdio: ["ignore", "ignore", "pipe"] });
    let time;
    let first = "";
    child.stderr.on("data", (chunk) => {
      time ??= performance.now() - start;
      if (first === "") child.kill("SIGKILL");
      first ||= String(chunk);
    });
    child.on("error", failed);
    child.on("close", () => {
      if (first.includes('"run started"')) done(time);
      else failed(new Error(`the first line is no log line of a run: ${first}`));
    });
  });
}
