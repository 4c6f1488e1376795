import { CreateClusterCommand, RedshiftClient } from "@aws-sdk/client-redshift";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { putMetrics } from "../../src/aws/cloudwatch.ts";
import { describeCluster, pauseCluster, resumeCluster, startResume } from "../../src/aws/cluster.ts";
import { describeWorkgroup, readServerlessLogin } from "../../src/aws/serverless.ts";
import { readTemporaryLogin } from "../../src/aws/credentials.ts";
import { findSecret, readSecret, writeSecret } from "../../src/aws/secret.ts";
import { ConfigError, UnreachableError } from "../../src/errors.ts";
import type { Metric } from "../../src/aws/metric.ts";
import { useAws } from "../support/aws-environment.ts";
import { AWS_SERVERS, type AwsServer } from "../support/aws-servers.ts";
import { failure } from "../support/failure.ts";
import { startFakeAws, type FakeAws } from "../support/fake-aws/fake-aws.ts";
import { waiting } from "../support/waiting.ts";

function metrics(count: number): Metric[] {
  return Array.from({ length: count }, (_, index) => ({
    name: "RunDuration",
    value: index,
    unit: "Milliseconds",
    dimensions: { Environment: "test", Pipeline: "sparkify" },
    at: new Date("2026-01-01T00:00:00Z"),
  }));
}

for (const { name, available, start } of AWS_SERVERS) {
  describe.skipIf(!available)(`AWS on ${name}`, () => {
    let server: AwsServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.close());
    beforeEach(() => useAws(server.endpoint));
    afterEach(() => vi.unstubAllEnvs());

    it("gives a secret, by name and after a rotation", async () => {
      const client = new SecretsManagerClient({});
      const text = '{"username":"etl","password":"old","host":"h","port":5439}';
      await client.send(new CreateSecretCommand({ Name: "job", SecretString: text }));
      expect(await readSecret("job")).toMatchObject({ user: "etl", password: "old", host: "h", port: 5439 });
      await writeSecret("job", { ...(await readSecret("job")), password: "new" });
      expect((await readSecret("job")).password).toBe("new");
      expect((await readSecret("job")).madeAt).toBeInstanceOf(Date);
    });

    it("has secrets that have no value yet", async () => {
      await new SecretsManagerClient({}).send(new CreateSecretCommand({ Name: "empty" }));
      expect(await findSecret("empty")).toBeUndefined();
      const error = await failure(readSecret("empty"));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({ where: "empty", next: expect.stringContaining("dwh bootstrap") });
    });

    it("says which secret does not exist", async () => {
      const error = await failure(readSecret("no-such-secret"));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({
        where: "no-such-secret",
        next: expect.stringContaining("DWH_REDSHIFT_SECRET_ID"),
      });
    });

    it("describes, pauses and resumes a cluster, and gives credentials to it", async () => {
      await new RedshiftClient({}).send(
        new CreateClusterCommand({
          ClusterIdentifier: "c1",
          NodeType: "ra3.large",
          MasterUsername: "admin",
          MasterUserPassword: "Admin-password1",
          DBName: "dev",
        }),
      );
      expect(await describeCluster("c1")).toMatchObject({ status: "available", port: 5439, database: "dev" });
      await pauseCluster("c1", waiting());
      expect((await describeCluster("c1")).status).toBe("paused");
      expect(await startResume("c1", waiting())).toBe(true);
      await resumeCluster("c1", waiting());
      expect((await describeCluster("c1")).status).toBe("available");
      expect(await startResume("c1", waiting())).toBe(false);

      const login = await readTemporaryLogin({ clusterId: "c1", database: "dev", user: "etl" });
      expect(login.user).toBe("IAM:etl");
      expect(login.password).not.toBe("");
      expect(login.expiresAt).toBeInstanceOf(Date);
    });

    it("says which cluster does not exist", async () => {
      const error = await failure(describeCluster("no-such-cluster"));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error).toMatchObject({
        where: "no-such-cluster",
        next: expect.stringContaining("DWH_REDSHIFT_CLUSTER_ID"),
      });
    });

    it("takes metrics", async () => {
      expect(await putMetrics(metrics(3))).toBe("");
    });
  });
}

