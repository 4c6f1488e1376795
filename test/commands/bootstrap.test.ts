import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { command } from "../../src/commands/bootstrap.ts";
import { ConfigError, LockedError, WarehouseError } from "../../src/errors.ts";
import { useAws } from "../support/aws-environment.ts";
import { fakeContext } from "../support/context.ts";
import { failure } from "../support/failure.ts";
import { startFakeAws, type FakeAws } from "../support/fake-aws/fake-aws.ts";
import { redshiftOn } from "../support/redshift-on.ts";
import {
  ACCOUNT,
  CANCELLED,
  startScriptedServer,
  type Script,
  type ScriptedServer,
} from "../support/scripted-server.ts";

let aws: FakeAws;
let server: ScriptedServer;
let script: Script;

beforeEach(async () => {
  aws = await startFakeAws();
  useAws(aws.endpoint);
  script = () => ({});
  server = await startScriptedServer((sql, cancelled) => script(sql, cancelled));
  aws.secrets.set("admin", JSON.stringify({ username: ACCOUNT.user, password: ACCOUNT.password }));
  aws.secrets.set("job", undefined);
});

/** Makes a user before the bootstrap. */
async function hasUser(name: string, password: string): Promise<void> {
  await redshiftOn(server).withSession((session) =>
    session.execute(`create user "${name}" password '${password}'`),
  );
  server.statements.length = 0;
}
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
/** Without the first message of the session, which tells it its settings and asks for its number: a transaction of its own. */
const changes = () => {
  const statements = server.statements.filter((sql) => !/^(set|select)/.test(sql));
  expect(statements.splice(0, 2)).toEqual(["begin", "commit"]);
  return statements;
};

