/** Settings that are right on their own and wrong together: refused by AWS in the middle of an update, or by reason. Pure. */
import { FARGATE_SIZES } from "./fargate.ts";
import { NODE_TYPES } from "./node-types.ts";
import { collides, gapsOf } from "./schedule-times.ts";
import type { Settings } from "./settings.ts";
import { zonesNeeded } from "./zones.ts";

/** How long a cluster takes to be there and to be gone again, beside the run, in minutes. */
const RESUMING = 30;

/** Every problem, one sentence each. A value that was wrong on its own is undefined here, and disagrees with nothing. */
export function pairProblems(values: Partial<Settings>): readonly string[] {
  return [
    ...ofTask(values),
    ...ofNodes(values),
    ...ofZones(values),
    ...ofClients(values),
    ...ofSchedule(values),
    ...ofRotation(values),
    ...ofPause(values),
    ...ofProd(values),
  ];
}

function ofTask({ cpu, memory, slowRunMinutes = 0, deadlineMinutes }: Partial<Settings>): readonly string[] {
  const problems: string[] = [];
  const sizes = cpu === undefined ? undefined : FARGATE_SIZES.get(cpu);
  if (memory !== undefined && sizes?.includes(memory) === false)
    problems.push(
      `memory is "${memory}", which Fargate does not pair with cpu "${cpu}"; allowed: ${sizes.join(", ")}`,
    );
  if (deadlineMinutes !== undefined && slowRunMinutes >= deadlineMinutes)
    problems.push(
      `slowRunMinutes is "${slowRunMinutes}", and no run outlives deadlineMinutes "${deadlineMinutes}"; allowed: less than ${deadlineMinutes}`,
    );
  return problems;
}

function ofNodes({ nodes, nodeType = "" }: Partial<Settings>): readonly string[] {
  const type = NODE_TYPES.get(nodeType);
  if (nodes === undefined || type === undefined) return [];
  if (nodes === 1 && !type.alone) {
    const alone = [...NODE_TYPES].filter(([, other]) => other.alone).map(([name]) => name);
    return [`nodes is "1" with nodeType "${nodeType}"; allowed: 2 or more, or one of ${alone.join(", ")}`];
  }
  return nodes > type.most
    ? [
        `nodes is "${nodes}" with nodeType "${nodeType}"; allowed: up to ${type.most}, or a larger type of node`,
      ]
    : [];
}

/** Zones that are named are enough, and different. */
function ofZones({ zones = [], warehouse, region = "" }: Partial<Settings>): readonly string[] {
  if (zones.length === 0 || warehouse === undefined) return [];
  const needed = zonesNeeded({ warehouse, region });
  return new Set(zones).size < needed
    ? [
        `zones is ${JSON.stringify(zones)} with warehouse "${warehouse}"; allowed: ${needed} or more different zones`,
      ]
    : [];
}

function ofClients({ clients = [], egress }: Partial<Settings>): readonly string[] {
  return clients.length > 0 && egress === "endpoints"
    ? [
        `clients is ${JSON.stringify(clients)} with egress "endpoints", a network without internet; allowed: [], or egress public or nat`,
      ]
    : [];
}

function ofSchedule({
  schedule,
  missedRunHours = 0,
  deadlineMinutes = 0,
}: Partial<Settings>): readonly string[] {
  if (schedule === undefined) return [];
  const { shortest, longest } = gapsOf(schedule);
  if (longest === Infinity) return [`schedule is "${schedule}", which never comes; allowed: one that does`];
  const problems: string[] = [];
  if (missedRunHours > 0 && missedRunHours * 60 <= longest) {
    const hours = Math.floor(longest / 60) + 1;
    problems.push(
      `missedRunHours is "${missedRunHours}", and schedule "${schedule}" leaves up to ${Math.ceil(longest / 60)} hours between runs; allowed: ${hours <= 168 ? `${hours} or more, or ` : ""}0 for no such alarm`,
    );
  }
  if (shortest < deadlineMinutes)
    problems.push(
      `schedule is "${schedule}", which starts a run ${shortest} minutes after another that may take deadlineMinutes "${deadlineMinutes}"; allowed: ${deadlineMinutes} minutes between runs or more, or a shorter deadline`,
    );
  return problems;
}

/** A cluster that is paused at night is not paused under a run. */
function ofPause(values: Partial<Settings>): readonly string[] {
  const { pausedBetweenRuns, warehouse, schedule, scheduleTimezone, pauseSchedule, deadlineMinutes } = values;
  if (pausedBetweenRuns !== true || warehouse !== "provisioned" || deadlineMinutes === undefined) return [];
  if (schedule === undefined || scheduleTimezone === undefined || pauseSchedule === undefined) return [];
  const problems: string[] = [];
  if (collides(schedule, scheduleTimezone, pauseSchedule, deadlineMinutes + RESUMING))
    problems.push(
      `pauseSchedule is "${pauseSchedule}" (UTC), within ${deadlineMinutes + RESUMING} minutes of a run of schedule "${schedule}" (${scheduleTimezone}), which may still be at work; allowed: a time when no run is`,
    );
  const { rotateSchedule = "never" } = values;
  if (collides(rotateSchedule, scheduleTimezone, pauseSchedule, RESUMING))
    problems.push(
      `pauseSchedule is "${pauseSchedule}" (UTC), within ${RESUMING} minutes of rotateSchedule "${rotateSchedule}" (${scheduleTimezone}), which may still be at work; allowed: a time when no rotation is`,
    );
  return problems;
}

function ofRotation({ rotateSchedule = "never" }: Partial<Settings>): readonly string[] {
  return rotateSchedule !== "never" && gapsOf(rotateSchedule).longest === Infinity
    ? [`rotateSchedule is "${rotateSchedule}", which never comes; allowed: one that does, or never`]
    : [];
}

/** What a stack named prod never is, whoever sets it in a hurry. */
function ofProd({ environment, protect, egress, clients = [] }: Partial<Settings>): readonly string[] {
  if (environment !== "prod") return [];
  const problems: string[] = [];
  if (protect === false)
    problems.push(`protect is "false" in prod, where a mistake would delete the data; allowed: true`);
  if (egress === "public")
    problems.push(`egress is "public" in prod, where the job has no public address; allowed: nat, endpoints`);
  if (clients.length > 0 && egress !== "endpoints")
    problems.push(
      `clients is ${JSON.stringify(clients)} in prod, whose warehouse has no public address; allowed: [], and the ways in that docs/infrastructure.md shows`,
    );
  return problems;
}