describe("AWS", () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = await startFakeAws();
    useAws(aws.endpoint);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await aws.close();
  });

  it("gives the IAM identity credentials of its own, when no user is named", async () => {
    aws.clusters.set("c1", { host: "h", port: 5439, database: "dev", status: "available", next: [] });
    expect(await readTemporaryLogin({ clusterId: "c1", database: "dev", user: undefined })).toEqual({
      user: "IAMR:etl-task",
      password: "temporary-password",
      expiresAt: new Date("2030-01-01T00:00:00Z"),
    });
  });

  it("takes more metrics than one request may hold", async () => {
    expect(await putMetrics(metrics(2001))).toBe("");
    expect(aws.calls).toEqual([
      "cloudwatch.PutMetricData",
      "cloudwatch.PutMetricData",
      "cloudwatch.PutMetricData",
    ]);
    expect(aws.metrics.map(({ value }) => value)).toEqual(metrics(2001).map(({ value }) => value));
    expect(aws.metrics[0]).toEqual({
      namespace: "SparkifyDwh",
      name: "RunDuration",
      value: 0,
      unit: "Milliseconds",
      timestamp: Date.parse("2026-01-01T00:00:00Z") / 1000,
      dimensions: { Environment: "test", Pipeline: "sparkify" },
    });
  });

  it("makes a warning of metrics that cannot be put", async () => {
    aws.inject({ action: "cloudwatch.PutMetricData", times: 9, how: { status: 403, code: "AccessDenied" } });
    expect(await putMetrics(metrics(1))).toBe("cannot put the metrics: access denied");
    vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    expect(await putMetrics(metrics(1))).toContain("ECONNREFUSED");
    vi.stubEnv("AWS_REGION", "");
    expect(await putMetrics(metrics(1))).toBe(
      "cannot put the metrics: AWS_REGION is not set, or is not a region",
    );
  });

  it("is not asked for metrics when there are none", async () => {
    expect(await putMetrics([])).toBe("");
    expect(aws.calls).toEqual([]);
  });

  it.each([
    ["secretsmanager.GetSecretValue", () => readSecret("job"), "secretsmanager:GetSecretValue"],
    ["redshift.DescribeClusters", () => describeCluster("c1"), "redshift:DescribeClusters"],
    [
      "redshift.GetClusterCredentials",
      () => readTemporaryLogin({ clusterId: "c1", database: "dev", user: "etl" }),
      "redshift:GetClusterCredentials",
    ],
    [
      "redshift.GetClusterCredentialsWithIAM",
      () => readTemporaryLogin({ clusterId: "c1", database: "dev", user: undefined }),
      "redshift:GetClusterCredentialsWithIAM",
    ],
    [
      "redshift.GetClusterCredentialsWithIAM",
      () => readTemporaryLogin({ clusterId: "c1", database: "dev", user: "IAMR:etl-task" }),
      "redshift:GetClusterCredentialsWithIAM",
    ],
    [
      "redshift-serverless.GetCredentials",
      () => readServerlessLogin("w1", "dev"),
      "redshift-serverless:GetCredentials",
    ],
    ["redshift-serverless.GetWorkgroup", () => describeWorkgroup("w1"), "redshift-serverless:GetWorkgroup"],
  ])("that denies %s is answered with the right to give", async (action, ask, right) => {
    aws.inject({
      action,
      times: 1,
      how: { status: 400, code: "AccessDeniedException", message: "no identity-based policy allows it" },
    });
    const error = await failure(ask());
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toContain("access denied (no identity-based policy allows it)");
    expect(error.next).toContain(right);
  });

  it("knows workgroups of Serverless, and gives credentials for the identity that asks, for an hour", async () => {
    aws.workgroups.set("w1", { host: "w1.example.com", port: 5439, databases: ["dev"] });
    expect(await describeWorkgroup("w1")).toEqual({ name: "w1", host: "w1.example.com", port: 5439 });
    expect(await readServerlessLogin("w1", "dev")).toEqual({
      user: "IAMR:etl-task",
      password: "temporary-password",
      expiresAt: new Date("2030-01-01T00:00:00Z"),
    });
    const missing = await failure(describeWorkgroup("w2"));
    expect(missing).toBeInstanceOf(ConfigError);
    expect(missing.next).toContain("DWH_REDSHIFT_WORKGROUP");
  });

  it("is asked again when it asks to slow down", async () => {
    aws.secrets.set("job", '{"username":"etl","password":"pw"}');
    aws.inject({
      action: "secretsmanager.GetSecretValue",
      times: 2,
      how: { status: 400, code: "ThrottlingException" },
    });
    expect((await readSecret("job")).user).toBe("etl");
    expect(aws.calls).toHaveLength(3);
  });

  it("without credentials is explained", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
    const error = await failure(readSecret("job"));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({
      message: "cannot read the secret: no AWS credentials were found",
      where: "job",
    });
  });

  it.each([undefined, ""])("without a region is explained: %o", async (region) => {
    vi.stubEnv("AWS_REGION", region);
    const error = await failure(readSecret("job"));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      message: "cannot read the secret: AWS_REGION is not set, or is not a region",
    });
  });
});
