/** The public data set, where this checkout has it beside it; tests that need it are skipped by name otherwise. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ARCHIVE = resolve(import.meta.dirname, "../../../shared/data/sparkify-data.tar.gz");

export const hasPublicData = existsSync(ARCHIVE);

export interface PublicData {
  readonly events: string;
  readonly songs: string;
  readonly jsonpaths: string;
  /** The 30 event files, in order. */
  readonly days: readonly string[];
  remove(): void;
}

/** Unpacks the data into a scratch folder. */
export function unpackPublicData(): PublicData {
  const folder = mkdtempSync(join(tmpdir(), "dwh-public-"));
  execFileSync("tar", ["xzf", ARCHIVE, "-C", folder]);
  const events = join(folder, "log_data");
  const days = readdirSync(events, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return {
    events,
    songs: join(folder, "song_data"),
    jsonpaths: join(folder, "log_json_path.json"),
    days: days.sort().map((name) => join(events, name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
