import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WarehouseError } from "../../src/errors.ts";
import { makeCertificate } from "../../src/serve/certificate.ts";
import { errorOf, lines, openProcesses, PRESIGNED, WRONG, type Processes } from "../support/processes.ts";
import { LOGIN, type Production } from "../support/production.ts";
import { play } from "../support/records.ts";

describe("dwh run as a process", () => {
  let processes: Processes;
  let production: Production;
  let foreignCa: string;

  beforeAll(async () => {
    processes = await openProcesses();
    ({ production } = processes);
    foreignCa = join(processes.folder, "foreign.pem");
    writeFileSync(foreignCa, (await makeCertificate(new Date())).cert);
    // So that there is a record in which a secret could be.
    processes.reset();
    expect(await processes.start()).toMatchObject({ code: 0 });
  });
  afterAll(() => processes.close());
  beforeEach(() => processes.reset());

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
      says: { message: "cannot log in as ", where: "localhost:", next: "DWH_REDSHIFT_PASSWORD" },
    },
    {
      name: "an expired secret that was not replaced",
      env: () => (production.aws.secrets.set("etl", processes.secret({ password: WRONG })), {}),
      code: 5,
      says: { message: "cannot log in as ", where: "localhost:", next: "dwh bootstrap" },
    },
    {
      name: "temporary credentials that are not let in",
      env: () => ({ DWH_REDSHIFT_SECRET_ID: "", DWH_REDSHIFT_CLUSTER_ID: "c1" }),
      code: 5,
      says: { message: "cannot log in as ", where: "localhost:", next: "check the user" },
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
      says: { message: "not a JSON object", where: "etl", next: '"username"' },
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
    const finished = await processes.start(env(), "args" in given ? given.args : ["run"]);
    expect([finished.code, finished.stderr]).toEqual([code, expect.any(String)]);
    const error = errorOf(finished);
    for (const part of ["message", "where", "next"] as const) {
      expect(error?.[part]).toEqual(expect.stringContaining(says[part]));
      expect(error?.[part]).not.toBe("");
    }
    await processes.expectNoSecret(finished);
  });
});
