// The whole run on two million events against hand-written DuckDB SQL for the same tables.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DWH, HAND_WRITTEN, SQL } from "./paths.mjs";
import { measure, median } from "./measure.mjs";
import { figure, megabytes, ratio, seconds, title } from "./print.mjs";
import { compareFigures, figuresOf } from "./same-tables.mjs";

export async function wholeRun(folder, rounds) {
  title(`Whole run: 2,000,000 events in 30 files, 1,500 songs; median of ${rounds}`);
  const data = join(folder, "whole");
  const { output } = await measure(folder, [DWH, "generate", data, "--event-count", "2000000"]);
  figure("data", output.trim());
  const results = [];
  for (let round = 0; round < rounds; round++) {
    const work = join(folder, `whole-${round}`);
    mkdirSync(work);
    const ours = join(work, "ours.duckdb");
    const theirs = join(work, "theirs.duckdb");
    const run = () =>
      measure(work, [
        DWH,
        "run",
        "--events",
        `${data}/log_data`,
        "--songs",
        `${data}/song_data`,
        "--warehouse",
        ours,
      ]);
    const hand = () =>
      measure(work, [
        HAND_WRITTEN,
        theirs,
        SQL.all,
        `events=${data}/log_data/**/*.json`,
        `songs=${data}/song_data/**/*.json`,
      ]);
    // In turn, so that whatever is slow at one time is slow for both.
    const first = round % 2 === 0 ? await run() : await hand();
    const second = round % 2 === 0 ? await hand() : await run();
    results.push(round % 2 === 0 ? { run: first, hand: second } : { run: second, hand: first });
    compareFigures(await figuresOf(ours, "public"), await figuresOf(theirs, "main"));
    rmSync(work, { recursive: true });
  }
  rmSync(data, { recursive: true });
  figure("dwh run", seconds(median(results.map(({ run }) => run.seconds))));
  figure("hand-written SQL", seconds(median(results.map(({ hand }) => hand.seconds))));
  figure(
    "time, ratio",
    ratio(median(results.map(({ run, hand }) => run.seconds / hand.seconds))),
    "at most 2",
  );
  figure("dwh run, CPU", seconds(median(results.map(({ run }) => run.cpu))));
  figure("hand-written SQL, CPU", seconds(median(results.map(({ hand }) => hand.cpu))));
  figure("CPU, ratio", ratio(median(results.map(({ run, hand }) => run.cpu / hand.cpu))));
  figure("dwh run, peak memory", megabytes(median(results.map(({ run }) => run.peak))));
  figure("hand-written SQL, peak memory", megabytes(median(results.map(({ hand }) => hand.peak))));
  figure(
    "memory, difference",
    megabytes(median(results.map(({ run, hand }) => run.peak - hand.peak))),
    "at most 300 MB",
  );
  figure("tables", "the same");
}
