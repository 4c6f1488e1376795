import { describe, expect, it } from "vitest";
import { chooseZones, type Zone } from "../src/zones.ts";

const zonesOf = (...ids: readonly string[]): readonly Zone[] =>
  ids.map((id, index) => ({ id, name: `zone-${"abcdef"[index]}` }));
const US_EAST_1 = zonesOf("use1-az3", "use1-az6", "use1-az1", "use1-az2");
const usual = { zones: [], warehouse: "provisioned", region: "us-east-1" } as const;

describe("the zones of a stack", () => {
  // AWS_Fargate-Regions.html and ecs-arm64.html of the Amazon ECS guide.
  it("are the first of the region that can run a task for ARM", () => {
    expect(chooseZones(US_EAST_1, usual)).toEqual({ kind: "zones", names: ["zone-b", "zone-c"] });
    const tokyo = zonesOf("apne1-az4", "apne1-az3", "apne1-az1");
    expect(chooseZones(tokyo, { ...usual, region: "ap-northeast-1" })).toEqual({
      kind: "zones",
      names: ["zone-a", "zone-c"],
    });
  });

  it("are those that the settings name, in their order", () => {
    expect(chooseZones(US_EAST_1, { ...usual, zones: ["use1-az2", "use1-az1"] })).toEqual({
      kind: "zones",
      names: ["zone-d", "zone-c"],
    });
  });

  // serverless-usage-considerations.html of the Redshift management guide: "Three subnets".
  it("are three for Redshift Serverless, and in Northern California two that hold three subnets", () => {
    expect(chooseZones(US_EAST_1, { ...usual, warehouse: "serverless" })).toEqual({
      kind: "zones",
      names: ["zone-b", "zone-c", "zone-d"],
    });
    const california = zonesOf("usw1-az1", "usw1-az2", "usw1-az3");
    expect(chooseZones(california, { ...usual, warehouse: "serverless", region: "us-west-1" })).toEqual({
      kind: "zones",
      names: ["zone-a", "zone-c", "zone-a"],
    });
  });

  it("are one sentence, when there are too few or one is not there", () => {
    const osaka = zonesOf("apne3-az1", "apne3-az2", "apne3-az3");
    expect(chooseZones(osaka, { ...usual, region: "ap-northeast-3" })).toEqual({
      kind: "problem",
      problem:
        "ap-northeast-3 has 1 zones that can run the job (apne3-az1), and a provisioned warehouse needs 2; take another region, or name zones in the setting zones",
    });
    expect(chooseZones(US_EAST_1, { ...usual, zones: ["use1-az1", "euw1-az1"] })).toMatchObject({
      problem: expect.stringMatching(/^zones names euw1-az1, and us-east-1 has use1-az3,/),
    });
  });
});
