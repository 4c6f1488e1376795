// Time, CPU time and peak memory of a process.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Nothing of the caller's configuration reaches a measured process. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("DWH_")),
);

/**
 * Runs Node with these arguments in the folder, from its start to its end: { seconds, cpu, peak, output }. CPU time, in seconds of one
 * core, and peak memory, in bytes, are only taken when `usage` is set, as that loads one more module; `env` are variables beside the
 * caller's.
 */
export async function measure(folder, args, { usage = true, env = {} } = {}) {
  const usageFile = join(folder, ".usage");
  const preload = usage ? ["--import", new URL("usage.mjs", import.meta.url).href] : [];
  const start = performance.now();
  const child = spawn(process.execPath, [...preload, ...args], {
    cwd: folder,
    env: { ...environment, ...env, BENCH_USAGE: usageFile, DWH_LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${errors}${output.slice(0, 2000)}`);
  const used = usage ? JSON.parse(readFileSync(usageFile, "utf8")) : { cpu: Number.NaN, peak: Number.NaN };
  return { seconds, ...used, output };
}

/** The middle one, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