describe("dwh bootstrap", () => {
  it("makes user, schema and rights in one transaction, and puts the login into the job's secret", async () => {
    const context = fakeContext({}, environment());
    expect(await command(context)).toBe(0);
    const statements = changes();
    expect(statements.at(0)).toBe("begin");
    expect(statements.at(1)).toMatch(/^create user "sparkify_job" password 'md5/);
    expect(statements).toContain('create schema if not exists "sparkify" authorization "sparkify_job"');
    // GRANT on a role goes behind the transaction, in a message of its own.
    expect(statements.slice(-2)).toEqual([
      "commit",
      'grant assumerole on default to "sparkify_job" for copy',
    ]);
    expect(job()).toEqual({
      engine: "redshift",
      username: "sparkify_job",
      password: expect.stringMatching(/^[A-Za-z0-9]{40}$/) as unknown,
      host: "localhost",
      port: server.port,
      dbname: ACCOUNT.database,
    });
    expect(context.io.out()).toContain("user sparkify_job: created");
    expect(context.io.out() + context.io.err() + statements.join()).not.toContain(job()["password"]);
  });

  it("leaves a login that works alone", async () => {
    aws.secrets.set("job", JSON.stringify({ username: ACCOUNT.user, password: ACCOUNT.password }));
    const context = fakeContext({}, environment());
    await command(context);
    expect(job()["password"]).toBe(ACCOUNT.password);
    expect(changes().join("\n")).not.toContain("password");
    expect(context.io.out()).toContain("password: left as it is");
  });

  it("makes a new password with --rotate, though the one in the secret works", async () => {
    aws.secrets.set("job", JSON.stringify({ username: ACCOUNT.user, password: ACCOUNT.password }));
    await command(fakeContext({ flags: { format: "text", rotate: true } }, environment()));
    expect(changes().join("\n")).toContain(`user "${ACCOUNT.user}" password 'md5`);
    expect(job()["password"]).not.toBe(ACCOUNT.password);
    expect(job()).toMatchObject({ username: ACCOUNT.user, host: "localhost" });
  });

  it("says that a user without a password has none to rotate", async () => {
    const { DWH_REDSHIFT_SECRET_ID: _, ...settings } = environment({ DWH_REDSHIFT_USER: "IAMR:job" });
    const error = await failure(command(fakeContext({ flags: { format: "text", rotate: true } }, settings)));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain("no password to rotate");
  });

  it("makes a new password when the one in the secret is not accepted", async () => {
    aws.secrets.set("job", JSON.stringify({ username: "sparkify_job", password: "stale" }));
    await hasUser("sparkify_job", "Canary-password-3");
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

  it("lets the user COPY with the role that is configured", async () => {
    const role = "arn:aws:iam::123456789012:role/copy";
    await command(fakeContext({}, environment({ DWH_COPY_ROLE_ARN: role })));
    expect(changes().at(-1)).toBe(`grant assumerole on '${role}' to "sparkify_job" for copy`);
  });

  it("lets the user see who else is connected where the job pauses its cluster, and only there", async () => {
    const sees = 'alter user "sparkify_job" syslog access unrestricted';
    await command(fakeContext({}, environment()));
    expect(changes()).not.toContain(sees);
    server.statements.length = 0;
    aws.clusters.set("c1", { host: "h", port: 1, database: "dev", status: "available", next: [] });
    aws.secrets.set("job", undefined);
    const pausing = { DWH_CLUSTER_RESUME: "true", DWH_REDSHIFT_CLUSTER_ID: "c1" };
    const context = fakeContext({}, environment(pausing));
    expect(await command(context)).toBe(0);
    expect(changes().at(-1)).toBe(sees);
    expect(context.io.out()).toContain("right granted: to see who else is connected");
  });

  it("says what is done and what is not when the administrator is no superuser, and does the rest when it is run again", async () => {
    await hasUser("keeper", "Canary-password-3");
    await redshiftOn(server).withSession((session) => session.execute("grant role sys:secadmin to keeper"));
    aws.secrets.set("keeper", JSON.stringify({ username: "keeper", password: "Canary-password-3" }));
    const context = fakeContext({}, environment({ DWH_ADMIN_SECRET_ID: "keeper" }));
    const error = await failure(command(context));
    expect(error.exitCode).toBe(1);
    expect(error.message).toBe(
      "user, schema and password are created and stay; not granted to sparkify_job: the right to COPY with its role " +
        "(must be superuser to grant assumerole)",
    );
    expect(error.next).toContain('grant assumerole on default to "sparkify_job" for copy;');
    expect(context.io.out()).toMatch(
      /^user sparkify_job: created\n[^]*right not granted: to COPY with its role/,
    );
    const { password } = job();
    expect(password).toBeDefined();

    const again = fakeContext({}, environment());
    expect(await command(again)).toBe(0);
    expect(again.io.out()).toMatch(
      /^user sparkify_job: already there\n[^]*right granted: to COPY with its role\n$/,
    );
    expect(job()["password"]).toBe(password);
  });

  it("waits for no lock longer than DWH_LOCK_WAIT, also where it tries the job's login", async () => {
    aws.secrets.set("job", JSON.stringify({ username: ACCOUNT.user, password: ACCOUNT.password }));
    let isHeld = false;
    script = async (sql, cancelled) => {
      if (sql === "select 1") {
        isHeld = true;
        await cancelled;
        throw CANCELLED;
      }
      if (!isHeld || !sql.includes("svv_transactions")) return {};
      const names = ["waits", "holds", "table_name", "lock_mode", "owner", "since"];
      return {
        columns: names.map((name) => ({ name, type: "text" })),
        rows: [["6", "7", "pg_class", "AccessShareLock", "etl", null]],
      };
    };
    const context = fakeContext({}, environment());
    const error = await failure(command({ ...context, config: { ...context.config, lockWait: 1 } }));
    expect(error).toBeInstanceOf(LockedError);
    expect(error.where).toBe("process 7 of etl");
  });

  it("lets a group read with --readers, within the transaction", async () => {
    const context = fakeContext({ flags: { format: "text", readers: "analysts" } }, environment());
    await command(context);
    expect(changes().slice(1, -2)).toContain('create group "analysts"');
    expect(context.io.out()).toContain("readers: the group analysts");
  });

  it("makes the user of an IAM role, without a password and without a secret", async () => {
    const context = fakeContext(
      {},
      environment({ DWH_REDSHIFT_SECRET_ID: "", DWH_REDSHIFT_USER: "IAMR:etl-task" }),
    );
    await command(context);
    expect(changes().at(1)).toBe('create user "IAMR:etl-task" password disable');
    expect(context.io.out()).toContain("password: none, since the job logs in with temporary credentials");
    expect(aws.calls).not.toContain("secretsmanager.PutSecretValue");
  });

  it("says before it starts why an IAM identity with a secret cannot be", async () => {
    const context = fakeContext({}, environment({ DWH_REDSHIFT_USER: "IAMR:etl-task" }));
    const error = await failure(command(context));
    expect(error).toBeInstanceOf(ConfigError);
    expect(server.statements).toEqual([]);
  });

  it("says which secrets are not set, all at once", async () => {
    const error = await failure(command(fakeContext({}, {})));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain("DWH_ADMIN_SECRET_ID");
    expect(error.message).toContain("DWH_REDSHIFT_SECRET_ID");
    expect(error.message).toContain("IAMR:<role>");
  });

  it("passes on what the database refuses", async () => {
    await hasUser("nobody", "Canary-password-3");
    aws.secrets.set("admin", JSON.stringify({ username: "nobody", password: "Canary-password-3" }));
    const error = await failure(command(fakeContext({}, environment())));
    expect(error).toBeInstanceOf(WarehouseError);
    expect(error.message).toBe("must be superuser to create users");
    expect(job()).toEqual({});
  });

  it("lets the job in with the password that it made", async () => {
    await command(fakeContext({}, environment()));
    const login = { user: String(job()["username"]), password: String(job()["password"]) };
    await redshiftOn(server, { login: { read: async () => login } }).withSession((session) =>
      session.execute("analyze"),
    );
    expect(server.statements).toContain("analyze");
  });
});
