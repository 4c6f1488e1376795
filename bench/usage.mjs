// Preloaded into a measured process: leaves its peak memory, in bytes, and its CPU time, in seconds, in the file that BENCH_USAGE names.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { peak: maxRSS * 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 };
  writeFileSync(process.env["BENCH_USAGE"], JSON.stringify(usage));
});
