/** How the stack is, now and against its program. */
import { askAws } from "./aws-cli.ts";
import { findCluster } from "./cluster.ts";
import { countFailedStarts } from "./failed-starts.ts";
import { nameOf, OperateError, showOrFail, type Operator } from "./operator.ts";
import { configWith } from "./stack-config.ts";
import { need, previewSteps, readOutputs, type Step } from "./stack-state.ts";
import { waitsForTrack } from "./upgrade.ts";

interface Alarms {
  readonly MetricAlarms?: readonly {
    readonly AlarmName?: string;
    readonly StateValue?: string;
    readonly StateUpdatedTimestamp?: string;
  }[];
}

/** Prints the alarms, the cluster and the number of starts that failed, a line each. @throws OperateError as AWS refuses */
export async function status(op: Operator): Promise<void> {
  const outputs = await readOutputs(op);
  const { MetricAlarms = [] } = await askAws<Alarms>(op, "cloudwatch describe-alarms", {
    "alarm-name-prefix": `${nameOf(op)}-`,
  });
  for (const { AlarmName, StateValue, StateUpdatedTimestamp } of MetricAlarms)
    op.print(`${AlarmName}: ${StateValue} since ${StateUpdatedTimestamp}\n`);
  if (outputs.clusterId !== undefined) {
    const cluster = await findCluster(op, outputs.clusterId);
    const told =
      cluster === undefined ? "is not there" : `${cluster.status}, ${cluster.nodes} × ${cluster.nodeType}`;
    op.print(`${outputs.clusterId}: ${told}\n`);
  }
  op.print(
    `${need(outputs, "failedStartsQueue")}: ${await countFailedStarts(op, need(outputs, "failedStartsQueue"))}\n`,
  );
}

/** Follows the job's log until it is interrupted. @throws OperateError as the AWS CLI fails */
export async function logs(op: Operator): Promise<void> {
  const group = need(await readOutputs(op), "logGroup");
  await showOrFail(op, "aws", ["logs", "tail", group, "--since", "1h", "--follow"]);
}

/** Lets Pulumi show what an update would change, with the image that runs. @throws OperateError as Pulumi fails */
export async function preview(op: Operator, args: readonly string[]): Promise<void> {
  const { image } = await readOutputs(op);
  await showOrFail(op, "pulumi", ["preview", "--stack", op.stack, ...(await configWith(op, image)), ...args]);
}

/**
 * Compares what is in AWS with the program, changes nothing, and prints what differs, a line each.
 * @returns 0 when nothing differs, 1 otherwise
 * @throws OperateError as Pulumi fails.
 */
export async function drift(op: Operator, args: readonly string[]): Promise<number> {
  const { image, clusterId } = await readOutputs(op);
  const cluster = clusterId === undefined ? undefined : await findCluster(op, clusterId);
  const options = await configWith(op, image);
  const steps = await previewSteps(op, ["--refresh", ...options, ...args]);
  const drifted = decideDrift(steps, {
    isPaused: /^(?:paused|pausing|resuming)$/.test(cluster?.status ?? ""),
    isTrackPending: cluster !== undefined && waitsForTrack(cluster.settings),
  });
  for (const { op: what, urn, detailedDiff } of drifted)
    op.print(
      `${what} ${urn.split("::").slice(2).join(" ")} ${Object.keys(detailedDiff ?? {}).join(", ")}`.trimEnd() +
        "\n",
    );
  op.say(
    drifted.length === 0
      ? "nothing differs from the program"
      : `${drifted.length} differ; a deploy puts them right`,
  );
  return drifted.length === 0 ? 0 : 1;
}

/** What makes a cluster look different though nothing differs. */
export interface Seeming {
  readonly isPaused: boolean;
  readonly isTrackPending: boolean;
}

/**
 * Returns the steps that are differences. A paused cluster lists no nodes, so that the provider takes one of two nodes for a single node
 * (hashicorp/terraform-provider-aws#20944): its number of nodes says nothing while it sleeps. A track that waits for the next maintenance
 * window has been asked for. Pure.
 */
export function decideDrift(steps: readonly Step[], { isPaused, isTrackPending }: Seeming): readonly Step[] {
  const seeming = new Set([
    ...(isPaused ? ["clusterType", "numberOfNodes"] : []),
    ...(isTrackPending ? ["maintenanceTrackName"] : []),
  ]);
  return steps.filter(({ op, urn, detailedDiff }) => {
    const keys = Object.keys(detailedDiff ?? {});
    const isOfCluster = op === "update" && urn.includes("::aws:redshift/cluster:Cluster::");
    return !(isOfCluster && keys.length > 0 && keys.every((key) => seeming.has(key)));
  });
}

/** Says what is wrong with a number of the command line. @throws OperateError when it is no whole number from `least` on */
export function requireWhole(text: string | undefined, what: string, least: number): number {
  const number = Number(text);
  if (text === undefined || !/^\d+$/.test(text) || number < least)
    throw new OperateError(
      `${what} is ${text === undefined ? "missing" : `"${text}"`}; it must be a whole number, ${least} or more`,
    );
  return number;
}
