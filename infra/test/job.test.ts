import { variablesOfSource } from "../../src/config/source-settings.ts";
import { DECLARED } from "../src/source-keys.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { all, one, ref } from "./support/pick.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { IMAGE } from "./support/variants.ts";

const stackOf = await recordVariants(
  "dev before its first image",
  "dev",
  "dev on Serverless",
  "dev always on",
  "prod",
  "prod behind a NAT",
);
const environmentOf = (variant: string, task = "job"): Record<string, string> => {
  const [{ environment }] = JSON.parse(
    one(stackOf(variant), "ecs.TaskDefinition", task)["containerDefinitions"],
  );
  return Object.fromEntries(
    (environment as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );
};

describe("the job", () => {
  it("is told where its sources, its work prefix, the warehouse and its secret are", () => {
    expect(environmentOf("prod")).toEqual({
      DWH_COPY_ROLE_ARN: ref("aws:iam/role:Role", "dwh-prod-copy", "arn"),
      DWH_DEADLINE: "60m",
      DWH_ENVIRONMENT: "prod",
      DWH_EVENTS: "s3://${aws:s3/bucket:Bucket::dwh-prod-data::bucket}/events/",
      DWH_MAX_REJECTS: "0",
      DWH_ON_BAD_FILE: "stop",
      DWH_PIPELINE: "sparkify",
      DWH_REDSHIFT_DATABASE: "sparkify",
      DWH_REDSHIFT_HOST: ref("aws:redshift/cluster:Cluster", "warehouse", "dnsName"),
      DWH_REDSHIFT_PORT: "5439",
      DWH_REDSHIFT_SECRET_ID: ref("aws:secretsmanager/secret:Secret", "job", "arn"),
      DWH_SONGS: "s3://${aws:s3/bucket:Bucket::dwh-prod-data::bucket}/songs/",
      DWH_WORK_URL: "s3://${aws:s3/bucket:Bucket::dwh-prod-data::bucket}/work/",
    });
  });

  it("resumes and pauses the cluster only where it is paused between runs", () => {
    expect(environmentOf("dev")).toMatchObject({
      DWH_CLUSTER_RESUME: "true",
      DWH_REDSHIFT_CLUSTER_ID: "dwh-dev",
    });
    expect(environmentOf("dev always on")).not.toHaveProperty("DWH_CLUSTER_RESUME");
    expect(environmentOf("dev on Serverless")).not.toHaveProperty("DWH_CLUSTER_RESUME");
  });

  it("reads from configured sources", () => {
    expect(environmentOf("prod behind a NAT")).toMatchObject({
      DWH_EVENTS: "s3://example-events/log_data",
      DWH_SONGS: "s3://example-songs/song_data",
      DWH_EVENTS_JSONPATHS: "s3://example-events/log_json_path.json",
    });
  });

  it("is told nothing that its own configuration does not know", () => {
    const schema = readFileSync(new URL("../../src/config/schema.ts", import.meta.url), "utf8");
    const names = Object.keys({
      ...environmentOf("dev", "bootstrap"),
      ...environmentOf("prod behind a NAT"),
    });
    const ofSources = DECLARED.flatMap(variablesOfSource);
    expect(names.filter((name) => !schema.includes(`"${name}"`) && !ofSources.includes(name))).toEqual([]);
  });

  it("runs the image of the configuration, and bootstraps with the same one", () => {
    for (const task of ["job", "bootstrap"]) {
      const [{ image, command }] = JSON.parse(
        one(stackOf("prod"), "ecs.TaskDefinition", task)["containerDefinitions"],
      );
      expect(image).toBe(IMAGE);
      expect(command).toEqual([task === "job" ? "run" : "bootstrap"]);
    }
  });

  it("has neither task nor schedule before there is an image, and everything else", () => {
    const before = stackOf("dev before its first image");
    expect(all(before, "ecs.TaskDefinition")).toEqual([]);
    expect(all(before, "scheduler.Schedule")).toEqual([]);
    expect(before.outputs["repositoryUrl"]).toBe(
      ref("aws:ecr/repository:Repository", "images", "repositoryUrl"),
    );
  });
});
