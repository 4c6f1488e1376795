/** What the commands around a run share: sources, store, SQL and warehouse, opened from the configuration. */
import { dirname, join } from "node:path";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import { isRedshift } from "./open-warehouse.ts";
import { loadSql } from "./load-sql.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { openStore } from "../store/open-store.ts";
import { sourceFlag, sourceVariable, type SourceDeclaration } from "../config/declared-source.ts";
import { absolute, findSource, hasDate, type Lookback, type SourceSetting } from "../sources/find-source.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { JobContext } from "./job-context.ts";
import { refuseNamedWarehouse } from "./keep-apart.ts";
import { isConfigured, isSample, makeSample, sampleSources } from "./sample.ts";

/** What a run is made of, opened from the configuration. */
export interface Job {
  readonly sources: readonly Source[];
  /** Where these are, whole, with the dates that are in them. */
  readonly locations: readonly string[];
  readonly store: Store;
  readonly sql: SqlFolder;
  /** Ends in a slash. */
  readonly workUrl: string;
  readonly copyRole: string;
  /** Whether the sources are the sample data, since none was configured. */
  readonly sample: boolean;
}

/**
 * Reads what a run is made of; makes the sample data when no source is configured and it is not there yet.
 * @throws ConfigError for a source that does not exist, and for sample data that would meet other data; SqlFilesError for files that do
 * not fit together.
 */
export async function openJob(context: JobContext): Promise<Job> {
  const { config } = context;
  const sql = await loadSql(context.sqlDir);
  if (isRedshift(config)) requireForRedshift(config, sql.sources);
  const settings = sourceSettings(config, sql.sources);
  const sample = isSample(settings);
  if (config.lookback !== undefined && !settings.some(hasDate)) throw withoutDate(config, settings);
  if (sample) {
    refuseNamedWarehouse(config, sql.sources);
    await makeSample(context);
  }
  return {
    sources: settings.map((setting) => findSource(setting, lookbackOf(context))),
    locations: settings.flatMap((setting) => setting.locations.map(absolute)),
    store: openStore(config),
    sql,
    workUrl: workUrlOf(config),
    copyRole: config.copyRoleArn ?? "default",
    sample,
  };
}

/** Returns how far back locations with a date are looked at. */
export function lookbackOf({ config, now }: Pick<JobContext, "config" | "now">): Lookback {
  return { now: now(), lookback: config.lookback };
}

/**
 * Returns where the sources are: as configured, else at the locations that their staging files declare; when nobody says anything
 * of any source, the sample data of the warehouse that ships.
 * @throws ConfigError when there is nothing to load from
 */
export function sourceSettings(
  { sources, sqlDir }: Pick<Config, "sources" | "sqlDir">,
  declared: readonly SourceDeclaration[],
): readonly SourceSetting[] {
  const settings = declared.flatMap((declaration): readonly SourceSetting[] => {
    const set = sources.find(({ name }) => name === declaration.name);
    const { location, jsonpathsFile } = declaration;
    const jsonpaths = set?.jsonpaths ?? jsonpathsFile;
    if (set !== undefined) return [{ declaration, locations: set.locations, jsonpaths }];
    return location === undefined ? [] : [{ declaration, locations: [location], jsonpaths }];
  });
  if (settings.length > 0) return settings;
  if (!isConfigured({ sources, sqlDir }, declared)) return sampleSources(declared);
  throw new ConfigError("no source is configured", {
    where: sqlDir,
    next:
      declared.length === 0
        ? "a staging file declares a source: sql/README.md"
        : `say where the files are: ${declared.map(({ name }) => `${sourceFlag(name)} (${sourceVariable(name)})`).join(", ")}`,
  });
}

/** A lookback of which nothing comes: everything would be listed, and nobody would notice. */
function withoutDate({ origins }: Config, settings: readonly SourceSetting[]): ConfigError {
  return new ConfigError("a lookback is set, but no location has a date in it", {
    where: settings.flatMap(({ locations }) => locations).join(", "),
    next: `write the date in its place in the location, as in s3://bucket/log_data/{yyyy}/{MM}/{dd}/, or leave ${origins.lookback === "flag" ? "--lookback" : "DWH_LOOKBACK"} out`,
  });
}

/** What has a default on a laptop and none in production. @throws ConfigError with all that is missing */
function requireForRedshift({ sources, workUrl }: Config, declared: readonly SourceDeclaration[]): void {
  const known = sources.length > 0 || declared.some(({ location }) => location !== undefined);
  const variables = declared.map(({ name }) => sourceVariable(name)).join(" and ");
  const missing = [
    ...(known ? [] : [`${variables}: where the files are`]),
    ...(workUrl?.startsWith("s3://") === true
      ? []
      : ["DWH_WORK_URL: an s3:// prefix for packs and manifests"]),
  ];
  if (missing.length === 0) return;
  throw new ConfigError(`a run on Redshift needs ${missing.join("; ")}`, {
    where: "environment",
    next: "set them; `dwh config` shows the values in force",
  });
}

function workUrlOf(config: Config): string {
  const url = absolute(
    config.workUrl ?? join(config.warehouse === ":memory:" ? ".dwh" : dirname(config.warehouse), "work"),
  );
  return url.endsWith("/") ? url : `${url}/`;
}
