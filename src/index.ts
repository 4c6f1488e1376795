/**
 * The commands as functions, for programs. Each takes the settings of docs/configuration.md, does what the command of its name does,
 * and returns data; where the working folder has a `sql/` of its own, that is the warehouse, as it is for the commands. Nothing is
 * printed, and what goes wrong is thrown or stands in the result, never in an exit code.
 */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { CheckResult } from "./checks/run-check.ts";
import type { SettingName } from "./config/config.ts";
import { loadConfig } from "./config/load.ts";
import type { UnansweredCheck } from "./job/ask-check.ts";
import { chooseWarehouse } from "./job/choose-warehouse.ts";
import type { WarehouseUse } from "./cli/declarations.ts";
import { readDeclaredSources } from "./job/declared-sources.ts";
import { checkWarehouse } from "./job/check-warehouse.ts";
import type { JobContext } from "./job/job-context.ts";
import { findFiles, type FoundFiles } from "./job/find-files.ts";
import { forgetOne, type ForgottenFile } from "./job/forget-file.ts";
import { readJobReport } from "./job/job-report.ts";
import { readJobStatus, type JobStatus } from "./job/job-status.ts";
import { migrateWarehouse, type MigrationResult } from "./job/migrate-warehouse.ts";
import { planJob, type JobPlan } from "./job/plan-job.ts";
import { queryWarehouse } from "./job/query-warehouse.ts";
import { resetWarehouse } from "./job/reset-warehouse.ts";
import { retryOne, type RetriedFiles } from "./job/retry-files.ts";
import { runJob } from "./job/run-job.ts";
import type { Logger } from "./log.ts";
import type { RunEvent, RunResult } from "./records/result.ts";
import type { ReportData } from "./report/data.ts";
import { sourceFlag } from "./config/declared-source.ts";
import { ownDefaults, SHIPPED_SQL } from "./sql-dir.ts";
import { readVersion } from "./version.ts";
import type { Result } from "./warehouse/warehouse.ts";

export * from "./errors.ts";
export { EXIT } from "./names.ts";
export type {
  CheckResult,
  ForgottenFile,
  FoundFiles,
  JobPlan,
  JobStatus,
  Logger,
  MigrationResult,
  ReportData,
  Result,
  RetriedFiles,
  RunEvent,
  RunResult,
  SettingName,
  UnansweredCheck,
};

/** What every function takes. */
export interface Options {
  /** By name (`warehouse`, `sqlDir`, `redshiftHost` …), each as text, as a flag would give it; they beat `env`. */
  readonly settings?: Readonly<Partial<Record<SettingName, string>>>;
  /** Where the files of the sources are, by the name that a staging file declares: locations as --source takes them. */
  readonly sources?: Readonly<Record<string, string | readonly string[]>>;
  /** JSONPaths files by source. */
  readonly jsonpaths?: Readonly<Record<string, string>>;
  /** `DWH_*` variables. None are read from the process unless `process.env` is given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the work, and rolls back what is open; give it an error as its reason. */
  readonly signal?: AbortSignal;
  /** Hears what the log would say. */
  readonly log?: Logger;
}

/**
 * Runs the job once, as `dwh run` does. What went wrong while it ran is in `status`, `exitCode` and `error` of the result.
 * @throws ConfigError and SqlFilesError for what is wrong before anything is opened.
 */
export async function run(
  options: Options & {
    /** Does everything and rolls it back: nothing is published, on record or in the ledger. */
    readonly dryRun?: boolean;
    /** Loads files again whatever the ledger says: a folder, a file or a prefix, or days as `2018-11-01..2018-11-30`. */
    readonly reload?: string;
    /** Steps, as --select and --exclude name them. */
    readonly select?: readonly string[];
    readonly exclude?: readonly string[];
    readonly onEvent?: (event: RunEvent) => void;
  } = {},
): Promise<RunResult> {
  return runJob(await contextOf(options, "fill"), {
    runId: randomUUID(),
    dryRun: options.dryRun ?? false,
    wish: { reload: options.reload, select: options.select ?? [], exclude: options.exclude ?? [] },
    onEvent: options.onEvent ?? (() => undefined),
  });
}

/**
 * Makes tables anew from all files, as `dwh rebuild` does: those that are named and what follows from them, or all. What went wrong while it ran is in the result.
 * @throws ConfigError and SqlFilesError for what is wrong before anything is opened.
 */
export async function rebuild(
  tables: readonly string[] = [],
  options: Options & {
    readonly exclude?: readonly string[];
    /** Whether it goes on without files that are gone. */
    readonly yes?: boolean;
    /** In batches of so much, as `50GB`: called again after an interruption, it goes on with what is left. */
    readonly batchSize?: string;
    readonly onEvent?: (event: RunEvent) => void;
  } = {},
): Promise<RunResult> {
  return runJob(await contextOf(options, "fill"), {
    runId: randomUUID(),
    wish: {
      rebuild: tables,
      exclude: options.exclude ?? [],
      mayLose: options.yes ?? false,
      batchSize: options.batchSize,
    },
    onEvent: options.onEvent ?? (() => undefined),
  });
}

