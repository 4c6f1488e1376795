import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RUN_METRICS } from "../../src/names.ts";
import { errorOf, lines, openProcesses, WRONG, type Processes } from "../support/processes.ts";
import type { Production } from "../support/production.ts";
import { play } from "../support/records.ts";

describe("dwh run as a process", () => {
  let processes: Processes;
  let production: Production;

  beforeAll(async () => {
    processes = await openProcesses();
    ({ production } = processes);
  });
  afterAll(() => processes.close());
  beforeEach(() => processes.reset());

  it("works with nothing but an environment and a secret, and says no secret, at the loudest either", async () => {
    const finished = await processes.start({ DWH_LOG_LEVEL: "debug" });
    expect(finished).toMatchObject({ code: 0 });
    await processes.expectNoSecret(finished);
  });

  it("reads the secret again when it was rotated between reading and logging in", async () => {
    // The fake hands out the old one once.
    production.aws.secrets.set("etl", processes.secret({ password: WRONG }));
    const get = production.aws.secrets.get.bind(production.aws.secrets);
    let reads = 0;
    production.aws.secrets.get = (name) => {
      const value = get(name);
      reads += 1;
      if (reads === 1) production.aws.secrets.set("etl", processes.secret());
      return value;
    };
    const finished = await processes.start();
    production.aws.secrets.get = get;
    expect(finished).toMatchObject({ code: 0 });
    expect(reads).toBe(2);
    await processes.expectNoSecret(finished);
  });

  it("fails of a COPY that finds bad rows without a secret in its words or its record", async () => {
    production.lake.write("log_data/bad.json", lines([play({ ts: "soon" })]));
    const finished = await processes.start();
    production.lake.remove("log_data/bad.json");
    expect(finished.code).toBe(4);
    expect(errorOf(finished)?.where).toContain("s3://lake/log_data/bad.json:1");
    const told = finished.stderr.split("\n").find((line) => line.includes('"rows rejected"')) ?? "{}";
    expect(JSON.parse(told)).toMatchObject({
      column: "ts",
      meaning: "the value is not a timestamp",
      next: expect.stringContaining("TIMEFORMAT"),
      count: 1,
      rows: [{ where: "s3://lake/log_data/bad.json:1", value: "soon" }],
    });
    const kept = await production.inside((session) =>
      session.execute("select url, line_number, column_name, value from etl_rejects"),
    );
    expect(kept.rows).toEqual([["s3://lake/log_data/bad.json", "1", "ts", "soon"]]);
    await processes.expectNoSecret(finished);
  });

  it("succeeds when CloudWatch cannot be reached, and warns", async () => {
    const env = { DWH_ENVIRONMENT: "test", AWS_ENDPOINT_URL_CLOUDWATCH: "http://127.0.0.1:1" };
    const finished = await processes.start(env);
    expect(finished.code).toBe(0);
    expect(finished.stderr).toMatch(/"level":"warn".*metrics/);
  });

  it("puts the metrics of a run that never reached its warehouse", async () => {
    const { length } = production.aws.metrics;
    expect(
      await processes.start({ DWH_ENVIRONMENT: "test", DWH_REDSHIFT_SECRET_ID: "nobody" }),
    ).toMatchObject({
      code: 2,
    });
    const metrics = production.aws.metrics.slice(length);
    expect(metrics.map(({ name, value }) => [name, value])).toContainEqual(["RunFailure", 1]);
    // Nobody could ask how old things are and what waits.
    const unknown: readonly string[] = [
      RUN_METRICS.dataAge,
      RUN_METRICS.eventAge,
      RUN_METRICS.filesQuarantined,
    ];
    const others = Object.values(RUN_METRICS).filter((name) => !unknown.includes(name));
    expect(metrics.map(({ name }) => name).sort()).toEqual(others.sort());
  });

  it("resumes a cluster that is paused, and pauses it again", async () => {
    let next: string[] = [];
    production.aws.clusters.set("asleep", {
      host: "localhost",
      port: production.port,
      database: "dev",
      status: "paused",
      // It is what it becomes, at once.
      get next() {
        return next;
      },
      set next(statuses: string[]) {
        next = statuses.slice(-1);
      },
    });
    production.aws.calls.length = 0;
    const env = { DWH_CLUSTER_RESUME: "true", DWH_REDSHIFT_CLUSTER_ID: "asleep" };
    expect(await processes.start(env)).toMatchObject({ code: 0 });
    const changes = production.aws.calls.filter((call) => /^redshift\.(Resume|Pause)/.test(call));
    expect(changes).toEqual(["redshift.ResumeCluster", "redshift.PauseCluster"]);
  });

  it("succeeds when the metrics cannot be put, and warns", async () => {
    production.aws.inject({
      action: "cloudwatch.PutMetricData",
      times: 1,
      how: { status: 403, code: "AccessDenied" },
    });
    const finished = await processes.start({ DWH_ENVIRONMENT: "test" });
    expect(finished.code).toBe(0);
    expect(finished.stderr).toMatch(/"level":"warn".*metrics/);
    await processes.expectNoSecret(finished);
  });
});
