import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { METRIC_NAMESPACE, RUN_METRICS, STEP_METRICS } from "../../src/names.ts";
import { all, one, ref } from "./support/pick.ts";
import { recordStack, type RecordedStack } from "./support/recorded.ts";
import { IMAGE, settingsOf, VARIANTS } from "./support/variants.ts";

const stacks = new Map<string, RecordedStack>();
const stackOf = (variant: string): RecordedStack => {
  const stack = stacks.get(variant);
  if (stack === undefined) throw new Error(variant);
  return stack;
};

beforeAll(async () => {
  for (const [name, settings] of Object.entries(VARIANTS)) stacks.set(name, await recordStack(settings));
});

const services = (variant: string): readonly string[] =>
  all(stackOf(variant), "ec2.VpcEndpoint").map(({ inputs }) =>
    (inputs["serviceName"] as string).replace("com.amazonaws.us-east-1.", ""),
  );
const environmentOf = (variant: string, task = "job"): Record<string, string> => {
  const [{ environment }] = JSON.parse(
    one(stackOf(variant), "ecs.TaskDefinition", task)["containerDefinitions"],
  );
  return Object.fromEntries(
    (environment as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );
};

describe("the way to AWS", () => {
  it("is the S3 endpoint and a public address with egress public; the warehouse stays in private subnets", () => {
    expect(services("dev")).toEqual(["s3"]);
    expect(all(stackOf("dev"), "ec2.NatGateway")).toEqual([]);
    expect(
      one(stackOf("dev"), "scheduler.Schedule")["target"].ecsParameters.networkConfiguration.subnets,
    ).toEqual([
      ref("aws:ec2/subnet:Subnet", "public-1", "id"),
      ref("aws:ec2/subnet:Subnet", "public-2", "id"),
    ]);
    expect(one(stackOf("dev"), "redshift.SubnetGroup")["subnetIds"].join()).not.toContain("public");
    expect(all(stackOf("dev"), "ec2.Route").map(({ name }) => name)).toEqual(["public-out"]);
  });

  it("is one NAT gateway with egress nat", () => {
    expect(services("prod behind a NAT")).toEqual(["s3"]);
    expect(all(stackOf("prod behind a NAT"), "ec2.NatGateway")).toHaveLength(1);
    expect(one(stackOf("prod behind a NAT"), "ec2.Route", "private-out")["natGatewayId"]).toBe(
      ref("aws:ec2/natGateway:NatGateway", "nat", "id"),
    );
  });

  it("is endpoints alone with egress endpoints: no gateway, no public subnet, no rule to the internet", () => {
    const expected = ["s3", "ecr.api", "ecr.dkr", "logs", "monitoring", "secretsmanager"];
    expect([...services("prod")].sort()).toEqual([...expected].sort());
    expect(all(stackOf("prod"), "ec2.InternetGateway")).toEqual([]);
    expect(all(stackOf("prod"), "ec2.Route")).toEqual([]);
    expect(all(stackOf("prod"), "ec2.Subnet")).toHaveLength(2);
    const out = all(stackOf("prod"), "vpc.SecurityGroupEgressRule").map(({ inputs }) => inputs["cidrIpv4"]);
    expect(out.filter(Boolean)).toEqual([]);
  });

  it("has the endpoint of Redshift's API too where runs pause the cluster without internet", () => {
    expect(services("prod paused between runs")).toContain("redshift");
  });

  it("leads the warehouse to S3 only, or through the NAT to sources of other regions", () => {
    const rule = (variant: string) => one(stackOf(variant), "vpc.SecurityGroupEgressRule", "warehouse-to-s3");
    expect(rule("prod")).toMatchObject({
      prefixListId: ref("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", "prefixListId"),
      toPort: 443,
    });
    expect(rule("prod behind a NAT")).toMatchObject({ cidrIpv4: "0.0.0.0/0", toPort: 443 });
  });

  it("gives a warehouse with clients an address outside, and lets nobody else in", () => {
    const open = stackOf("dev open to a client");
    expect(one(open, "redshift.Cluster")["publiclyAccessible"]).toBe(true);
    expect(one(open, "redshift.SubnetGroup")["subnetIds"].join()).toContain("public");
    expect(one(open, "vpc.SecurityGroupIngressRule", "sql-from-client-1")).toMatchObject({
      cidrIpv4: "203.0.113.7/32",
      fromPort: 5439,
    });
    expect(one(open, "ec2.VpcEndpoint", "s3")["routeTableIds"]).toHaveLength(2);
  });
});

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

describe("the bucket", () => {
  it("of prod is protected and outlives the stack; the one of dev goes with its contents", () => {
    const [prod] = all(stackOf("prod"), "s3.Bucket");
    const [dev] = all(stackOf("dev"), "s3.Bucket");
    expect(prod).toMatchObject({ protect: true, retainOnDelete: true, inputs: { forceDestroy: false } });
    expect(dev).toMatchObject({ protect: false, retainOnDelete: false, inputs: { forceDestroy: true } });
  });
});

describe("the job", () => {
  it("is told where its sources, its work prefix, the warehouse and its secret are", () => {
    expect(environmentOf("prod")).toEqual({
      DWH_COPY_ROLE_ARN: ref("aws:iam/role:Role", "dwh-prod-copy", "arn"),
      DWH_DEADLINE: "60m",
      DWH_ENVIRONMENT: "prod",
      DWH_EVENTS: "s3://${aws:s3/bucket:Bucket::dwh-prod-data::bucket}/events/",
      DWH_MAX_REJECTS: "0",
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
    expect(names.filter((name) => !schema.includes(`"${name}"`))).toEqual([]);
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
  ])("and changing %s is one value of the configuration", async (_key, change, type) => {
    const texts = { image: IMAGE };
    const before = await recordStack(settingsOf("prod", texts));
    const after = await recordStack(settingsOf("prod", { ...texts, ...change }));
    const changed = after.resources.filter(
      ({ type, name, inputs }) =>
        JSON.stringify(inputs) !==
        JSON.stringify(before.resources.find((old) => old.type === type && old.name === name)?.inputs),
    );
    expect(new Set(changed.map(({ type }) => type))).toEqual(new Set([`aws:${type}`]));
  });
});

describe("the alarms", () => {
  it("of the job wait for metrics that the job sends, in its namespace", () => {
    const sent = new Set<string>([...Object.values(RUN_METRICS), ...Object.values(STEP_METRICS)]);
    const alarms = all(stackOf("prod"), "cloudwatch.MetricAlarm").map(({ inputs }) => inputs);
    const own = alarms.filter(({ namespace }) => namespace === METRIC_NAMESPACE);
    expect(own.filter(({ metricName }) => !sent.has(metricName))).toEqual([]);
    for (const { dimensions } of own)
      expect(dimensions).toMatchObject({ Environment: "prod", Pipeline: "sparkify" });
  });

  it("are these", () => {
    expect(
      all(stackOf("prod"), "cloudwatch.MetricAlarm")
        .map(({ inputs }) => inputs["name"])
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual([
      "dwh-prod-checks-failed",
      "dwh-prod-failed-starts",
      "dwh-prod-load-errors-staging-events",
      "dwh-prod-load-errors-staging-songs",
      "dwh-prod-rows-rejected",
      "dwh-prod-run-failed",
      "dwh-prod-run-missed",
      "dwh-prod-run-slow",
      "dwh-prod-warehouse-disk",
      "dwh-prod-warehouse-unhealthy",
    ]);
  });

  it("of a missed run counts silence as a miss, and is quiet without a schedule", () => {
    const missed = (variant: string) => one(stackOf(variant), "cloudwatch.MetricAlarm", "run-missed");
    expect(missed("prod")).toMatchObject({
      treatMissingData: "breaching",
      evaluationPeriods: 26,
      period: 3600,
      actionsEnabled: true,
    });
    expect(missed("dev")["actionsEnabled"]).toBe(false);
    expect(missed("dev before its first image")["actionsEnabled"]).toBe(false);
  });

  it("of a slow run comes before the deadline", () => {
    expect(one(stackOf("prod"), "cloudwatch.MetricAlarm", "run-slow")).toMatchObject({
      metricName: "RunDuration",
      threshold: 2_700_000,
    });
  });

  it("of the disk are there only where there is a disk", () => {
    expect(
      all(stackOf("dev on Serverless"), "cloudwatch.MetricAlarm")
        .map(({ name }) => name)
        .join(),
    ).not.toContain("warehouse");
  });

  it("are joined by ECS itself, for a task that dies before it can measure", () => {
    const pattern = JSON.parse(one(stackOf("prod"), "cloudwatch.EventRule")["eventPattern"]);
    expect(pattern.detail.$or).toEqual([
      { stopCode: ["TaskFailedToStart"] },
      { containers: { exitCode: [{ "anything-but": [0, 6] }] } },
    ]);
    expect(one(stackOf("prod"), "cloudwatch.EventTarget")["arn"]).toBe(
      ref("aws:sns/topic:Topic", "alarms", "arn"),
    );
  });
});

describe("the dashboard", () => {
  it("shows no metric that nobody sends, and lies on a grid", () => {
    const { widgets } = JSON.parse(one(stackOf("prod"), "cloudwatch.Dashboard")["dashboardBody"]);
    const sent = new Set<string>([...Object.values(RUN_METRICS), ...Object.values(STEP_METRICS)]);
    for (const { properties, x, width } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      const own = (properties.metrics ?? []).filter(
        ([namespace]: string[]) => namespace === METRIC_NAMESPACE,
      );
      for (const [, metric] of own) expect(sent).toContain(metric);
    }
    expect(widgets).toHaveLength(11);
  });
});

describe("every resource", () => {
  it("belongs to a component and to the provider with the stack's region and tags", () => {
    for (const [, { resources }] of stacks) {
      const loose = resources.filter(({ type, component }) => type.startsWith("aws:") && component === "");
      expect(loose).toEqual([]);
      const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
      expect(JSON.parse(provider?.inputs["defaultTags"]).tags).toMatchObject({
        project: "sparkify-dwh",
        managedBy: "pulumi",
      });
    }
  });

  it("has a name that AWS takes", () => {
    for (const [, stack] of stacks)
      for (const { name } of all(stack, "iam.Role")) expect(name.length).toBeLessThanOrEqual(64 - 8);
  });
});
