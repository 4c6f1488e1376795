/** The program as `pulumi up` starts it: the same launcher, the same loader, an engine that only listens. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { launch } from "./support/engine.ts";
import { committed, IMAGE } from "./support/variants.ts";

const configOf = (stack: "dev" | "prod", changes: Record<string, string> = {}): Record<string, string> => ({
  "aws:region": "us-east-1",
  ...Object.fromEntries(
    [...committed(stack), ...Object.entries(changes)].map(([key, text]) => [`sparkify-dwh:${key}`, text]),
  ),
});

it("asks for every resource and exports every output by its name", async () => {
  const { exitCode, messages, registered, outputs, stderr } = await launch(
    "prod",
    configOf("prod", { image: IMAGE }),
  );
  expect(messages.filter(({ severity }) => severity > 1)).toEqual([]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(registered).toContain("aws:redshift/cluster:Cluster");
  expect(registered).toContain("aws:scheduler/schedule:Schedule");
  expect(outputs).toContain("repositoryUrl");
  expect(outputs).toContain("taskNetwork");
});

it("stops at a mistake before anything is asked for, with the sentence and without a stack trace", async () => {
  const { exitCode, messages, registered } = await launch(
    "prod",
    configOf("prod", { nodeType: "dc2.large", logDays: "13" }),
  );
  expect(exitCode).toBe(32);
  expect(registered.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  const errors = messages.filter(({ severity }) => severity === 3).map(({ text }) => text);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain('nodeType is "dc2.large"; allowed: ra3.large, ra3.xlplus,');
  expect(errors[0]).toContain('logDays is "13"; allowed: 1, 3, 5,');
  expect(errors[0]).not.toContain(" at ");
});

it("is started with the node arguments that this test uses", () => {
  const project = readFileSync(new URL("../Pulumi.yaml", import.meta.url), "utf8");
  expect(project).toContain('nodeargs: "--import tsx"');
  expect(project).toContain("typescript: false");
});
