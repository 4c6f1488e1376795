/** Every key of the stack configuration, once: what it means, what is allowed, what holds without it. The docs are made of it. */
import { MOST_REJECTS } from "../../src/names.ts";
import { cidr, commaList, flag, listOf, matching, numberOf, oneOf, whole, type Format } from "./formats.ts";
import { delivery } from "./delivery-format.ts";
import { FARGATE_SIZES } from "./fargate.ts";
import { NODE_TYPES } from "./node-types.ts";
import { scheduleProblem } from "./schedule-expression.ts";
import type { SettingKey, Settings } from "./settings.ts";

export interface Key<T> {
  /** One sentence, without its full stop. */
  readonly doc: string;
  readonly format: Format<NonNullable<T>>;
  /** The text that holds when the key is not set; null: nothing does, and that is fine. */
  readonly otherwise: string | null;
}

/** What PutRetentionPolicy of CloudWatch Logs takes, in days. */
export const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const schedule: Format<string> = {
  allowed:
    "cron(minutes hours day-of-month month day-of-week year) with one ? among the days, or rate(1 day)",
  parse: (text) => (scheduleProblem(text) === undefined ? text : undefined),
};
const cron: Format<string> = {
  allowed: "cron(minutes hours day-of-month month day-of-week year) with one ? among the days",
  parse: (text) => (text.startsWith("cron(") ? schedule.parse(text) : undefined),
};
const scheduleOrNever: Format<string> = {
  allowed: `never, ${schedule.allowed}`,
  parse: (text) => (text === "never" ? text : schedule.parse(text)),
};
const timezone: Format<string> = {
  allowed: "a zone of the IANA database, such as UTC or Europe/Zurich",
  parse: (text) => {
    try {
      Intl.DateTimeFormat("en", { timeZone: text });
      return text;
    } catch {
      return undefined;
    }
  },
};

