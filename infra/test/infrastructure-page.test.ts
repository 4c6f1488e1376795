import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { alarmsOf } from "../src/alarms.ts";
import { readStagingSteps } from "../src/staging-steps.ts";
import { costsOf } from "../page/costs.ts";
import { renderPage } from "../page/page.ts";
import { NODE_TYPES } from "../src/node-types.ts";
import { recordStack } from "./support/recorded.ts";
import { settingsOf, VARIANTS } from "./support/variants.ts";

const file = new URL("../../docs/infrastructure.md", import.meta.url);

it("docs/infrastructure.md says what the program does (if not: npm run docs in infra/)", async () => {
  const { prod, dev } = VARIANTS;
  if (prod === undefined || dev === undefined) throw new Error("no dev or prod");
  const stacks = {
    prod: settingsOf("prod"),
    "prod behind a NAT": settingsOf("prod", { egress: "nat" }),
    "prod, one node": settingsOf("prod", { nodes: "1" }),
    dev: settingsOf("dev"),
    "dev on Serverless": settingsOf("dev", { warehouse: "serverless" }),
  };
  const page = readFileSync(file, "utf8");
  const fresh = renderPage(page, { prod: await recordStack(prod), dev: await recordStack(dev), stacks });
  if (process.env["WRITE_DOCS"] === "1") writeFileSync(file, fresh);
  expect(readFileSync(file, "utf8")).toBe(fresh);
});

/** What nobody would do without being told, and where it stands. */
it.each([
  ["that each address must confirm", "Who is notified", /no alarm until somebody has clicked the\s+link/],
  ["how a topic of the account is used", "Who is notified", /name it in `alarmTopicArn`/],
  ["the query editor", "How people get in", /Query editor v2/],
  ["a port forward through SSM", "How people get in", /AWS-StartPortForwardingSessionToRemoteHost/],
  ["an endpoint of Redshift", "How people get in", /aws redshift create-endpoint-access/],
  ["why the bucket has no access log", "Why it is like that", /no access log of the bucket \| .+CloudTrail/],
  [
    "since when the costs hold, and what they take for granted",
    "What it costs",
    /Recomputed on [^]*Assumed: one run a day/,
  ],
])("docs/infrastructure.md says %s", (_, heading, said) => {
  const page = readFileSync(file, "utf8");
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  expect(section).toMatch(said);
});

it("prices are known for the nodes of the committed stacks, and never made up for others", () => {
  for (const stack of ["dev", "prod"] as const)
    for (const { item, dollars } of costsOf(settingsOf(stack)))
      expect(Number.isFinite(dollars), item).toBe(true);
  const unknown = [...NODE_TYPES.keys()].filter((nodeType) => nodeType.startsWith("rg."));
  for (const nodeType of unknown) expect(costsOf(settingsOf("prod", { nodeType }))[0]?.dollars).toBeNaN();
});

it("every alarm that a stack has is counted, and the logs of the network where it keeps them", () => {
  const of = (stack: "dev" | "prod", name: string): number =>
    costsOf(settingsOf(stack)).find(({ item }) => item === name)?.dollars ?? Number.NaN;
  const prod = VARIANTS["prod"];
  if (prod === undefined) throw new Error("no prod");
  expect(of("prod", "alarms")).toBeCloseTo(
    0.1 *
      alarmsOf(prod, { stagingSteps: readStagingSteps(), queueName: "", ruleName: "", warehouse: "" }).length,
  );
  expect([of("prod", "flow logs"), of("dev", "flow logs")]).toEqual([0.1, 0]);
});

it("a paused cluster costs its waking hours alone", () => {
  const [paused] = costsOf(settingsOf("dev"));
  const [awake] = costsOf(settingsOf("dev", { pausedBetweenRuns: "false" }));
  expect(paused?.dollars).toBeCloseTo(0.543 * (1.25 * 30.4 + 0.5));
  const [byHand] = costsOf(settingsOf("dev", { rotateSchedule: "never" }));
  expect(byHand?.dollars).toBeCloseTo(0.543 * 1.25 * 30.4);
  expect(awake?.dollars).toBeCloseTo(0.543 * 730);
});
