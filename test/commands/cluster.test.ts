import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withAwake } from "../../src/job/awake.ts";
import { command } from "../../src/commands/cluster.ts";
import { ConfigError } from "../../src/errors.ts";
import { awsEnvironment, useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { dwh } from "../support/dwh.ts";
import { startFakeAws, type FakeAws } from "../support/fake-aws/fake-aws.ts";

let aws: FakeAws;
beforeEach(async () => {
  aws = await startFakeAws();
  useAws(aws.endpoint);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.close();
});

const ENV = { DWH_REDSHIFT_CLUSTER_ID: "c1" };
const cluster = (status: string, next: string[] = []) =>
  aws.clusters.set("c1", { host: "h.example.com", port: 5439, database: "dev", status, next });
const changes = () => aws.calls.filter((call) => !call.includes("Describe"));

describe("dwh cluster", () => {
  it("shows what the cluster is and where", async () => {
    cluster("available");
    const context = fakeContext({ args: ["status"] }, ENV);
    expect(await command(context)).toBe(0);
    expect(context.io.out()).toBe("c1 is available, at h.example.com:5439/dev\n");
    expect(changes()).toEqual([]);
  });

  it("shows it as JSON", async () => {
    cluster("paused");
    const context = fakeContext({ args: ["status"], flags: { format: "json" } }, ENV);
    await command(context);
    expect(JSON.parse(context.io.out())).toEqual({
      id: "c1",
      status: "paused",
      host: "h.example.com",
      port: 5439,
      database: "dev",
    });
  });

  it.each([
    ["wait", "available", []],
    ["resume", "available", []],
    ["pause", "paused", []],
  ])("has nothing to do for %s when the cluster is %s", async (action, status, expected) => {
    cluster(status);
    const context = fakeContext({ args: [action] }, ENV);
    expect(await command(context)).toBe(0);
    expect(changes()).toEqual(expected);
    expect(context.io.out()).toContain(`c1 is ${status}`);
  });

  it("runs as a process, with the environment of a task", async () => {
    cluster("available");
    const env = { ...awsEnvironment(aws.endpoint), ...ENV };
    const { code, stdout } = await dwh(["cluster", "status"], { env });
    expect(stdout).toBe("c1 is available, at h.example.com:5439/dev\n");
    expect(code).toBe(0);
  });

  it("gives up when the time is over", async () => {
    cluster("resuming");
    const context = fakeContext({ args: ["wait"], flags: { format: "text", timeout: "5s" } }, ENV);
    await expect(command(context)).rejects.toThrow("the cluster is still resuming");
  });

  it.each([
    [{ args: ["explode"] }, ENV, "status, wait, resume, pause"],
    [{ args: ["status"] }, {}, "identifier"],
    [{ args: ["wait"], flags: { format: "text", timeout: "soon" } }, ENV, "90s"],
  ] as const)("explains %o", async (differing, env, next) => {
    const error = await command(fakeContext(differing, env)).catch(
      (thrown: unknown) => thrown as ConfigError,
    );
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).next).toContain(next);
  });
});

describe("a cluster that is kept awake", () => {
  /** Nobody is there to log in to: what a session would show is in test/job/company.test.ts. */
  const RESUME = {
    ...ENV,
    DWH_CLUSTER_RESUME: "true",
    DWH_REDSHIFT_HOST: "localhost",
    DWH_REDSHIFT_PORT: "1",
    DWH_REDSHIFT_DATABASE: "dev",
    DWH_REDSHIFT_USER: "etl",
    DWH_REDSHIFT_PASSWORD: "Canary-password-7",
  };

  it("is not touched unless the configuration says so", async () => {
    expect(await withAwake(fakeContext({}, ENV), async () => "done")).toBe("done");
    expect(aws.calls).toEqual([]);
  });

  it("is not paused afterwards when it was awake before", async () => {
    cluster("available");
    await withAwake(fakeContext({}, RESUME), async () => expect(changes()).toEqual([]));
    expect(changes()).toEqual([]);
  });
});