export const KEYS: { readonly [K in SettingKey]: Key<Settings[K]> } = {
  account: {
    doc: "The only AWS account that this stack may touch; an update anywhere else stops at once",
    format: matching(/^\d{12}$/, "12 digits"),
    otherwise: null,
  },
  protect: {
    doc: "Whether cluster, data and state of the job survive a mistake: delete protection, a final snapshot, a kept bucket",
    format: flag,
    otherwise: "true",
  },
  egress: {
    doc: "How the job reaches AWS: by a public address, through one NAT gateway, or through interface endpoints alone",
    format: oneOf("public", "nat", "endpoints"),
    otherwise: "endpoints",
  },
  vpcCidr: { doc: "The addresses of the VPC", format: cidr(16, 20), otherwise: "10.40.0.0/16" },
  zones: {
    doc: "The ids of the availability zones to be in, in this order, for good: a warehouse does not leave its subnets; empty: the first of the region that can run the job",
    format: listOf(matching(/^[a-z]{2,4}\d-az\d$/, "ids of zones, such as use1-az1")),
    otherwise: "[]",
  },
  flowLogs: {
    doc: "Whether the VPC logs who talks to whom",
    format: flag,
    otherwise: "true",
  },
  clients: {
    doc: "The only addresses outside that may reach the warehouse; any entry gives it a public address, and no other address gets an answer",
    format: listOf(cidr(24, 32)),
    otherwise: "[]",
  },
  warehouse: {
    doc: "A cluster of nodes, or Redshift Serverless, billed by the second that it works",
    format: oneOf("provisioned", "serverless"),
    otherwise: "provisioned",
  },
  nodeType: { doc: "The nodes of the cluster", format: oneOf(...NODE_TYPES.keys()), otherwise: "ra3.large" },
  nodes: { doc: "How many of them", format: whole(1, 128), otherwise: "2" },
  serverlessCapacity: {
    doc: "The base capacity of Redshift Serverless, in RPU, and its limit",
    format: numberOf([4, ...Array.from({ length: 64 }, (_, index) => (index + 1) * 8)]),
    otherwise: "4",
  },
  serverlessHoursPerMonth: {
    doc: "How many RPU hours Redshift Serverless may use a month before it stops taking queries",
    format: whole(1, 1_000_000),
    otherwise: "60",
  },
  database: {
    doc: "The database in the warehouse",
    format: matching(
      /^(?!dev$)[a-z][a-z0-9_]{0,62}$/,
      "lower-case letters, digits and _, and not dev, which is the default of everybody",
    ),
    otherwise: "sparkify",
  },
  snapshotDays: {
    doc: "How long automated snapshots of the cluster are kept, in days",
    format: whole(1, 35),
    otherwise: "14",
  },
  maintenanceTrack: {
    doc: "Which releases of Redshift the warehouse gets: the newest, or those of the trailing track, which have been the newest for some weeks",
    format: oneOf("current", "trailing"),
    otherwise: "current",
  },
  pausedBetweenRuns: {
    doc: "Whether a run resumes the cluster and pauses it again afterwards, so that idle hours cost storage alone",
    format: flag,
    otherwise: "false",
  },
  pauseSchedule: {
    doc: "When a cluster that somebody left running is paused all the same, in UTC; only with pausedBetweenRuns",
    format: cron,
    otherwise: "cron(0 22 * * ? *)",
  },
  sourceKeyArns: {
    doc: "The KMS keys that objects of the sources are encrypted with, where those are keys of a customer; their policies must let this account use them",
    format: listOf(
      matching(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "ARNs of keys (an alias will not do)"),
    ),
    otherwise: "[]",
  },
  image: {
    doc: "The image to run, by digest; not set: everything but the task and its schedule is made",
    format: matching(
      /^[a-z0-9][\w.-]*(:\d+)?\/[\w./-]+@sha256:[0-9a-f]{64}$/,
      "registry/repository@sha256:… with 64 hex digits, never a tag alone",
    ),
    otherwise: null,
  },
  cpu: { doc: "The CPU units of the task", format: numberOf([...FARGATE_SIZES.keys()]), otherwise: "512" },
  memory: {
    doc: "The memory of the task, in MiB; Fargate takes only certain pairs of cpu and memory",
    format: whole(512, 122_880),
    otherwise: "1024",
  },
  deadlineMinutes: {
    doc: "How long a run may take before it is rolled back; ECS itself would let it run for ever",
    format: whole(1, 1440),
    otherwise: "60",
  },
  maxRejects: {
    doc: "How many rows that cannot be loaded a run tolerates",
    format: whole(0, MOST_REJECTS),
    otherwise: "0",
  },
  onBadFile: {
    doc: "What a run does about a file with more rejected rows than that, or that is damaged: it stops, or leaves the file out and publishes the rest",
    format: oneOf("stop", "quarantine"),
    otherwise: "stop",
  },
  schedule: { doc: "When the job runs", format: schedule, otherwise: "cron(0 3 * * ? *)" },
  scheduleTimezone: {
    doc: "The time zone of `schedule` and `rotateSchedule`",
    format: timezone,
    otherwise: "UTC",
  },
  scheduleEnabled: {
    doc: "Whether the schedules start runs and rotations, and whether a missed run alarms",
    format: flag,
    otherwise: "true",
  },
  rotateSchedule: {
    doc: "When the job's password is rotated, in the time zone of `scheduleTimezone`, at a minute at which no run starts; never: only when somebody types it",
    format: scheduleOrNever,
    otherwise: "cron(37 12 1 * ? *)",
  },
  missedRunHours: {
    doc: "After how many hours without a successful run the alarm goes off; 0: never, for schedules with more than a week between runs",
    format: whole(0, 168),
    otherwise: "26",
  },
  slowRunMinutes: {
    doc: "From how many minutes a run counts as slow",
    format: whole(1, 1440),
    otherwise: "45",
  },
  dataAgeHours: {
    doc: "After how many hours without a new file the data counts as old, although runs succeed",
    format: whole(1, 8760),
    otherwise: "48",
  },
  eventAgeHours: {
    doc: "From how many hours on the newest event counts as old, although files come; 0: never, for data that is of another time",
    format: whole(0, 87_600),
    otherwise: "48",
  },
  awakeHours: {
    doc: "After how many hours without a pause a warehouse that should sleep alarms; not for a cluster that is always on",
    format: whole(2, 168),
    otherwise: "6",
  },
  alarmEmail: {
    doc: "Who gets the alarms, with commas between several; each must confirm once by the mail that AWS sends. Empty: nobody yet",
    format: commaList(matching(/^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/, "mail addresses with commas between them")),
    otherwise: "",
  },
  alarmTopicArn: {
    doc: "A topic of this account for the alarms instead of one of the stack; its policy must let CloudWatch, EventBridge and Budgets publish",
    format: matching(/^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]+$/, "the ARN of a topic"),
    otherwise: null,
  },
  monthlyBudget: {
    doc: "How many US dollars Redshift may cost the account in a month before somebody is notified; not set: no budget",
    format: whole(1, 1_000_000),
    otherwise: null,
  },
  logDays: { doc: "How long logs are kept, in days", format: numberOf(LOG_DAYS), otherwise: "365" },
  logKey: {
    doc: "Whether logs and alarms are encrypted with a key of this stack instead of one that AWS owns",
    format: flag,
    otherwise: "true",
  },
  containerInsights: {
    doc: "Whether ECS measures CPU and memory of the task",
    format: flag,
    otherwise: "true",
  },
  delivery: {
    doc: "Which subjects of GitHub may log in; not set: no role for GitHub is created",
    format: delivery,
    otherwise: null,
  },
};