/** Returns what a run would do: new files, packs and SQL in order. Changes nothing. @throws DwhError */
export async function plan(options: Options = {}): Promise<JobPlan> {
  return planJob(await contextOf(options, "fill"));
}

/** Asks every check that is chosen on what is in the warehouse, and returns what each found, or why it could not be run. @throws DwhError */
export async function check(
  options: Options & { readonly select?: readonly string[]; readonly exclude?: readonly string[] } = {},
): Promise<readonly (CheckResult | UnansweredCheck)[]> {
  const { select = [], exclude = [] } = options;
  return checkWarehouse(await contextOf(options, "look"), { select, exclude });
}

/** Runs Redshift SQL, and returns a result for each statement; all rows are held. @throws DwhError for the first that fails */
export async function query(sql: string, options: Options = {}): Promise<readonly Result[]> {
  const results: Result[] = [];
  await queryWarehouse(await contextOf(options, "look"), { name: "<argument>", text: sql }, (result) => {
    results.push(result);
  });
  return results;
}

/** Returns the last runs, how old the data is, and the files that wait. @throws DwhError */
export async function status(options: Options = {}): Promise<JobStatus> {
  return readJobStatus(await contextOf(options, "look"));
}

/** Returns everything that the report page tells. @throws DwhError */
export async function report(options: Options = {}): Promise<ReportData> {
  return readJobReport(await contextOf(options, "look"));
}

/** Drops all tables of the job and recreates them, empty, without asking; returns their names. @throws DwhError */
export async function reset(options: Options = {}): Promise<readonly string[]> {
  const { tables } = await resetWarehouse(await contextOf(options, "empty"), () => Promise.resolve());
  return tables;
}

/**
 * Returns what makes the tables those that sql/schema declares, and does it where `yes` is true, as `dwh migrate` does. @throws DwhError
 */
export async function migrate({
  yes = false,
  ...options
}: Options & { readonly yes?: boolean } = {}): Promise<MigrationResult> {
  return migrateWarehouse(await contextOf(options, "look"), { yes });
}

/** Returns which runs wrote rows of a table last, and the files that they brought, as `dwh files` tells. @throws DwhError */
export async function files(
  rows: { readonly table: string; readonly where?: string },
  options: Options = {},
): Promise<FoundFiles> {
  return findFiles(await contextOf(options, "look"), rows);
}

/**
 * Takes a file out of the ledger, so that the next run loads it again, and returns what the ledger held of it; what came of the file stays
 * in the tables. @throws DwhError
 */
export async function forget(url: string, options: Options = {}): Promise<ForgottenFile> {
  return forgetOne(await contextOf(options, "look"), url);
}

/**
 * Has the next run try a file again that was left out for its fault, or all below a folder or prefix that ends in a slash; returns them.
 * @throws DwhError
 */
export async function retry(url: string, options: Options = {}): Promise<RetriedFiles> {
  return retryOne(await contextOf(options, "look"), url);
}

const SILENT: Logger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

async function contextOf(
  { settings = {}, sources = {}, jsonpaths = {}, env = {}, signal, log = SILENT }: Options,
  use: WarehouseUse,
): Promise<JobContext> {
  const own = ownDefaults(resolve("."));
  const declared = await readDeclaredSources(
    settings.sqlDir || env["DWH_SQL_DIR"] || (own?.sqlDir ?? SHIPPED_SQL),
  );
  const loaded = loadConfig({
    flags: settings,
    sourceFlags: {
      pairs: Object.entries(sources).flatMap(([name, locations]) =>
        [locations].flat().map((location) => `${name}=${location}`),
      ),
      named: Object.fromEntries(
        Object.entries(jsonpaths).map(([name, location]) => [
          `${sourceFlag(name).slice(2)}-jsonpaths`,
          [location],
        ]),
      ),
    },
    env,
    declared,
    ...(own === undefined ? {} : { defaults: own }),
  });
  if (own !== undefined && loaded.origins.sqlDir === "default")
    log.info("the SQL is that of the working folder", { sql: own.sqlDir });
  const { config, because } = chooseWarehouse(loaded, declared, use);
  if (because !== undefined) log.info(`the warehouse is ${config.warehouse}`, { because });
  return {
    config,
    log,
    signal: signal ?? new AbortController().signal,
    now: () => new Date(),
    newId: randomUUID,
    sqlDir: config.sqlDir ?? SHIPPED_SQL,
    version: readVersion(),
  };
}
