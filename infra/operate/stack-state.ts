/** What Pulumi knows of the stack, and its updates. */
import { findCluster, pauseAgain, wakeCluster, type ClusterState } from "./cluster.ts";
import { OperateError, showOrFail, type Operator } from "./operator.ts";
import { configWith, sayWhatToCommit } from "./stack-config.ts";

/** The outputs of `src/stack.ts` that commands use; a stack that was never updated has none of them. */
export interface Outputs {
  readonly repositoryUrl?: string;
  readonly image?: string;
  readonly ecsCluster?: string;
  readonly taskFamily?: string;
  readonly bootstrapFamily?: string;
  readonly rotateFamily?: string;
  readonly container?: string;
  readonly taskNetwork?: string;
  readonly logGroup?: string;
  readonly failedStartsQueue?: string;
  /** Not there for Serverless. */
  readonly clusterId?: string;
}

/** One thing that an update would do; `pulumi preview --json` lists them. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

/** Steps that leave everything as it is. */
const IDLE = new Set(["same", "read", "refresh"]);
/** What AWS refuses to change while the cluster is paused (API Reference, "ModifyCluster", "EnableLogging": InvalidClusterState). */
const NEEDS_CLUSTER = /::aws:redshift\/(?:cluster:Cluster|logging:Logging)::/;

/** Returns the outputs; none of a stack that is new. @throws OperateError when the state cannot be read, which says nothing of the stack */
export async function readOutputs(op: Operator): Promise<Outputs> {
  const { code, stdout, stderr } = await op.programs.ask("pulumi", [
    "stack",
    "output",
    "--json",
    "--stack",
    op.stack,
  ]);
  if (code !== 0) throw new OperateError(`cannot read the state of stack ${op.stack}: ${stderr.trim()}`);
  return JSON.parse(stdout) as Outputs;
}

/** Returns an output that the command cannot do without. @throws OperateError when the stack does not have it */
export function need<K extends keyof Outputs>(outputs: Outputs, name: K): NonNullable<Outputs[K]> {
  const found = outputs[name];
  if (found === undefined)
    throw new OperateError(
      name === "clusterId"
        ? "this stack has no cluster: Serverless resizes, pauses and resumes by itself"
        : `the stack has no ${name} yet; deploy it first`,
    );
  return found;
}

/** Returns what an update with these options of Pulumi would do, without the steps that do nothing. @throws OperateError as Pulumi fails */
export async function previewSteps(op: Operator, options: readonly string[]): Promise<readonly Step[]> {
  const args = ["preview", "--json", "--non-interactive", "--stack", op.stack, ...options];
  const { code, stdout, stderr } = await op.programs.ask("pulumi", args);
  if (code !== 0)
    throw new OperateError(`cannot preview stack ${op.stack}: ${stderr.trim() || stdout.trim()}`);
  const { steps = [] } = JSON.parse(stdout) as { steps?: readonly Step[] };
  return steps.filter((step) => !IDLE.has(step.op));
}

/**
 * Updates the stack with this image (undefined: with no task at all). A paused cluster that the update would change is resumed first,
 * and paused again afterwards.
 * @throws OperateError when Pulumi fails, or whoever sits there says no.
 */
export async function updateStack(
  op: Operator,
  image: string | undefined,
  clusterId: string | undefined,
  args: readonly string[],
): Promise<void> {
  const options = await configWith(op, image);
  const woken = clusterId === undefined ? false : await wakeIfChanged(op, clusterId, options);
  try {
    await showOrFail(op, "pulumi", ["up", "--stack", op.stack, ...options, ...args]);
  } finally {
    if (woken && clusterId !== undefined) await pauseAgain(op, clusterId);
  }
  await sayWhatToCommit(op);
}

async function wakeIfChanged(op: Operator, clusterId: string, options: readonly string[]): Promise<boolean> {
  const isAsleep = (state: ClusterState | undefined): boolean =>
    /^(?:paused|pausing)$/.test(state?.status ?? "");
  if (!isAsleep(await findCluster(op, clusterId))) return false;
  const steps = await previewSteps(op, options);
  if (!steps.some(({ urn }) => NEEDS_CLUSTER.test(urn))) return false;
  op.say(
    `the update changes ${clusterId}, which is paused: it is resumed for that, and paused again afterwards`,
  );
  await wakeCluster(op, clusterId);
  return true;
}
