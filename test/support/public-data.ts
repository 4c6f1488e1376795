/** The public data set, where this checkout has it beside it; tests that need it are skipped by name otherwise. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
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
  const days = readdirSync(events, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
  return {
    events,
    songs: join(folder, "song_data"),
    jsonpaths: join(folder, "log_json_path.json"),
    days: days.sort().map((name) => join(events, name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The songs, one a line, in the order of the archive, without 14,896 files being written for it. */
export function readPublicSongs(): string[] {
  const joined = execFileSync("tar", ["xzf", ARCHIVE, "--to-stdout", "--wildcards", "song_data/*.json"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return joined
    .replaceAll(/\}\s*\{/g, "}\n{")
    .trim()
    .split("\n");
}

/** The 30 event files by name, and the JSONPaths file. */
export function readPublicEvents(): {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly jsonpaths: Buffer;
} {
  const folder = mkdtempSync(join(tmpdir(), "dwh-public-"));
  try {
    execFileSync("tar", ["xzf", ARCHIVE, "-C", folder, "log_data", "log_json_path.json"]);
    const events = join(folder, "log_data");
    const names = readdirSync(events, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".json"),
    );
    const files = new Map(names.map((name) => [name, readFileSync(join(events, name))]));
    return { files, jsonpaths: readFileSync(join(folder, "log_json_path.json")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
