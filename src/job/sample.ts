/** The sample data: what a run loads when no source is configured. */
import { accessSync, constants, existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError } from "../errors.ts";
import { explainWrite } from "../generate/explain-write.ts";
import type { Config } from "../config/config.ts";
import type { SourceDeclaration } from "../config/declared-source.ts";
import { absolute, type SourceSetting } from "../sources/find-source.ts";
import type { JobContext } from "./job-context.ts";

/** The folder of the sample data, below the working folder. */
export const SAMPLE = ".dwh/sample";
/** The warehouse of the sample data, and of nothing else. */
export const SAMPLE_WAREHOUSE = `${SAMPLE}.duckdb`;

/** Where the sample has the files of each source. */
const FOLDERS: Readonly<Record<string, string>> = { events: "log_data", songs: "song_data" };

/** Returns the sources of the sample, with the files that `makeSample` makes. */
export function sampleSources(declared: readonly SourceDeclaration[]): readonly SourceSetting[] {
  return declared.flatMap((declaration) => {
    const folder = FOLDERS[declaration.name];
    return folder === undefined
      ? []
      : [{ declaration, locations: [`${SAMPLE}/${folder}`], jsonpaths: undefined }];
  });
}

/** Returns whether somebody said which files to load: in the configuration, in staging files, or by having SQL of their own. */
export function isConfigured(
  { sources, sqlDir }: Pick<Config, "sources" | "sqlDir">,
  declared: readonly SourceDeclaration[],
): boolean {
  return (
    sources.length > 0 || sqlDir !== undefined || declared.some(({ location }) => location !== undefined)
  );
}

/** Returns whether a location lies in the sample's folder. */
export function isInSample(location: string): boolean {
  return absolute(location).startsWith(`${resolve(SAMPLE)}/`);
}

/**
 * Returns whether the sources are the sample.
 * @throws ConfigError when some are and others are not: sample and real data never meet
 */
export function isSample(settings: readonly Pick<SourceSetting, "locations">[]): boolean {
  const locations = settings.flatMap((setting) => setting.locations);
  const other = locations.find((location) => !isInSample(location));
  const own = locations.some(isInSample);
  if (!own || other === undefined) return own;
  throw new ConfigError("sample data and other files are not loaded into one warehouse", {
    where: `${SAMPLE} and ${other}`,
    next: "give every source a location outside the sample, or none",
  });
}

/**
 * Returns whether the warehouse is that of the sample: what waits of the sample waits for it and for no other one, and what it holds is of a
 * month long gone, which is not a fault.
 */
export function isSampleWarehouse({ warehouse }: Pick<Config, "warehouse">): boolean {
  return resolve(warehouse) === resolve(SAMPLE_WAREHOUSE);
}

/** Whether the sample's files are there. */
export function hasSample(): boolean {
  return existsSync(join(SAMPLE, "song_data"));
}

/** Takes away the sample's files, and `.dwh` where nothing else is in it: of a command that only looked. */
export function removeSample(): void {
  rmSync(SAMPLE, { recursive: true, force: true });
  if (existsSync(".dwh") && readdirSync(".dwh").length === 0) rmdirSync(".dwh");
}

/** Makes it, unless it is there. @throws ConfigError where nothing can be written; DwhError for a full disk */
export async function makeSample({ log }: Pick<JobContext, "log">): Promise<void> {
  if (hasSample()) return;
  const { defaultSample } = await import("../generate/options.ts");
  const { writeSampleData } = await import("../generate/write.ts");
  try {
    // Asked first: making folders in one that is read-only fails with ENOENT, which says nothing.
    accessSync(existsSync(".dwh") ? ".dwh" : ".", constants.W_OK);
    log.info("no source is configured: making sample data", { folder: SAMPLE });
    await writeSampleData(defaultSample, SAMPLE);
  } catch (error) {
    if (!["EROFS", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw explainWrite(error, resolve(SAMPLE));
    throw new ConfigError("no source is configured, and sample data cannot be written here", {
      where: resolve(SAMPLE),
      next: "say where the files of the sources are and where Redshift is (docs/configuration.md), or run in a folder that can be written",
      cause: error,
    });
  }
}
