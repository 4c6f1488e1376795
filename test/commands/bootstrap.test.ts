import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { command } from "../../src/commands/bootstrap.ts";
import { ConfigError, WarehouseError } from "../../src/errors.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { failure } from "../support/failure.ts";
import { startFakeAws, type FakeAws } from "../support/fake-aws/fake-aws.ts";
import { ACCOUNT, startScriptedServer, type ScriptedServer } from "../support/scripted-server.ts";

let aws: FakeAws;
let server: ScriptedServer;
let users: string[];

beforeEach(async () => {
  users = [];
  aws = await startFakeAws();
  useAws(aws.endpoint);
  server = await startScriptedServer((sql) => {
    if (sql.includes("pg_user")) {
      const there = users.some((user) => sql.includes(`'${user}'`));
      const rows = there ? [["1"]] : [];
      return {
        command: "SELECT",
        rowCount: rows.length,
        columns: [{ name: "?column?", type: "integer" }],
        rows,
      };
    }
    if (/^(create|alter) user/.test(sql)) {
      users.push(/user "(.*?)"/.exec(sql)?.[1] ?? "");
      return { command: "CREATE USER" };
    }
    return {};
  });
  aws.secrets.set("admin", JSON.stringify({ username: ACCOUNT.user, password: ACCOUNT.password }));
  aws.secrets.set("job", undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await aws.close();
});

const environment = (more: Record<string, string> = {}) => ({
  DWH_ADMIN_SECRET_ID: "admin",
  DWH_REDSHIFT_SECRET_ID: "job",
  DWH_REDSHIFT_HOST: "localhost",
  DWH_REDSHIFT_PORT: String(server.port),
  DWH_REDSHIFT_DATABASE: ACCOUNT.database,
  DWH_REDSHIFT_CA_FILE: server.caFile,
  ...more,
});
const job = () => JSON.parse(aws.secrets.get("job") ?? "{}") as Record<string, unknown>;
const changes = () => server.statements.filter((sql) => !/^(set|select)/.test(sql));

describe("dwh bootstrap", () => {
  it("makes user, schema and rights in one transaction, and puts the login into the job's secret", async () => {
    const context = fakeContext({}, environment());
    expect(await command(context)).toBe(0);
    const statements = changes();
    expect(statements.at(0)).toBe("begin");
    expect(statements.at(1)).toMatch(/^create user "sparkify_job" password 'md5/);
    expect(statements).toContain('create schema if not exists "sparkify" authorization "sparkify_job"');
    expect(statements.at(-1)).toBe("commit");
    expect(job()).toEqual({
      engine: "redshift",
      username: "sparkify_job",
      password: expect.stringMatching(/^[A-Za-z0-9]{40}$/) as unknown,
      host: "localhost",
      port: server.port,
      dbname: ACCOUNT.database,
    });
    expect(context.io.out()).toContain("user sparkify_job: made");
    expect(context.io.out() + context.io.err() + statements.join()).not.toContain(job()["password"]);
  });

  it("leaves a login that works alone", async () => {
    aws.secrets.set("job", JSON.stringify({ username: ACCOUNT.user, password: ACCOUNT.password }));
    users.push(ACCOUNT.user);
    const context = fakeContext({}, environment());
    await command(context);
    expect(job()["password"]).toBe(ACCOUNT.password);
    expect(changes().join("\n")).not.toContain("password");
    expect(context.io.out()).toContain("password: left as it is");
  });

  it("makes a new password when the one in the secret is not accepted", async () => {
    aws.secrets.set("job", JSON.stringify({ username: "sparkify_job", password: "stale" }));
    users.push("sparkify_job");
    await command(fakeContext({}, environment()));
    expect(changes().at(1)).toMatch(/^alter user "sparkify_job" password 'md5/);
    expect(job()["password"]).not.toBe("stale");
  });

  it("changes nothing in the database when the secret cannot be written", async () => {
    const how = { status: 400, code: "AccessDeniedException" };
    aws.inject({ action: "secretsmanager.PutSecretValue", times: 9, how });
    const error = await failure(command(fakeContext({}, environment())));
    expect(error.next).toContain("secretsmanager:PutSecretValue");
    expect(changes()).not.toContain("commit");
  });

  it("takes the user from DWH_REDSHIFT_USER and the schema from --schema", async () => {
    const context = fakeContext(
      { flags: { format: "text", schema: "music" } },
      environment({ DWH_REDSHIFT_USER: "etl2" }),
    );
    await command(context);
    expect(changes()).toContain('create schema if not exists "music" authorization "etl2"');
    expect(job()["username"]).toBe("etl2");
  });

  it("says which secrets are not set, all at once", async () => {
    const error = await failure(command(fakeContext({}, {})));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain("DWH_ADMIN_SECRET_ID");
    expect(error.message).toContain("DWH_REDSHIFT_SECRET_ID");
  });

  it("passes on what the database refuses", async () => {
    await server.close();
    server = await startScriptedServer((sql) => {
      if (sql.startsWith("create user"))
        throw new WarehouseError("permission denied to create user", { sqlState: "42501" });
      return {};
    });
    const error = await failure(command(fakeContext({}, environment())));
    expect(error.message).toBe("permission denied to create user");
    expect(job()).toEqual({});
  });
});
