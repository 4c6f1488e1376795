import { describe, expect, it } from "vitest";
import { all, one, ref } from "./support/pick.ts";
import { recordStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { IMAGE, settingsOf } from "./support/variants.ts";

const stackOf = await recordVariants("dev", "prod");

describe("the schedule of rotations", () => {
  it("starts the task that gives the job a new password, once a month, while the job's own schedule is on", () => {
    const rotation = one(stackOf("prod"), "scheduler.Schedule", "rotate");
    expect(rotation).toMatchObject({
      name: "dwh-prod-rotate",
      groupName: "dwh-prod",
      scheduleExpression: "cron(37 12 1 * ? *)",
      scheduleExpressionTimezone: "UTC",
      state: "ENABLED",
      target: {
        roleArn: ref("aws:iam/role:Role", "dwh-prod-rotate", "arn"),
        deadLetterConfig: { arn: ref("aws:sqs/queue:Queue", "failed-starts", "arn") },
        ecsParameters: {
          taskDefinitionArn: ref("aws:ecs/taskDefinition:TaskDefinition", "rotate", "arn"),
          networkConfiguration: { assignPublicIp: false },
        },
      },
    });
    expect(one(stackOf("dev"), "scheduler.Schedule", "rotate")["state"]).toBe("DISABLED");
  });

  // "Input" of the API Reference, "Target", promises no override of a command: the task has it in its own definition.
  it("starts a task that does nothing else, with the rights of bootstrap", () => {
    const task = one(stackOf("prod"), "ecs.TaskDefinition", "rotate");
    const [container] = JSON.parse(task["containerDefinitions"]);
    expect(container).toMatchObject({
      command: ["bootstrap", "--rotate"],
      logConfiguration: { options: { "awslogs-stream-prefix": "rotate" } },
    });
    expect(task).toMatchObject({
      family: "dwh-prod-rotate",
      taskRoleArn: ref("aws:iam/role:Role", "dwh-prod-bootstrap", "arn"),
    });
    expect(one(stackOf("prod"), "scheduler.Schedule", "rotate")["target"]["input"]).toBeUndefined();
  });

  it("is not there where it never comes, and neither is its role; the command is", async () => {
    const stack = await recordStack(settingsOf("prod", { image: IMAGE, rotateSchedule: "never" }));
    expect(all(stack, "scheduler.Schedule").map(({ name }) => name)).toEqual(["job"]);
    expect(all(stack, "iam.Role").map(({ name }) => name)).not.toContain("dwh-prod-rotate");
    expect(stack.outputs["rotateFamily"]).toBe("dwh-prod-rotate");
  });
});

describe("the schedule", () => {
  it("starts the task at most an hour late, three times at most, and keeps what it could not start", () => {
    const schedule = one(stackOf("prod"), "scheduler.Schedule", "job");
    expect(schedule).toMatchObject({
      scheduleExpression: "cron(0 3 * * ? *)",
      scheduleExpressionTimezone: "UTC",
      flexibleTimeWindow: { mode: "OFF" },
      state: "ENABLED",
    });
    expect(schedule["target"]).toMatchObject({
      retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      deadLetterConfig: { arn: ref("aws:sqs/queue:Queue", "failed-starts", "arn") },
    });
    expect(one(stackOf("dev"), "scheduler.Schedule", "job")["state"]).toBe("DISABLED");
  });

  it.each([
    ["schedule", { schedule: "cron(30 4 * * ? *)" }, "scheduler/schedule:Schedule"],
    ["nodeType", { nodeType: "ra3.xlplus" }, "redshift/cluster:Cluster"],
    ["image", { image: IMAGE.replace("ab", "cd") }, "ecs/taskDefinition:TaskDefinition"],
  ])("and changing %s is one value of the configuration", async (_key, change, wanted) => {
    const texts = { image: IMAGE };
    const before = await recordStack(settingsOf("prod", texts));
    const after = await recordStack(settingsOf("prod", { ...texts, ...change }));
    const changed = after.resources.filter(
      ({ type, name, inputs }) =>
        JSON.stringify(inputs) !==
        JSON.stringify(before.resources.find((old) => old.type === type && old.name === name)?.inputs),
    );
    expect(new Set(changed.map(({ type }) => type))).toEqual(new Set([`aws:${wanted}`]));
  });
});
