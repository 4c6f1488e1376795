// Measures what the README claims, on this machine: npm run bench [-- name …] [-- --rounds 5]. See bench/README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compile } from "./compile.mjs";
import { formats } from "./formats.mjs";
import { generateSpeed } from "./generate-speed.mjs";
import { growth } from "./growth.mjs";
import { latency } from "./latency.mjs";
import { manyFiles } from "./many-files.mjs";
import { startUp } from "./start-up.mjs";
import { wholeRun } from "./whole-run.mjs";

const BENCHMARKS = {
  whole: wholeRun,
  files: manyFiles,
  formats,
  start: startUp,
  compile,
  generate: generateSpeed,
  latency,
  growth,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  // The longest history of `growth`, in times of the shortest.
  options: { rounds: { type: "string", default: "3" }, most: { type: "string", default: "10" } },
});
const rounds = Number(values.rounds);
const most = Number(values.most);
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1 || ![1, 10, 100].includes(most)) {
  console.error(
    `usage: npm run bench -- [${Object.keys(BENCHMARKS).join("] [")}] [--rounds n] [--most 1|10|100]`,
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "dwh-bench-"));
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHMARKS)) {
    await BENCHMARKS[name](folder, rounds, { most });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
