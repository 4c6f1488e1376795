import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WarehouseError } from "../../src/errors.ts";
import { RUN_METRICS } from "../../src/names.ts";
import { makeCertificate } from "../../src/serve/certificate.ts";
import { awsEnvironment } from "../support/aws-environment.ts";
import { dwh, type Finished } from "../support/dwh.ts";
import { LOGIN, openProduction, type Production } from "../support/production.ts";
import { play, song } from "../support/records.ts";

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

/** One in every place that a secret can come from; none of them may ever be seen. */
const CANARIES = {
  AWS_SECRET_ACCESS_KEY: "canary-secret-key",
  AWS_SESSION_TOKEN: "canary-session-token",
  DWH_SERVE_PASSWORD: "canary-serve-password",
};
const WRONG = "canary-wrong-password";
const TEMPORARY = "temporary-password";
/** What makes a url a presigned one. */
const SIGNED = ["canary-credential", "canary-url-token", "canary5167"];
const PRESIGNED = `X-Amz-Credential=${SIGNED[0]}&X-Amz-Security-Token=${SIGNED[1]}&X-Amz-Signature=${SIGNED[2]}`;
const SECRETS = [...Object.values(CANARIES), WRONG, TEMPORARY, LOGIN.password, ...SIGNED];

describe("dwh run as a process", () => {
  let production: Production;
  let folder: string;
  let foreignCa: string;

  beforeAll(async () => {
    production = await openProduction();
    folder = mkdtempSync(join(tmpdir(), "dwh-processes-"));
    foreignCa = join(folder, "foreign.pem");
    writeFileSync(foreignCa, (await makeCertificate(new Date())).cert);
    production.lake.write("log_data/1.json", lines([play()]));
    production.lake.write("song_data/a.json", lines([song()]));
    production.aws.clusters.set("c1", {
      host: "localhost",
      port: production.port,
      database: "dev",
      status: "available",
      next: [],
    });
  });
  afterAll(async () => {
    await production.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    production.onStatement(() => undefined);
    production.aws.secrets.set("etl", secret());
  });

  const secret = (change: object = {}): string =>
    JSON.stringify({
      username: LOGIN.user,
      password: LOGIN.password,
      host: "localhost",
      port: production.port,
      dbname: "dev",
      ...change,
    });

  const environment = (env: Readonly<Record<string, string>>): Record<string, string> => {
    const whole: Record<string, string> = {
      ...awsEnvironment(production.aws.endpoint),
      ...CANARIES,
      AWS_MAX_ATTEMPTS: "1",
      DWH_EVENTS: "s3://lake/log_data",
      DWH_SONGS: "s3://lake/song_data",
      DWH_WORK_URL: "s3://lake/work/",
      DWH_REDSHIFT_SECRET_ID: "etl",
      DWH_REDSHIFT_CA_FILE: production.caFile,
      ...env,
    };
    return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== ""));
  };

  const start = (env: Readonly<Record<string, string>> = {}, args: readonly string[] = ["run"]) =>
    dwh(args, { env: environment(env), cwd: folder });

  /** The error as the log has it. */
  const errorOf = ({ stderr }: Finished): { message: string; where: string; next: string } | undefined =>
    stderr
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as { level: string; message: string; where: string; next: string })
      .findLast(({ level }) => level === "error");

  /** Neither in what was printed nor in any record. */
  const expectNoSecret = async ({ stdout, stderr }: Finished): Promise<void> => {
    const rows = await production.inside(async (session) => {
      const found: unknown[] = [];
      for (const table of ["etl_files", "etl_runs", "etl_steps", "etl_rejects"])
        found.push((await session.execute(`select * from ${table}`)).rows);
      return found;
    });
    const seen = [stdout, stderr, JSON.stringify(rows), JSON.stringify(production.aws.metrics)].join("\n");
    for (const canary of SECRETS) expect(seen).not.toContain(canary);
  };

  it("works with nothing but an environment and a secret, and says no secret, at the loudest either", async () => {
    const finished = await start({ DWH_LOG_LEVEL: "debug" });
    expect(finished).toMatchObject({ code: 0 });
    await expectNoSecret(finished);
  });

  it("reads the secret again when it was rotated between reading and logging in", async () => {
    // The fake hands out the old one once.
    production.aws.secrets.set("etl", secret({ password: WRONG }));
    const get = production.aws.secrets.get.bind(production.aws.secrets);
    let reads = 0;
    production.aws.secrets.get = (name) => {
      const value = get(name);
      reads += 1;
      if (reads === 1) production.aws.secrets.set("etl", secret());
      return value;
    };
    const finished = await start();
    production.aws.secrets.get = get;
    expect(finished).toMatchObject({ code: 0 });
    expect(reads).toBe(2);
    await expectNoSecret(finished);
  });

  /** The served warehouse asks nobody for a role: what Redshift says is said for it, at the first COPY. */
  const refuseCopy = (message: string, detail?: string): void => {
    production.lake.write("log_data/2.json", lines([play()]));
    production.onStatement((text) => {
      if (!/^\/\*.*\*\/ copy /.test(text)) return;
      throw new WarehouseError(message, { sqlState: "XX000", ...(detail === undefined ? {} : { detail }) });
    });
  };

  const plain = (): Record<string, string> => ({
    DWH_REDSHIFT_SECRET_ID: "",
    DWH_REDSHIFT_HOST: "localhost",
    DWH_REDSHIFT_PORT: String(production.port),
    DWH_REDSHIFT_DATABASE: "dev",
    DWH_REDSHIFT_USER: LOGIN.user,
    DWH_REDSHIFT_PASSWORD: LOGIN.password,
  });

  it.each([
    {
      name: "a wrong password",
      env: () => ({ ...plain(), DWH_REDSHIFT_PASSWORD: WRONG }),
      code: 5,
      says: { message: "is not let in", where: "localhost:", next: "DWH_REDSHIFT_PASSWORD" },
    },
    {
      name: "an expired secret that was not replaced",
      env: () => (production.aws.secrets.set("etl", secret({ password: WRONG })), {}),
      code: 5,
      says: { message: "is not let in", where: "localhost:", next: "dwh bootstrap" },
    },
    {
      name: "temporary credentials that are not let in",
      env: () => ({ DWH_REDSHIFT_SECRET_ID: "", DWH_REDSHIFT_CLUSTER_ID: "c1" }),
      code: 5,
      says: { message: "is not let in", where: "localhost:", next: "check the user" },
    },
    {
      name: "a secret without a field",
      env: () => (production.aws.secrets.set("etl", JSON.stringify({ password: LOGIN.password })), {}),
      code: 2,
      says: { message: "no username", where: "etl", next: '"username"' },
    },
    {
      name: "a secret that is not there",
      env: () => ({ DWH_REDSHIFT_SECRET_ID: "nobody" }),
      code: 2,
      says: { message: "cannot read the secret", where: "nobody", next: "DWH_REDSHIFT_SECRET_ID" },
    },
    {
      name: "a secret that may not be read",
      env: () => (
        production.aws.inject({
          action: "secretsmanager.GetSecretValue",
          times: 1,
          how: { status: 400, code: "AccessDeniedException", message: "not authorized" },
        }),
        {}
      ),
      code: 5,
      says: { message: "access denied", where: "etl", next: "secretsmanager:GetSecretValue" },
    },
    {
      name: "an unknown host",
      env: () => ({ ...plain(), DWH_REDSHIFT_HOST: "no-such-host.invalid" }),
      code: 5,
      says: { message: "cannot connect", where: "no-such-host.invalid", next: "" },
    },
    {
      name: "a certificate that is not trusted",
      env: () => ({ DWH_REDSHIFT_CA_FILE: foreignCa }),
      code: 5,
      says: { message: "TLS failed", where: "localhost:", next: "DWH_REDSHIFT_CA_FILE" },
    },
    {
      name: "a missing bucket",
      env: () => ({ DWH_EVENTS: "s3://no-such-bucket/log_data" }),
      code: 2,
      says: { message: "does not exist", where: "s3://no-such-bucket", next: "" },
    },
    {
      name: "a bucket that may not be listed",
      env: () => (
        production.aws.inject({
          action: "s3.ListObjectsV2",
          times: 1,
          how: { status: 403, code: "AccessDenied", message: "Access Denied" },
        }),
        {}
      ),
      code: 5,
      says: { message: "access denied", where: "s3://lake", next: "" },
    },
    {
      name: "a COPY role that the cluster may not use",
      env: () => (
        refuseCopy(
          "User arn:aws:redshift:us-east-1:123456789012:dbuser:c1/etl is not authorized to assume IAM Role " +
            "arn:aws:iam::123456789012:role/dwh-copy",
          "error:  User is not authorized to assume IAM Role\n  code:      8001\n  context:   IAM Role=arn:aws:iam::123456789012:role/dwh-copy",
        ),
        { DWH_COPY_ROLE_ARN: "arn:aws:iam::123456789012:role/dwh-copy" }
      ),
      code: 1,
      says: {
        message: "is not authorized to assume IAM Role",
        where: "sql/staging/staging_events.sql",
        next: "attach the role to the cluster or workgroup, and name it in DWH_COPY_ROLE_ARN",
      },
    },
    {
      name: "a COPY role that is missing",
      env: () => (refuseCopy("Default IAM role is not set for the cluster: No default IAM role found"), {}),
      code: 1,
      says: { message: "efault IAM role", where: "sql/staging/staging_events.sql", next: "attach the role" },
    },
    {
      name: "a COPY role that may not read the bucket",
      env: () => (
        refuseCopy(
          "S3ServiceException:Access Denied,Status 403,Error AccessDenied,Rid 0",
          "error:  S3ServiceException:Access Denied,Status 403,Error AccessDenied,Rid 0\n  code:      8001",
        ),
        {}
      ),
      code: 1,
      says: {
        message: "Access Denied",
        where: "sql/staging/staging_events.sql",
        next: "allow the COPY role s3:GetObject",
      },
    },
    {
      name: "credentials that have expired",
      env: () => (
        production.aws.inject({
          action: "secretsmanager.GetSecretValue",
          times: 1,
          how: { status: 400, code: "ExpiredTokenException", message: "The security token is expired" },
        }),
        {}
      ),
      code: 5,
      says: { message: "credentials are not accepted", where: "etl", next: "log in again" },
    },
    {
      name: "a host that is a whole url",
      env: () => ({ DWH_REDSHIFT_HOST: `postgres://etl:${WRONG}@localhost:5439/dev` }),
      code: 2,
      says: { message: "DWH_REDSHIFT_HOST is", where: "environment", next: "dwh config" },
    },
    {
      name: "a source that is a presigned url",
      env: () => ({ DWH_EVENTS: `https://lake.s3.amazonaws.com/log_data/1.json?${PRESIGNED}` }),
      code: 2,
      says: { message: "DWH_EVENTS is", where: "environment", next: "dwh config" },
    },
    {
      name: "a source with a signature at its end",
      env: () => ({ DWH_EVENTS: `s3://no-such-bucket/log_data/1.json?${PRESIGNED}` }),
      code: 2,
      says: { message: "does not exist", where: "s3://no-such-bucket", next: "" },
    },
    {
      name: "a secret that is no JSON",
      env: () => (production.aws.secrets.set("etl", `${LOGIN.user}:${LOGIN.password}`), {}),
      code: 2,
      says: { message: "no JSON object", where: "etl", next: '"username"' },
    },
    {
      name: "a server that repeats what it was given",
      env: () => {
        production.onStatement((text) => {
          if (!text.startsWith("lock")) return;
          const message = `cannot connect to postgres://etl:${LOGIN.password}@10.0.0.1/dev, https://b.s3.amazonaws.com/k?${PRESIGNED}`;
          throw new WarehouseError(message, { sqlState: "XX000" });
        });
        return {};
      },
      code: 1,
      says: { message: "cannot connect to", where: "localhost", next: "query_label" },
    },
    {
      name: "a paused cluster",
      env: () => (
        production.aws.clusters.set("paused", {
          host: "localhost",
          port: 1,
          database: "dev",
          status: "paused",
          next: [],
        }),
        { DWH_REDSHIFT_SECRET_ID: "", DWH_REDSHIFT_CLUSTER_ID: "paused" }
      ),
      code: 5,
      // A run would knock for half a minute, since it may be resuming.
      args: ["query", "select 1"],
      says: { message: "cannot connect", where: "localhost:1", next: "is the cluster paused" },
    },
  ])("explains $name, with exit code $code and without a secret", async ({ env, code, says, ...given }) => {
    const finished = await start(env(), "args" in given ? given.args : ["run"]);
    expect([finished.code, finished.stderr]).toEqual([code, expect.any(String)]);
    const error = errorOf(finished);
    for (const part of ["message", "where", "next"] as const) {
      expect(error?.[part]).toEqual(expect.stringContaining(says[part]));
      expect(error?.[part]).not.toBe("");
    }
    await expectNoSecret(finished);
  });

  it("fails of a COPY that finds bad rows without a secret in its words or its record", async () => {
    production.lake.write("log_data/bad.json", lines([play({ ts: "soon" })]));
    const finished = await start();
    production.lake.remove("log_data/bad.json");
    expect(finished.code).toBe(4);
    expect(errorOf(finished)?.where).toContain("s3://lake/log_data/bad.json:1");
    const told = finished.stderr.split("\n").find((line) => line.includes('"rows rejected"')) ?? "{}";
    expect(JSON.parse(told)).toMatchObject({
      column: "ts",
      meaning: "the value is no timestamp",
      next: expect.stringContaining("TIMEFORMAT"),
      count: 1,
      rows: [{ where: "s3://lake/log_data/bad.json:1", value: "soon" }],
    });
    const kept = await production.inside((session) =>
      session.execute("select url, line_number, column_name, value from etl_rejects"),
    );
    expect(kept.rows).toEqual([["s3://lake/log_data/bad.json", "1", "ts", "soon"]]);
    await expectNoSecret(finished);
  });

  it("succeeds when CloudWatch cannot be reached, and warns", async () => {
    const env = { DWH_ENVIRONMENT: "test", AWS_ENDPOINT_URL_CLOUDWATCH: "http://127.0.0.1:1" };
    const finished = await start(env);
    expect(finished.code).toBe(0);
    expect(finished.stderr).toMatch(/"level":"warn".*metrics/);
  });

  it("puts the metrics of a run that never reached its warehouse", async () => {
    const { length } = production.aws.metrics;
    expect(await start({ DWH_ENVIRONMENT: "test", DWH_REDSHIFT_SECRET_ID: "nobody" })).toMatchObject({
      code: 2,
    });
    const metrics = production.aws.metrics.slice(length);
    expect(metrics.map(({ name, value }) => [name, value])).toContainEqual(["RunFailure", 1]);
    const { dataAge, ...others } = RUN_METRICS;
    expect(metrics.map(({ name }) => name).sort()).toEqual(Object.values(others).sort());
    expect(dataAge).toBe("DataAge");
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
    expect(await start(env)).toMatchObject({ code: 0 });
    const changes = production.aws.calls.filter((call) => /^redshift\.(Resume|Pause)/.test(call));
    expect(changes).toEqual(["redshift.ResumeCluster", "redshift.PauseCluster"]);
  });

  it("succeeds when the metrics cannot be put, and warns", async () => {
    production.aws.inject({
      action: "cloudwatch.PutMetricData",
      times: 1,
      how: { status: 403, code: "AccessDenied" },
    });
    const finished = await start({ DWH_ENVIRONMENT: "test" });
    expect(finished.code).toBe(0);
    expect(finished.stderr).toMatch(/"level":"warn".*metrics/);
    await expectNoSecret(finished);
  });
});
