/** What a stack costs a month, from a price list and stated assumptions. Pure. */
import { alarmsOf } from "../src/alarms.ts";
import { servicesWithoutInternet } from "../src/endpoints.ts";
import type { Settings } from "../src/settings.ts";
import { readStagingSteps } from "../src/staging-steps.ts";

/**
 * Rough list prices in US dollars for us-east-1, as noted in November 2026 when this was designed; without reservations,
 * discounts and taxes. Types without a price here have none in the table.
 */
export const PRICES = {
  nodeHour: new Map([
    ["ra3.large", 0.543],
    ["ra3.xlplus", 1.086],
  ]),
  rpuHour: 0.375,
  storageGb: 0.024,
  cpuHour: 0.0324,
  memoryGbHour: 0.0036,
  endpointHour: 0.01,
  natHour: 0.045,
  addressHour: 0.005,
  secret: 0.4,
  alarm: 0.1,
  metric: 0.3,
  logGb: 0.5,
  key: 1,
} as const;

/** What the table takes for granted. */
export const ASSUMED = {
  hoursPerMonth: 730,
  daysPerMonth: 30.4,
  runsPerDay: 1,
  minutesPerRun: 10,
  /** Of the job's password, where a schedule comes at all. */
  rotationsPerMonth: 1,
  minutesPerRotation: 1,
  /** A cluster that is paused between runs: resuming, the run, pausing. */
  awakeHoursPerRun: 1.25,
  awakeHoursPerRotation: 0.5,
  storedGb: 50,
  logGb: 0.5,
  metrics: 100,
  /** What the network logs, where it does. */
  flowLogGb: 0.2,
  zones: 2,
} as const;

export interface Cost {
  readonly item: string;
  readonly dollars: number;
}

/** The costs of a stack, item by item; nothing where it has none. */
export function costsOf(settings: Settings): readonly Cost[] {
  const { hoursPerMonth, daysPerMonth, runsPerDay, minutesPerRun, awakeHoursPerRun } = ASSUMED;
  const runs = daysPerMonth * runsPerDay;
  const rotations = settings.rotateSchedule === "never" ? 0 : ASSUMED.rotationsPerMonth;
  const taskHours = (runs * minutesPerRun + rotations * ASSUMED.minutesPerRotation) / 60;
  const clusterHours = settings.pausedBetweenRuns
    ? runs * awakeHoursPerRun + rotations * ASSUMED.awakeHoursPerRotation
    : hoursPerMonth;
  const node = PRICES.nodeHour.get(settings.nodeType) ?? Number.NaN;
  const serverless = settings.warehouse === "serverless";
  const endpoints = settings.egress === "endpoints" ? servicesWithoutInternet(settings).length : 0;
  const task = (settings.cpu / 1024) * PRICES.cpuHour + (settings.memory / 1024) * PRICES.memoryGbHour;
  return [
    {
      item: "Redshift, computing",
      dollars: serverless
        ? settings.serverlessCapacity * PRICES.rpuHour * taskHours
        : settings.nodes * node * clusterHours,
    },
    { item: "Redshift, storage", dollars: ASSUMED.storedGb * PRICES.storageGb },
    { item: "interface endpoints", dollars: endpoints * ASSUMED.zones * PRICES.endpointHour * hoursPerMonth },
    {
      item: "NAT gateway with its address",
      dollars: settings.egress === "nat" ? (PRICES.natHour + PRICES.addressHour) * hoursPerMonth : 0,
    },
    { item: "Fargate", dollars: task * taskHours },
    {
      item: "public address of the task",
      dollars: settings.egress === "public" ? PRICES.addressHour * taskHours : 0,
    },
    { item: "secrets (the job's and the administrator's)", dollars: 2 * PRICES.secret },
    { item: "alarms", dollars: alarmCount(settings) * PRICES.alarm },
    // CloudWatch bills a metric for the hours in which it is sent: one hour for each run.
    { item: "metrics", dollars: (ASSUMED.metrics * PRICES.metric * runs) / hoursPerMonth },
    { item: "logs", dollars: ASSUMED.logGb * PRICES.logGb },
    { item: "flow logs", dollars: settings.flowLogs ? ASSUMED.flowLogGb * PRICES.logGb : 0 },
    { item: "key for logs and alarms", dollars: settings.logKey ? PRICES.key : 0 },
  ];
}

/** How many alarms a stack has once it runs on its schedule. */
function alarmCount(settings: Settings): number {
  const watched = { stagingSteps: readStagingSteps(), queueName: "", ruleName: "", warehouse: "" };
  return alarmsOf({ ...settings, image: "", scheduleEnabled: true }, watched).length;
}

/** The costs of several stacks side by side, in whole dollars above ten and in cents below, with their sums. */
export function costTable(stacks: Readonly<Record<string, Settings>>): string {
  const names = Object.keys(stacks);
  const columns = Object.values(stacks).map(costsOf);
  const items = columns[0]?.map(({ item }) => item) ?? [];
  const rows = items.map((item, index) => [
    item,
    ...columns.map((costs) => show(costs[index]?.dollars ?? 0)),
  ]);
  const sums = columns.map((costs) => costs.reduce((sum, { dollars }) => sum + dollars, 0));
  const lines = [
    ["US dollars a month", ...names],
    ["---", ...names.map(() => "---:")],
    ...rows,
    ["**together, about**", ...sums.map((sum) => `**${Math.round(sum)}**`)],
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const show = (dollars: number): string =>
  dollars === 0 ? "–" : dollars < 10 ? dollars.toFixed(2) : dollars.toFixed(0);
