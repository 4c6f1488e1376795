/** What a stack can be told, as the components get it; `keys.ts` says what each key means and allows. */
export interface Settings {
  /** The stack's name: part of every resource's name and the `Environment` of every metric. */
  readonly environment: string;
  readonly region: string;
  readonly account: string | undefined;
  readonly protect: boolean;
  readonly egress: "public" | "nat" | "endpoints";
  readonly vpcCidr: string;
  /** Ids of availability zones; empty: the program chooses. */
  readonly zones: readonly string[];
  readonly flowLogs: boolean;
  readonly clients: readonly string[];
  readonly warehouse: "provisioned" | "serverless";
  readonly nodeType: string;
  readonly nodes: number;
  readonly serverlessCapacity: number;
  readonly serverlessHoursPerMonth: number;
  readonly database: string;
  readonly snapshotDays: number;
  readonly maintenanceTrack: "current" | "trailing";
  readonly pausedBetweenRuns: boolean;
  readonly pauseSchedule: string;
  /** One for each source that the warehouse's SQL declares. */
  readonly sources: readonly SourceSettings[];
  /** The keys that objects of the sources are encrypted with. */
  readonly sourceKeyArns: readonly string[];
  readonly image: string | undefined;
  readonly cpu: number;
  readonly memory: number;
  readonly deadlineMinutes: number;
  readonly maxRejects: number;
  readonly onBadFile: string;
  readonly schedule: string;
  readonly scheduleTimezone: string;
  readonly scheduleEnabled: boolean;
  /** An expression, or `never`. */
  readonly rotateSchedule: string;
  readonly missedRunHours: number;
  readonly slowRunMinutes: number;
  readonly dataAgeHours: number;
  /** Of the newest event; 0: no alarm. */
  readonly eventAgeHours: number;
  readonly awakeHours: number;
  readonly alarmEmail: readonly string[];
  readonly alarmTopicArn: string | undefined;
  /** In US dollars. */
  readonly monthlyBudget: number | undefined;
  readonly logDays: number;
  readonly logKey: boolean;
  readonly containerInsights: boolean;
  readonly delivery: DeliverySettings | undefined;
}

/** Where a source is, when that is not the stack's own bucket. */
export interface SourceSettings {
  readonly name: string;
  readonly url: string | undefined;
  readonly jsonpaths: string | undefined;
}

/** Whom GitHub may let in, and where Pulumi keeps the state that they need. */
export interface DeliverySettings {
  /** The `sub` claims that may deploy; a list, since GitHub writes names with or without immutable ids. */
  readonly deploySubjects: readonly string[];
  /** The `sub` claims that may preview a pull request. */
  readonly previewSubjects: readonly string[];
  /** The `sub` claims that may look for drift; none: no role for that is made. */
  readonly driftSubjects: readonly string[];
  /** The account's OIDC provider for GitHub; not set: this stack makes it. */
  readonly oidcProviderArn: string | undefined;
  readonly stateBucket: string;
  readonly stateKeyArn: string;
}

export type SettingKey = Exclude<keyof Settings, "environment" | "region" | "sources">;
