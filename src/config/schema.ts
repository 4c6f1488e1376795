/**
 * Every setting, once: its variable, its flag, what it means, what is allowed, its default. `load.ts` hands this to
 * convict, `cli/command-line.ts` makes flags and help of it, `config/docs.ts` makes docs/configuration.md of it.
 */
import { LOG_LEVELS, ON_BAD_FILE, type SettingName, type Settings } from "./config.ts";
import {
  choiceWords,
  formatDurationSetting,
  SETTING_FORMATS,
  type SettingFormatName,
  type FormatWords,
} from "./formats.ts";
import { PIPELINE } from "../names.ts";

/** One setting, in the words of convict where convict has a word. */
export interface Setting<T = string | number> {
  /** One sentence, without its full stop. */
  readonly doc: string;
  /** The name of a format, or the allowed words. */
  readonly format: SettingFormatName | readonly string[];
  /** Null: not set. */
  readonly default: T | null;
  /** What holds when it is not set, for people; only where the default is null. */
  readonly otherwise?: string;
  readonly env: string;
  /** The flag without its dashes; settings without one are for the environment only. */
  readonly flag?: string;
  /** Never shown: neither in errors nor by `dwh config`. */
  readonly sensitive?: boolean;
}

/** Every setting by its name in code; see the head of this file. */
export const SETTING_SCHEMA: { readonly [K in SettingName]: Setting<NonNullable<Settings[K]>> } = {
  warehouse: {
    doc: "The file of the local warehouse; sample data has .dwh/sample.duckdb instead, and a command that only reads opens the one that the last run filled",
    format: "path",
    default: ".dwh/warehouse.duckdb",
    env: "DWH_WAREHOUSE",
    flag: "warehouse",
  },
  workUrl: {
    doc: "Where a run puts its packs and manifests",
    format: "location",
    default: null,
    otherwise: "work/ beside the file of the local warehouse; Redshift needs a place in S3",
    env: "DWH_WORK_URL",
    flag: "work-url",
  },
  maxRejects: {
    doc: "How many rows a run may reject, in all its sources together; they go to etl_rejects",
    format: "rejected rows",
    default: 0,
    env: "DWH_MAX_REJECTS",
    flag: "max-rejects",
  },
  onBadFile: {
    doc: "What a run does about a file with more rejected rows than are tolerated, or that is damaged: it stops, or leaves the file out, publishes the rest and keeps the file in etl_quarantine with the reason",
    format: ON_BAD_FILE,
    default: "stop",
    env: "DWH_ON_BAD_FILE",
    flag: "on-bad-file",
  },
  migrate: {
    doc: "Whether a run brings tables that are not as sql/schema declares them up to date: safe adds columns and lengthens texts; any other difference is for dwh migrate, and ends a run with exit code 2",
    format: ["never", "safe"],
    default: "never",
    env: "DWH_MIGRATE",
    flag: "migrate",
  },
  logLevel: {
    doc: "The lowest level of log lines that are written",
    format: LOG_LEVELS,
    default: "info",
    env: "DWH_LOG_LEVEL",
    flag: "log-level",
  },
  s3Root: {
    doc: "A folder that stands for S3: s3://bucket/key is the file bucket/key in it",
    format: "path",
    default: null,
    otherwise: "s3:// is S3",
    env: "DWH_S3_ROOT",
    flag: "s3-root",
  },
  sqlDir: {
    doc: "The folder of the SQL files",
    format: "path",
    default: null,
    otherwise:
      "sql/ of the working folder if that has a warehouse of its own, else the one that comes with the program",
    env: "DWH_SQL_DIR",
    flag: "sql-dir",
  },
  redshiftHost: {
    doc: "The host of the Redshift cluster or workgroup",
    format: "host",
    default: null,
    otherwise: "from the secret, the cluster or the workgroup",
    env: "DWH_REDSHIFT_HOST",
  },
  redshiftPort: {
    doc: "The port of Redshift",
    format: "port",
    default: null,
    otherwise: "from the secret, the cluster or the workgroup, else 5439",
    env: "DWH_REDSHIFT_PORT",
  },
  redshiftDatabase: {
    doc: "The database in Redshift",
    format: "text",
    default: null,
    otherwise: "from the secret or the cluster",
    env: "DWH_REDSHIFT_DATABASE",
  },
  redshiftUser: {
    doc: "The database user; without a password or a secret, temporary credentials are asked for; IAMR:<role> is the user of an IAM role",
    format: "text",
    default: null,
    otherwise: "from the secret, or the IAM identity",
    env: "DWH_REDSHIFT_USER",
  },
  redshiftPassword: {
    doc: "The password of the database user; meant for a laptop, a secret is better",
    format: "text",
    default: null,
    otherwise: "from the secret, or temporary",
    env: "DWH_REDSHIFT_PASSWORD",
    sensitive: true,
  },
  redshiftSecretId: {
    doc: "The name or ARN of the Secrets Manager secret with user and password",
    format: "text",
    default: null,
    env: "DWH_REDSHIFT_SECRET_ID",
  },
  redshiftClusterId: {
    doc: "The identifier of the Redshift cluster",
    format: "text",
    default: null,
    env: "DWH_REDSHIFT_CLUSTER_ID",
  },
  redshiftWorkgroup: {
    doc: "The name of the Redshift Serverless workgroup, for its address and for temporary credentials",
    format: "text",
    default: null,
    env: "DWH_REDSHIFT_WORKGROUP",
  },
  redshiftCaFile: {
    doc: "A file of certificates to trust for Redshift",
    format: "path",
    default: null,
    otherwise: "the system's",
    env: "DWH_REDSHIFT_CA_FILE",
  },
  clusterResume: {
    doc: "Whether a run resumes a cluster that is paused, and pauses it again once it sees that nobody else is connected",
    format: ["true", "false"],
    default: "false",
    env: "DWH_CLUSTER_RESUME",
  },
  adminSecretId: {
    doc: "The name or ARN of the administrator's secret; only for `dwh bootstrap`",
    format: "text",
    default: null,
    env: "DWH_ADMIN_SECRET_ID",
  },
  copyRoleArn: {
    doc: "The IAM role with which COPY reads S3",
    format: "role",
    default: null,
    otherwise: "the default role of the cluster",
    env: "DWH_COPY_ROLE_ARN",
  },
  deadline: {
    doc: "How long a run may take; then it is rolled back and exits 7",
    format: "duration",
    default: null,
    otherwise: "no limit",
    env: "DWH_DEADLINE",
  },
  auditEvery: {
    doc: "How old the last asking of the audits may be before a run that loads something asks them again",
    format: "age",
    default: 604_800_000,
    env: "DWH_AUDIT_EVERY",
  },
  lookback: {
    doc: "How far back locations with a date in them are listed, such as s3://bucket/log_data/{yyyy}/{MM}/{dd}/: the days, or hours, of that time in UTC; a file that comes later than that is found by the next run without it",
    format: "duration",
    default: null,
    otherwise: "everything is listed",
    env: "DWH_LOOKBACK",
    flag: "lookback",
  },
  lockWait: {
    doc: "How long a command waits for a table that another session holds; then it says who that is, and exits 6",
    format: "duration",
    default: 300_000,
    env: "DWH_LOCK_WAIT",
  },
  maxLoadAge: {
    doc: "How old the newest load may be before report and status call it too old; how old the events may be stands in the header of an analysis",
    format: "duration",
    default: 172_800_000,
    env: "DWH_MAX_LOAD_AGE",
  },
  servePassword: {
    doc: "The password that `dwh serve` asks its clients for",
    format: "text",
    default: null,
    otherwise: "`dwh serve` does not start",
    env: "DWH_SERVE_PASSWORD",
    sensitive: true,
  },
  environment: {
    doc: "Which environment this is: a dimension of the metrics in CloudWatch",
    format: "text",
    default: null,
    otherwise: "no metrics are sent",
    env: "DWH_ENVIRONMENT",
  },
  pipeline: {
    doc: "Which pipeline this is: a dimension of the same metrics, and the title of the report; for a warehouse of your own the name of its folder",
    format: "text",
    default: PIPELINE,
    env: "DWH_PIPELINE",
  },
};

/** All settings as names and settings, in the order of the docs. */
export const SETTING_ENTRIES = Object.entries(SETTING_SCHEMA) as readonly (readonly [SettingName, Setting])[];

/** Returns the default as people write it; undefined where there is none. */
export function settingDefault({ format, default: value }: Setting): string | undefined {
  if (value === null) return undefined;
  return format === "duration" || format === "age" ? formatDurationSetting(Number(value)) : String(value);
}

/** Returns what people are told of the values that a setting may have. */
export function settingFormat(setting: Setting): FormatWords {
  return typeof setting.format === "string" ? SETTING_FORMATS[setting.format] : choiceWords(setting.format);
}
