import { describe, expect, it } from "vitest";
import { one, ref } from "./support/pick.ts";
import { recordStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { IMAGE, settingsOf } from "./support/variants.ts";

const stackOf = await recordVariants("dev", "prod");

describe("the schedule", () => {
  it("starts the task at most an hour late, three times at most, and keeps what it could not start", () => {
    const schedule = one(stackOf("prod"), "scheduler.Schedule");
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
    expect(one(stackOf("dev"), "scheduler.Schedule")["state"]).toBe("DISABLED");
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
