// How fast synthetic data is made, and how much memory that needs.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { measure, median } from "./measure.mjs";
import { DWH } from "./paths.mjs";
import { figure, megabytes, seconds, title } from "./print.mjs";

const SIZES = [500_000, 2_000_000];

export async function generateSpeed(folder, rounds) {
  for (const events of SIZES) {
    title(`Generate: ${events.toLocaleString("en")} events; median of ${rounds}`);
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const target = join(folder, "generated");
      const result = await measure(folder, [DWH, "generate", target, "--event-count", String(events)]);
      const written = Number(/([\d.]+) MB/.exec(result.output)?.[1]);
      results.push({ ...result, speed: written / result.seconds });
      rmSync(target, { recursive: true });
    }
    figure("time", seconds(median(results.map((result) => result.seconds))));
    figure("speed", `${Math.round(median(results.map(({ speed }) => speed)))} MB/s`, "at least 50 MB/s");
    figure("peak memory", megabytes(median(results.map(({ peak }) => peak))));
  }
}
