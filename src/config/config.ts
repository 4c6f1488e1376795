/** The configuration as the rest of the code sees it: plain, read-only, complete. `schema.ts` says what each value means. */

import type { SourceDeclaration } from "./declared-source.ts";

/** Levels of the log, from the fewest lines to the most. */
export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;
/** One of LOG_LEVELS. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a run may do about a file that is bad. */
export const ON_BAD_FILE = ["stop", "quarantine"] as const;
/** One of ON_BAD_FILE. */
export type OnBadFile = (typeof ON_BAD_FILE)[number];

/** A value that is `undefined` was set nowhere and has no default. */
export interface Settings {
  readonly warehouse: string;
  readonly workUrl: string | undefined;
  readonly maxRejects: number;
  readonly onBadFile: OnBadFile;
  readonly logLevel: LogLevel;
  readonly s3Root: string | undefined;
  readonly sqlDir: string | undefined;
  readonly redshiftHost: string | undefined;
  readonly redshiftPort: number | undefined;
  readonly redshiftDatabase: string | undefined;
  readonly redshiftUser: string | undefined;
  readonly redshiftPassword: string | undefined;
  readonly redshiftSecretId: string | undefined;
  readonly redshiftClusterId: string | undefined;
  readonly redshiftWorkgroup: string | undefined;
  readonly redshiftCaFile: string | undefined;
  readonly clusterResume: "true" | "false";
  readonly adminSecretId: string | undefined;
  readonly copyRoleArn: string | undefined;
  /** Milliseconds from the start of the run. */
  readonly deadline: number | undefined;
  /** Milliseconds. */
  readonly lookback: number | undefined;
  /** Milliseconds. */
  readonly lockWait: number;
  /** Milliseconds since the newest load. */
  readonly maxLoadAge: number;
  /** Milliseconds. */
  readonly auditEvery: number;
  /** For `dwh serve`. */
  readonly servePassword: string | undefined;
  readonly environment: string | undefined;
  readonly pipeline: string;
  /** Whether a run may add columns and lengthen texts by itself. */
  readonly migrate: "never" | "safe";
}

/** The name of a setting in code: `maxRejects` for DWH_MAX_REJECTS. */
export type SettingName = keyof Settings;

/** Who set a value. */
export type SettingOrigin = "flag" | "environment" | "default";

/** Where the files of a source are, as somebody set it. */
export interface SourceConfig {
  readonly name: string;
  /** One or more, as they were typed. */
  readonly locations: readonly string[];
  readonly jsonpaths: string | undefined;
  readonly origin: SettingOrigin;
}

/** All settings, and who set each. */
export interface Config extends Settings {
  /** The sources of the warehouse's SQL. */
  readonly declared: readonly SourceDeclaration[];
  /** Those that somebody configured, in the same order. */
  readonly sources: readonly SourceConfig[];
  readonly origins: Readonly<Record<SettingName, SettingOrigin>>;
}
