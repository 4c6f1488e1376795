// 15,000 files of one song each: the first run against DuckDB's own reader, and the run after it, which finds nothing new.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { measure, median } from "./measure.mjs";
import { DWH, HAND_WRITTEN, SQL } from "./paths.mjs";
import { figure, ratio, seconds, title } from "./print.mjs";

export async function manyFiles(folder, rounds) {
  title(`Many files: 15,000 of one song each; median of ${rounds}`);
  const data = join(folder, "files");
  await measure(folder, [DWH, "generate", data, "--event-count", "1000", "--song-count", "15000"]);
  const results = [];
  // The first round only warms the file system's cache, for both.
  for (let round = -1; round < rounds; round++) {
    const work = join(folder, `files-${round}`);
    mkdirSync(work);
    const database = join(work, "theirs.duckdb");
    const sources = ["--events", `${data}/log_data`, "--songs", `${data}/song_data`];
    const ours = ["--warehouse", join(work, "ours.duckdb")];
    const run = () => measure(work, [DWH, "run", ...sources, ...ours, "--format", "json"]);
    const first = await run();
    const read = await measure(work, [
      HAND_WRITTEN,
      database,
      SQL.songs,
      `songs=${data}/song_data/**/*.json`,
    ]);
    const again = await run();
    const report = JSON.parse(first.output);
    if (JSON.parse(again.output).status !== "nothing new")
      throw new Error("the second run found something new");
    if (round >= 0) results.push({ first, load: loadSeconds(report), read, again });
    rmSync(work, { recursive: true });
  }
  rmSync(data, { recursive: true });
  figure("first run", seconds(median(results.map(({ first }) => first.seconds))));
  figure("of it listing, packing and COPY of the songs", seconds(median(results.map(({ load }) => load))));
  figure("read_json on the glob", seconds(median(results.map(({ read }) => read.seconds))));
  figure("load, ratio", ratio(median(results.map(({ load, read }) => load / read.seconds))), "at most 1");
  figure(
    "whole first run, ratio",
    ratio(median(results.map(({ first, read }) => first.seconds / read.seconds))),
  );
  figure("run with nothing new", seconds(median(results.map(({ again }) => again.seconds))));
  const ofRead = median(results.map(({ read, again }) => again.seconds / read.seconds));
  figure("nothing new, of read_json", `${(ofRead * 100).toFixed(1)} %`, "at most 15 %");
  const share = median(results.map(({ first, again }) => again.seconds / first.seconds));
  figure("nothing new, of the first run", `${(share * 100).toFixed(1)} %`, "less than 10 %");
}

/** From the start of the run until the songs are staged: listing, the ledger, packing, and both COPYs. */
function loadSeconds({ started_at: started, steps }) {
  const stage = steps.find(({ kind, name }) => kind === "stage" && name === "staging_songs");
  return (Date.parse(stage.started_at) + stage.duration_ms - Date.parse(started)) / 1000;
}
