// How long the program takes to say something.
import { join } from "node:path";
import { mkdirSync, rmSync } from "node:fs";
import { measure, median } from "./measure.mjs";
import { DWH } from "./paths.mjs";
import { figure, title } from "./print.mjs";

export async function startUp(folder, rounds) {
  const times = Math.max(rounds, 11);
  title(`Start; median of ${times}`);
  const work = join(folder, "start");
  mkdirSync(work);
  await measure(work, [DWH, "run"]);
  const bare = await medianOf(times, work, ["--eval", "0"]);
  figure("node itself", milliseconds(bare));
  figure("dwh --version", milliseconds(await medianOf(times, work, [DWH, "--version"])), "less than 150 ms");
  figure(
    "dwh plan with nothing new",
    milliseconds(await medianOf(times, work, [DWH, "plan"])),
    "less than 1000 ms",
  );
  rmSync(work, { recursive: true });
}

async function medianOf(times, work, args) {
  const seconds = [];
  for (let time = 0; time < times; time++)
    seconds.push((await measure(work, args, { usage: false })).seconds);
  return median(seconds);
}

function milliseconds(value) {
  return `${Math.round(value * 1000)} ms`;
}
