// The same day of news on histories of several lengths: what a run takes, and what its steps handle.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { measure, median } from "./measure.mjs";
import { DWH, PROFILE } from "./paths.mjs";
import { figure, ratio, seconds, title } from "./print.mjs";

/** A history of one time: a month with a good 40,000 plays. */
const EVENTS = 50_000;
const DAYS = 30;
/** Whatever is new is of sessions and moments that no history has. */
const LATER_MS = 4000 * 86_400_000;
const OTHER_SESSIONS = 1_000_000_000;

/** @param most the longest history, in times of the shortest: 1, 10, 100 … up to it */
export async function growth(folder, rounds, { most }) {
  const scales = [1, 10, 100].filter((scale) => scale <= most);
  title(`Growth: the same day of news on histories of ${scales.join(", ")} times; median of ${rounds}`);
  const news = await makeNews(join(folder, "growth-news"));
  const found = new Map();
  for (const scale of scales) {
    found.set(scale, await onHistory(join(folder, `growth-${scale}`), { scale, rounds, news }));
  }
  rmSync(join(folder, "growth-news"), { recursive: true });
  tell(found);
}

/** One day of events and fifty songs, of which no history knows anything but users and titles. */
async function makeNews(folder) {
  mkdirSync(folder);
  const args = ["generate", folder, "--event-count", String(Math.round(EVENTS / DAYS)), "--days", "1"];
  await measure(folder, [DWH, ...args, "--song-count", "50", "--seed", "2"]);
  const [file] = filesIn(join(folder, "log_data"));
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const later = lines.map((one) => ({
    ...one,
    ts: one.ts + LATER_MS,
    sessionId: one.sessionId + OTHER_SESSIONS,
  }));
  const events = join(folder, "news.json");
  writeFileSync(events, later.map((one) => `${JSON.stringify(one)}\n`).join(""));
  return { events, songs: filesIn(join(folder, "song_data")) };
}

async function onHistory(folder, { scale, rounds, news }) {
  mkdirSync(folder);
  const data = join(folder, "data");
  const args = ["generate", data, "--event-count", String(EVENTS * scale), "--days", String(DAYS * scale)];
  await measure(folder, [DWH, ...args]);
  const full = join(folder, "full.duckdb");
  const load = await run(folder, full, data);
  const kinds = {
    "events only": ["events"],
    "songs only": ["songs"],
    "events and songs": ["events", "songs"],
  };
  const results = {};
  for (const [kind, brought] of Object.entries(kinds)) {
    bring(data, news, brought);
    const runs = [];
    for (let round = 0; round < rounds; round++) {
      const copy = join(folder, "copy.duckdb");
      copyFileSync(full, copy);
      runs.push(await run(folder, copy, data));
      rmSync(copy);
    }
    const copy = join(folder, "copy.duckdb");
    copyFileSync(full, copy);
    const { output } = await measure(folder, [
      PROFILE,
      copy,
      join(data, "log_data"),
      join(data, "song_data"),
    ]);
    rmSync(copy);
    const of = (what) => median(runs.map((one) => one[what]));
    results[kind] = {
      seconds: of("seconds"),
      cpu: of("cpu"),
      steps: JSON.parse(output.trim().split("\n").at(-1)),
    };
    takeAway(data);
  }
  rmSync(folder, { recursive: true });
  return { load, days: DAYS * scale, results };
}

const run = (folder, warehouse, data) =>
  measure(folder, [
    DWH,
    "run",
    "--events",
    `${data}/log_data`,
    "--songs",
    `${data}/song_data`,
    "--warehouse",
    warehouse,
  ]);

function bring(data, { events, songs }, brought) {
  if (brought.includes("events")) copyFileSync(events, join(data, "log_data/news.json"));
  if (!brought.includes("songs")) return;
  mkdirSync(join(data, "song_data/news"));
  for (const song of songs) copyFileSync(song, join(data, "song_data/news", basename(song)));
}

function takeAway(data) {
  rmSync(join(data, "log_data/news.json"), { force: true });
  rmSync(join(data, "song_data/news"), { recursive: true, force: true });
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function tell(found) {
  const scales = [...found.keys()];
  const first = found.get(scales[0]);
  const last = scales.at(-1);
  for (const kind of Object.keys(first.results)) {
    for (const scale of scales) {
      const { seconds: whole, cpu } = found.get(scale).results[kind];
      figure(`${kind}, on ${scale} x: time, CPU`, `${seconds(whole)}, ${seconds(cpu)}`);
    }
    const { results } = found.get(last);
    const growthOf = (what) => results[kind][what] / first.results[kind][what];
    figure(`${kind}, ${last} x to 1 x`, ratio(growthOf("seconds")), "at most 1.5");
    figure(`${kind}, ${last} x to 1 x, CPU`, ratio(growthOf("cpu")));
    const handled = (what) => (scale) => sumOf(found.get(scale).results[kind].steps, what);
    for (const what of ["built", "probed", "scanned"]) {
      const rows = scales.map((scale) => handled(what)(scale).toLocaleString("en-US"));
      figure(`${kind}, rows ${what}`, rows.join(" · "), what === "built" ? "the same" : "");
    }
    for (const [step, { built }] of Object.entries(results[kind].steps)) {
      const before = first.results[kind].steps[step]?.built ?? 0;
      if (built > before * 1.5 + 1000) figure(`  built by ${step}`, `${before} · ${built}`, "grows");
    }
  }
  const { load, days, results } = found.get(last);
  for (const [what, bound] of [
    ["seconds", "at most 4 % of a year"],
    ["cpu", ""],
  ]) {
    const share = results["events and songs"][what] / load[what];
    const name = `one day on ${days} days, of loading these${what === "cpu" ? ", CPU" : ""}`;
    figure(name, `${(share * 100).toFixed(1)} %`, bound);
  }
}

function sumOf(steps, what) {
  return Object.values(steps).reduce((sum, one) => sum + one[what], 0);
}
