// Time and peak memory of a process.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Nothing of the caller's configuration reaches a measured process. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("DWH_")),
);

/**
 * Runs Node with these arguments in the folder, from its start to its end: { seconds, peak, output }. Peak memory, in bytes, is only
 * taken when `memory` is set, as that loads one more module; `env` are variables beside the caller's.
 */
export async function measure(folder, args, { memory = true, env = {} } = {}) {
  const peakFile = join(folder, ".peak");
  const preload = memory ? ["--import", new URL("peak.mjs", import.meta.url).href] : [];
  const start = performance.now();
  const child = spawn(process.execPath, [...preload, ...args], {
    cwd: folder,
    env: { ...environment, ...env, BENCH_PEAK: peakFile, DWH_LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${errors}${output.slice(0, 2000)}`);
  return { seconds, peak: memory ? Number(readFileSync(peakFile, "utf8")) : Number.NaN, output };
}

/** The middle one, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
