// A rebuild of two million plays against the first run of the same files.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DWH } from "./paths.mjs";
import { measure, median } from "./measure.mjs";
import { figure, megabytes, ratio, seconds, title } from "./print.mjs";
import { compareFigures, figuresOf } from "./same-tables.mjs";

/** Events of which two million are plays, about. */
const EVENTS = 2_400_000;

export async function rebuild(folder, rounds) {
  title(`Rebuild: ${EVENTS.toLocaleString("en")} events in 30 files, 1,500 songs; median of ${rounds}`);
  const data = join(folder, "rebuild");
  const { output } = await measure(folder, [DWH, "generate", data, "--event-count", String(EVENTS)]);
  figure("data", output.trim());
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const work = join(folder, `rebuild-${round}`);
    mkdirSync(work);
    const warehouse = join(work, "ours.duckdb");
    const type = (command, ...more) =>
      measure(work, [
        DWH,
        command,
        "--events",
        `${data}/log_data`,
        "--songs",
        `${data}/song_data`,
        "--warehouse",
        warehouse,
        ...more,
      ]);
    const first = await type("run");
    const before = await figuresOf(warehouse, "public");
    const again = await type("rebuild");
    compareFigures(await figuresOf(warehouse, "public"), before);
    results.push({ first, again, plays: JSON.parse(before.songplays) });
    rmSync(work, { recursive: true });
  }
  rmSync(data, { recursive: true });
  figure("plays", String(Object.values(results[0].plays)[0]));
  figure("first run", seconds(median(results.map(({ first }) => first.seconds))));
  figure("rebuild", seconds(median(results.map(({ again }) => again.seconds))));
  figure(
    "time, ratio",
    ratio(median(results.map(({ first, again }) => again.seconds / first.seconds))),
    "at most 1.2",
  );
  figure("first run, peak memory", megabytes(median(results.map(({ first }) => first.peak))));
  figure("rebuild, peak memory", megabytes(median(results.map(({ again }) => again.peak))));
}
