/** A task of the job, started by hand: how it ended, what it said. */
import { askAws, AwsError } from "./aws-cli.ts";
import { OperateError, type Operator } from "./operator.ts";
import { need, readOutputs, type Outputs } from "./stack-state.ts";

interface Failures {
  readonly failures?: readonly { readonly reason?: string; readonly detail?: string }[];
}

interface Described {
  readonly taskArn?: string;
  readonly lastStatus?: string;
  readonly stoppedReason?: string;
  readonly containers?: readonly { readonly exitCode?: number; readonly reason?: string }[];
}

/** Which task: the job itself, or one of the two that may read the administrator's secret. */
export type Kind = "run" | "bootstrap" | "rotate";

const FAMILIES = { run: "taskFamily", bootstrap: "bootstrapFamily", rotate: "rotateFamily" } as const;

/** How many lines of the log are held at once. */
const PAGE = "1000";

/**
 * Starts the task with these arguments of `dwh` (without any: its own), waits for its end, says how it ended, prints its log, and returns
 * its exit code.
 * @throws OperateError when it does not start, or its container never did.
 */
export async function runTask(op: Operator, kind: Kind, args: readonly string[]): Promise<number> {
  const outputs = await readOutputs(op);
  const arn = await startTask(op, kind, args, outputs);
  op.say(`started ${arn}`);
  const task = await waitForEnd(op, need(outputs, "ecsCluster"), arn);
  const { exitCode, reason } = task.containers?.[0] ?? {};
  const why = [task.stoppedReason, reason].filter((one) => one !== undefined && one !== "").join(": ");
  op.say(exitCode === undefined ? `stopped without an exit code: ${why}` : `exit code ${exitCode}: ${why}`);
  await printLog(
    op,
    need(outputs, "logGroup"),
    `${kind}/${need(outputs, "container")}/${arn.split("/").at(-1)}`,
  );
  if (exitCode === undefined) throw new OperateError(`the container never ran: ${why}`);
  return exitCode;
}

async function startTask(
  op: Operator,
  kind: Kind,
  args: readonly string[],
  outputs: Outputs,
): Promise<string> {
  const override = { containerOverrides: [{ name: need(outputs, "container"), command: args }] };
  const family = need(outputs, FAMILIES[kind]);
  const { tasks = [], failures = [] } = await askAws<Failures & { readonly tasks?: readonly Described[] }>(
    op,
    "ecs run-task",
    {
      cluster: need(outputs, "ecsCluster"),
      "task-definition": family,
      "launch-type": "FARGATE",
      "network-configuration": need(outputs, "taskNetwork"),
      overrides: args.length === 0 ? undefined : JSON.stringify(override),
    },
  );
  const arn = tasks[0]?.taskArn;
  if (arn !== undefined) return arn;
  const reasons = failures.map(({ reason = "no reason", detail }) =>
    detail === undefined ? reason : `${reason} (${detail})`,
  );
  throw new OperateError(`ECS did not start the task: ${reasons.join(", ") || "no reason given"}`);
}

/** No limit here: the job has its own deadline. */
async function waitForEnd(op: Operator, cluster: string, arn: string): Promise<Described> {
  for (;;) {
    const { tasks = [] } = await askAws<{ tasks?: readonly Described[] }>(op, "ecs describe-tasks", {
      cluster,
      tasks: arn,
    });
    const [task] = tasks;
    if (task?.lastStatus === "STOPPED") return task;
    await op.pause();
  }
}

/** A log that cannot be read hides nothing: how the task ended is told before. A stream that is not there was never written to. */
async function printLog(op: Operator, group: string, stream: string): Promise<void> {
  let from: string | undefined;
  try {
    do {
      const page = await askAws<{ events?: readonly { message?: string }[]; NextToken?: string }>(
        op,
        "logs filter-log-events",
        {
          "log-group-name": group,
          "log-stream-names": stream,
          "max-items": PAGE,
          "starting-token": from,
        },
      );
      for (const { message = "" } of page.events ?? []) op.print(`${message}\n`);
      from = page.NextToken;
    } while (from !== undefined);
  } catch (error) {
    if (!(error instanceof OperateError)) throw error;
    const isUnwritten = error instanceof AwsError && error.code === "ResourceNotFoundException";
    op.say(isUnwritten ? "there is no log: nothing was written" : `the log cannot be read: ${error.message}`);
  }
}
