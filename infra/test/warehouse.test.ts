import { describe, expect, it } from "vitest";
import { all, one, ref } from "./support/pick.ts";
import { recordStack, type RecordedStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { settingsOf } from "./support/variants.ts";

const stackOf = await recordVariants(
  "dev",
  "dev on Serverless",
  "dev open to a client",
  "prod",
  "prod on Serverless",
);

describe("the warehouse", () => {
  it("is one node in dev and two in prod", () => {
    expect(one(stackOf("dev"), "redshift.Cluster")).toMatchObject({
      nodeType: "ra3.large",
      clusterType: "single-node",
    });
    expect(one(stackOf("dev"), "redshift.Cluster")["numberOfNodes"]).toBeUndefined();
    expect(one(stackOf("prod"), "redshift.Cluster")).toMatchObject({
      clusterType: "multi-node",
      numberOfNodes: 2,
    });
  });

  it("of prod is protected and leaves a final snapshot; the one of dev goes without", () => {
    const cluster = (variant: string) => all(stackOf(variant), "redshift.Cluster")[0];
    expect(cluster("prod")?.protect).toBe(true);
    expect(cluster("prod")?.inputs).toMatchObject({
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "dwh-prod-final",
    });
    expect(cluster("dev")?.protect).toBe(false);
    expect(cluster("dev")?.inputs).toMatchObject({ skipFinalSnapshot: true });
    expect(cluster("dev")?.inputs["finalSnapshotIdentifier"]).toBeUndefined();
  });

  it("on Serverless is protected in prod as well", () => {
    for (const kind of ["redshiftserverless.Namespace", "redshiftserverless.Workgroup"])
      expect(all(stackOf("prod on Serverless"), kind)[0]?.protect).toBe(true);
  });

  // The provider refuses both at once: "availability_zone_relocation_enabled cannot be true when publicly_accessible is true".
  it("can be moved to another zone, unless it has a public address", () => {
    const relocates = (variant: string): unknown =>
      one(stackOf(variant), "redshift.Cluster")["availabilityZoneRelocationEnabled"];
    expect(relocates("prod")).toBe(true);
    expect(relocates("dev open to a client")).toBe(false);
  });

  // "Audit logging for Amazon Redshift Serverless" of the management guide: /aws/redshift/<namespace>/<log_type>, and a group that is there is used.
  it("on Serverless writes to log groups that were made for it and expire, each namespace to its own", () => {
    for (const stack of ["prod", "dev"]) {
      const recorded = stackOf(`${stack} on Serverless`);
      const groups = all(recorded, "cloudwatch.LogGroup")
        .map(({ inputs }) => [inputs["name"], inputs["retentionInDays"]])
        .filter(([name]) => name.startsWith("/aws/redshift/"));
      const { namespaceName, logExports } = one(recorded, "redshiftserverless.Namespace");
      expect(groups).toEqual(
        (logExports as string[]).map((log) => [
          `/aws/redshift/${namespaceName}/${log}`,
          stack === "prod" ? 365 : 7,
        ]),
      );
    }
  });

  // "Tracks for Amazon Redshift provisioned clusters and serverless workgroups" of the management guide.
  it("is on the current track of releases, or on the one behind it", async () => {
    expect(one(stackOf("prod"), "redshift.Cluster")["maintenanceTrackName"]).toBe("current");
    const behind = (warehouse: string): Promise<RecordedStack> =>
      recordStack(settingsOf("prod", { warehouse, maintenanceTrack: "trailing" }));
    expect(one(await behind("provisioned"), "redshift.Cluster")["maintenanceTrackName"]).toBe("trailing");
    expect(one(await behind("serverless"), "redshiftserverless.Workgroup")["trackName"]).toBe("trailing");
  });

  it("has the same outputs, whichever it is", () => {
    const keys = (variant: string): readonly string[] => Object.keys(stackOf(variant).outputs["environment"]);
    expect(keys("dev on Serverless")).toEqual(keys("dev"));
    expect(stackOf("dev on Serverless").outputs["clusterId"]).toBeUndefined();
    expect(stackOf("dev").outputs["clusterId"]).toBe("dwh-dev");
  });

  it("lets COPY use the role by name or as the default", () => {
    const role = ref("aws:iam/role:Role", "dwh-prod-copy", "arn");
    expect(one(stackOf("prod"), "redshift.Cluster")).toMatchObject({
      iamRoles: [role],
      defaultIamRoleArn: role,
    });
    expect(one(stackOf("prod on Serverless"), "redshiftserverless.Namespace")).toMatchObject({
      defaultIamRoleArn: role,
    });
  });

  it("is paused at night where it is paused between runs, by a role that may do that alone", () => {
    expect(one(stackOf("dev"), "redshift.ScheduledAction")).toMatchObject({
      schedule: "cron(0 22 * * ? *)",
      targetAction: { pauseCluster: { clusterIdentifier: "dwh-dev" } },
      iamRole: ref("aws:iam/role:Role", "dwh-dev-pause", "arn"),
    });
    expect(all(stackOf("prod"), "redshift.ScheduledAction")).toEqual([]);
  });
});
