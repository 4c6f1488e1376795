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
import { ledger } from "./ledger.mjs";
import { rebuild } from "./rebuild.mjs";
import { manyFiles } from "./many-files.mjs";
import { pgbench } from "./pgbench.mjs";
import { startUp } from "./start-up.mjs";
import { wholeRun } from "./whole-run.mjs";

const BENCHMARKS = {
  whole: wholeRun,
  rebuild,
  files: manyFiles,
  formats,
  start: startUp,
  compile,
  generate: generateSpeed,
  latency,
  growth,
  pgbench,
  ledger: (folder, rounds) => ledger(folder, rounds, keys),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "3" },
    // The longest history of `growth`, in times of the shortest.
    most: { type: "string", default: "10" },
    keys: { type: "string", default: "1000000" },
  },
});
const rounds = Number(values.rounds);
const most = Number(values.most);
const keys = Number(values.keys);
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHMARKS, name));
const isWrong =
  [rounds, keys].some((one) => !Number.isInteger(one) || one < 1) || ![1, 10, 100].includes(most);
if (unknown.length > 0 || isWrong) {
  console.error(
    `usage: npm run bench -- [${Object.keys(BENCHMARKS).join("] [")}] [--rounds n] [--most 1|10|100] [--keys n]`,
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
