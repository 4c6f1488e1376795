/** What the commands around a run share: sources, store, SQL and warehouse, opened from the configuration. */
import { dirname, join, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import { isRedshift } from "./open-warehouse.ts";
import { loadSql } from "./load-sql.ts";
import type { SqlFolder } from "../plan/sql-folder.ts";
import { openStore } from "../store/open-store.ts";
import { findSource, type SourcePath } from "../sources/find-source.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { JobContext } from "./job-context.ts";
import { makeSample, SAMPLE } from "./sample.ts";

/** What a run is made of, opened from the configuration. */
export interface Job {
  readonly sources: readonly Source[];
  readonly store: Store;
  readonly sql: SqlFolder;
  /** Ends in a slash. */
  readonly workUrl: string;
  /** Url of the JSONPaths file, whole and absolute. */
  readonly eventsJsonpaths: string | undefined;
  readonly copyRole: string;
  /** Whether the sources are the sample data, since none was configured. */
  readonly sample: boolean;
}

/**
 * Reads what a run is made of; makes the sample data when no source is configured and it is not there yet.
 * @throws ConfigError for a source that does not exist; SqlFilesError for files that do not fit together.
 */
export async function openJob(context: JobContext): Promise<Job> {
  const { config } = context;
  const sql = await loadSql(context.sqlDir);
  if (isRedshift(config)) requireForRedshift(config);
  const sample = config.events === undefined && config.songs === undefined;
  if (sample) await makeSample(context);
  return {
    sources: sourcePaths(config).map(findSource),
    store: openStore(config),
    sql,
    workUrl: workUrlOf(config),
    eventsJsonpaths: config.eventsJsonpaths === undefined ? undefined : absolute(config.eventsJsonpaths),
    copyRole: config.copyRoleArn ?? "default",
    sample,
  };
}

/** The sources that are configured, or the sample data when none is. */
export function sourcePaths({ events, songs }: Config): readonly SourcePath[] {
  const paths =
    events === undefined && songs === undefined
      ? { events: `${SAMPLE}/log_data`, songs: `${SAMPLE}/song_data` }
      : { events, songs };
  return (["events", "songs"] as const).flatMap((name) => {
    const path = paths[name];
    return path === undefined ? [] : [{ name, path }];
  });
}

/** What has a default on a laptop and none in production. @throws ConfigError with all that is missing */
function requireForRedshift({ events, songs, workUrl }: Config): void {
  const missing = [
    ...(events === undefined && songs === undefined ? ["DWH_EVENTS and DWH_SONGS: where the files are"] : []),
    ...(workUrl?.startsWith("s3://") === true
      ? []
      : ["DWH_WORK_URL: an s3:// prefix for packs and manifests"]),
  ];
  if (missing.length === 0) return;
  throw new ConfigError(`a run on Redshift needs ${missing.join("; ")}`, {
    where: "environment",
    next: "set what is named; `dwh config` shows what is in force",
  });
}

function workUrlOf(config: Config): string {
  const url = absolute(
    config.workUrl ?? join(config.warehouse === ":memory:" ? ".dwh" : dirname(config.warehouse), "work"),
  );
  return url.endsWith("/") ? url : `${url}/`;
}

function absolute(location: string): string {
  return location.startsWith("s3://") ? location : resolve(location);
}
