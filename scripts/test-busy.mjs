// Runs the tests round after round beside processes that take the processor from them: what depends on speed fails here. Arguments
// go to vitest: `npm run test:busy -- test/serve`. With --long it takes the files that `npm test` leaves out, and no others.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: {
    busy: { type: "string", default: "8" },
    rounds: { type: "string", default: "3" },
    long: { type: "boolean", default: false },
  },
  allowPositionals: true,
});

/** Works without a pause, and ends when its standard input does: so it does even when this process is killed. */
const BUSY = `
  process.stdin.on("close", () => process.exit()).resume();
  const work = () => {
    const end = Date.now() + 50;
    while (Date.now() < end);
    setImmediate(work);
  };
  work();`;

/** In the environment of all that a round starts, so that what it leaves behind is found. */
const MARK = `SPARKIFY_TEST_ROUND_OF=${process.pid}`;

/** Ids of the processes that were started in a round and still run; none where there is no /proc to look in. */
function leftBehind() {
  if (!existsSync("/proc/self/environ")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/environ`, "utf8").split("\0").includes(MARK);
      } catch {
        // It has ended meanwhile, or is somebody else's.
        return false;
      }
    });
}

let suite;
let stopped = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stopped = true;
    suite?.kill(signal);
  });
}

/** Resolves with the exit code of the suite. */
function runSuite() {
  const [name, value] = MARK.split("=");
  suite = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...positionals], {
    stdio: "inherit",
    env: { ...process.env, ...(values.long ? { DWH_TEST_LONG: "only" } : {}), [name]: value },
  });
  return new Promise((resolve, reject) => {
    suite.on("error", reject);
    suite.on("close", (code) => resolve(code ?? 1));
  });
}

const busy = Array.from({ length: Number(values.busy) }, () =>
  spawn(process.execPath, ["-e", BUSY], { stdio: ["pipe", "ignore", "inherit"] }),
);
let failed = 0;
try {
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    console.log(`round ${round} of ${values.rounds}, beside ${busy.length} busy processes`);
    const code = await runSuite();
    if (stopped) break;
    const left = leftBehind();
    if (left.length > 0) console.log(`round ${round} left processes running: ${left.join(", ")}`);
    if (code !== 0 || left.length > 0) failed += 1;
  }
} finally {
  for (const child of busy) child.kill("SIGKILL");
}
if (stopped) console.log("stopped: a round is not over");
else console.log(failed === 0 ? "all rounds passed" : `${failed} of ${values.rounds} rounds failed`);
process.exitCode = failed === 0 && !stopped ? 0 : 1;
