/**
 * The proactive rules of AWS Control Tower for what this stack is made of, one test each, for every variant. Where dev is
 * cheaper than a rule allows, the exception stands here by name.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { all, one } from "./support/pick.ts";
import type { RecordedStack } from "./support/recorded.ts";
import { recordVariants } from "./support/recorded-variants.ts";
import { VARIANTS } from "./support/variants.ts";

/** A rule that some variants have no use for is not there for them: skipped tests are those that a machine cannot run. */
const on = (applies: boolean): typeof it | (() => void) => (applies ? it : () => undefined);

describe.each(Object.keys(VARIANTS))("%s", (variant) => {
  const isDev = variant.startsWith("dev");
  const serverless = variant.includes("Serverless");
  const hasImage = !variant.includes("before");
  let stack: RecordedStack;

  beforeAll(async () => {
    stack = (await recordVariants(variant))(variant);
  });

  const containers = (): any[] =>
    all(stack, "ecs.TaskDefinition").flatMap(
      ({ inputs }) => JSON.parse(inputs["containerDefinitions"]) as any[],
    );

  on(!serverless)("Redshift is encrypted, with enhanced VPC routing and upgrades", () => {
    expect(one(stack, "redshift.Cluster")).toMatchObject({
      encrypted: "true",
      enhancedVpcRouting: true,
      allowVersionUpgrade: true,
    });
  });

  it("Redshift is not public, unless clients are listed", () => {
    const { publiclyAccessible } = serverless
      ? one(stack, "redshiftserverless.Workgroup")
      : one(stack, "redshift.Cluster");
    expect(publiclyAccessible).toBe(variant === "dev open to a client");
  });

  on(!serverless)("Redshift keeps automated snapshots for a week or more; dev for a day", () => {
    expect(one(stack, "redshift.Cluster")["automatedSnapshotRetentionPeriod"]).toBeGreaterThanOrEqual(
      isDev ? 1 : 7,
    );
  });

  on(!serverless)("Redshift logs connections, users and statements", () => {
    const { logDestinationType, logExports } = one(stack, "redshift.Logging");
    expect(logDestinationType).toBe("cloudwatch");
    expect(logExports).toEqual(["connectionlog", "userlog", "useractivitylog"]);
    const groups = all(stack, "cloudwatch.LogGroup").map(({ inputs }) => inputs["name"] as string);
    for (const log of logExports as string[])
      expect(groups).toContain(
        `/aws/redshift/cluster/${one(stack, "redshift.Cluster")["clusterIdentifier"]}/${log}`,
      );
  });

  on(!serverless)("Redshift takes TLS only and logs every statement", () => {
    const { family, parameters } = one(stack, "redshift.ParameterGroup");
    expect(family).toBe("redshift-2.0");
    expect(parameters).toContainEqual({ name: "require_ssl", value: "true" });
    expect(parameters).toContainEqual({ name: "enable_user_activity_logging", value: "true" });
    expect(parameters).toContainEqual({ name: "max_concurrency_scaling_clusters", value: "0" });
  });

  on(serverless)(
    "Redshift Serverless takes TLS only, stays in the VPC, spans three zones and has a limit",
    () => {
      const { configParameters, enhancedVpcRouting, subnetIds } = one(stack, "redshiftserverless.Workgroup");
      expect(configParameters).toContainEqual({ parameterKey: "require_ssl", parameterValue: "true" });
      expect(enhancedVpcRouting).toBe(true);
      expect(subnetIds).toHaveLength(3);
      expect(one(stack, "redshiftserverless.UsageLimit")).toMatchObject({
        breachAction: "deactivate",
        period: "monthly",
      });
    },
  );

  it("neither the administrator nor the database has the name that everybody tries, and AWS keeps the password", () => {
    const inputs = serverless ? one(stack, "redshiftserverless.Namespace") : one(stack, "redshift.Cluster");
    expect(inputs["masterUsername"] ?? inputs["adminUsername"]).toBe("dwh_admin");
    expect(inputs["databaseName"] ?? inputs["dbName"]).toBe("sparkify");
    expect(inputs["manageMasterPassword"] ?? inputs["manageAdminPassword"]).toBe(true);
  });

  on(hasImage)(
    "containers are not root, cannot write their root, have no capabilities and a memory limit",
    () => {
      for (const container of containers())
        expect(container).toMatchObject({
          user: "65532:65532",
          privileged: false,
          readonlyRootFilesystem: true,
          memory: 1024,
          stopTimeout: 120,
          linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
          logConfiguration: { logDriver: "awslogs", options: { mode: "non-blocking" } },
        });
      expect(containers()).toHaveLength(3);
    },
  );

  on(hasImage)("containers get no keys, no passwords and no secrets in their environment", () => {
    for (const { environment, secrets } of containers() as {
      environment: { name: string; value: string }[];
      secrets: unknown;
    }[]) {
      expect(secrets).toBeUndefined();
      for (const { name } of environment) {
        expect(name).toMatch(/^DWH_/);
        expect(name).not.toMatch(/PASSWORD|TOKEN|ACCESS_KEY/);
      }
    }
  });

  on(hasImage)("tasks have their own network, no host's process space, ARM, and the latest platform", () => {
    for (const { inputs } of all(stack, "ecs.TaskDefinition")) {
      expect(inputs).toMatchObject({ networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"] });
      expect(inputs["runtimePlatform"]).toEqual({
        cpuArchitecture: "ARM64",
        operatingSystemFamily: "LINUX",
      });
      expect(inputs["pidMode"]).toBeUndefined();
    }
    for (const { inputs } of all(stack, "scheduler.Schedule"))
      expect(inputs["target"].ecsParameters.platformVersion).toBe("LATEST");
  });

  on(hasImage)("tasks have a public address in dev only", () => {
    for (const { inputs } of all(stack, "scheduler.Schedule"))
      expect(inputs["target"].ecsParameters.networkConfiguration.assignPublicIp).toBe(isDev);
  });

  it("container insights are on; off in dev", () => {
    expect(one(stack, "ecs.Cluster")["settings"]).toEqual([
      { name: "containerInsights", value: isDev ? "disabled" : "enabled" },
    ]);
  });

  it("images are scanned, their tags never move, old ones go", () => {
    expect(one(stack, "ecr.Repository")).toMatchObject({
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
    });
    expect(JSON.parse(one(stack, "ecr.LifecyclePolicy")["policy"]).rules).toHaveLength(2);
  });

  it("queues are encrypted and keep messages for 14 days", () => {
    for (const { inputs } of all(stack, "sqs.Queue"))
      expect(inputs).toMatchObject({ sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600 });
  });

  it("the bucket is closed to the public, TLS only, encrypted, without ACLs, versioned in prod, and forgets its work", () => {
    expect(one(stack, "s3.BucketPublicAccessBlock")).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(one(stack, "s3.BucketOwnershipControls")["rule"]).toEqual({
      objectOwnership: "BucketOwnerEnforced",
    });
    expect(one(stack, "s3.BucketVersioning")["versioningConfiguration"].status).toBe(
      isDev ? "Suspended" : "Enabled",
    );
    expect(one(stack, "s3.BucketLifecycleConfiguration")["rules"]).toContainEqual(
      expect.objectContaining({ filter: { prefix: "work/" }, expiration: { days: 7 } }),
    );
    expect(all(stack, "s3.BucketServerSideEncryptionConfiguration")).toHaveLength(1);
    const [{ Effect, Condition }] = JSON.parse(one(stack, "s3.BucketPolicy")["policy"]).Statement;
    expect([Effect, Condition]).toEqual(["Deny", { Bool: { "aws:SecureTransport": "false" } }]);
  });

  it("every alarm has an action", () => {
    const topic = "${aws:sns/topic:Topic::alarms::arn}";
    for (const { inputs } of all(stack, "cloudwatch.MetricAlarm"))
      expect(inputs).toMatchObject({ alarmActions: [topic] });
  });

  it("logs are kept a year and encrypted with a key of the stack; in dev a week, with a key of AWS", () => {
    for (const { inputs } of all(stack, "cloudwatch.LogGroup")) {
      expect(inputs["retentionInDays"]).toBe(isDev ? 7 : 365);
      expect(inputs["kmsKeyId"]).toBe(isDev ? undefined : "${aws:kms/key:Key::logs::arn}");
    }
    expect(one(stack, "sns.Topic")["kmsMasterKeyId"]).toBe(
      isDev ? undefined : "${aws:kms/key:Key::logs::arn}",
    );
  });

  it("nothing lets the world in, and the default group lets nothing through", () => {
    const port = { ipProtocol: "tcp", fromPort: 5439, toPort: 5439 };
    const rules = all(stack, "vpc.SecurityGroupIngressRule").map(({ inputs }) => inputs);
    expect(rules.filter(({ cidrIpv4 }) => cidrIpv4 === "0.0.0.0/0")).toEqual([]);
    const toWarehouse = rules.filter(
      ({ securityGroupId }) => securityGroupId === "${aws:ec2/securityGroup:SecurityGroup::warehouse::id}",
    );
    expect(toWarehouse).toHaveLength(variant === "dev open to a client" ? 2 : 1);
    for (const rule of toWarehouse) expect(rule).toMatchObject(port);
    expect(one(stack, "ec2.DefaultSecurityGroup")).toMatchObject({ ingress: [], egress: [] });
    // Rules are resources of their own; inline ones would fight with them.
    for (const { inputs } of all(stack, "ec2.SecurityGroup")) {
      expect(inputs["ingress"]).toBeUndefined();
      expect(inputs["egress"]).toBeUndefined();
    }
  });

  it("no secret has a value in the state", () => {
    expect(all(stack, "secretsmanager.SecretVersion")).toEqual([]);
    expect(JSON.stringify(stack.resources)).not.toMatch(
      /"(masterPassword|adminUserPassword|secretString)":/i,
    );
  });
});
