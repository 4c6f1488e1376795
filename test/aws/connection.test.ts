import { describe, expect, it } from "vitest";
import type { Cluster } from "../../src/aws/cluster.ts";
import {
  resolveConnection,
  type ConnectionSettings,
  type ConnectionSources,
} from "../../src/aws/connection.ts";
import type { DatabaseSecret } from "../../src/aws/secret.ts";
import { ConfigError, UnreachableError } from "../../src/errors.ts";
import { failure } from "../support/failure.ts";

const NOTHING: ConnectionSettings = {
  redshiftHost: undefined,
  redshiftPort: undefined,
  redshiftDatabase: undefined,
  redshiftUser: undefined,
  redshiftPassword: undefined,
  redshiftSecretId: undefined,
  redshiftClusterId: undefined,
  redshiftWorkgroup: undefined,
};
const PLAIN = { redshiftHost: "h", redshiftDatabase: "d", redshiftUser: "u", redshiftPassword: "p" };
const SECRET: DatabaseSecret = {
  user: "etl",
  password: "pw",
  host: undefined,
  port: undefined,
  database: undefined,
  clusterId: undefined,
};
const CLUSTER: Cluster = {
  id: "c1",
  status: "available",
  host: "c1.example.com",
  port: 5440,
  database: "dev",
};

interface Known {
  readonly secrets?: readonly Partial<DatabaseSecret>[];
  readonly cluster?: Cluster;
}

function sources({ secrets = [], cluster = CLUSTER }: Known = {}): ConnectionSources & {
  readonly asked: string[];
} {
  const asked: string[] = [];
  let reads = 0;
  return {
    asked,
    readSecret: async (id) => {
      asked.push(`secret ${id}`);
      reads += 1;
      return { ...SECRET, ...secrets[Math.min(reads, secrets.length) - 1] };
    },
    describeCluster: async (id) => {
      asked.push(`cluster ${id}`);
      return cluster;
    },
    readTemporaryLogin: async ({ clusterId, database, user }) => {
      asked.push(`login ${clusterId} ${database} ${user}`);
      return { user: user ?? "IAMR:task", password: "temporary", expiresAt: undefined };
    },
    describeWorkgroup: async (name) => {
      asked.push(`workgroup ${name}`);
      return { name, host: "w1.example.com", port: 5442 };
    },
    readServerlessLogin: async (workgroup, database) => {
      asked.push(`serverless login ${workgroup} ${database}`);
      return { user: "IAMR:task", password: "temporary", expiresAt: undefined };
    },
  };
}

const resolve = (settings: Partial<ConnectionSettings>, aws: ConnectionSources = sources()) =>
  resolveConnection({ ...NOTHING, ...settings }, aws);

describe("the connection to Redshift", () => {
  it("can be all plain variables, and then nothing is asked of AWS", async () => {
    const aws = sources();
    const { login, ...place } = await resolve(PLAIN, aws);
    expect(place).toEqual({ host: "h", port: 5439, database: "d" });
    expect(await login.read()).toEqual({ user: "u", password: "p" });
    expect(login).not.toHaveProperty("renew");
    expect(aws.asked).toEqual([]);
  });

  it("can be all in the secret", async () => {
    const aws = sources({ secrets: [{ host: "s.example.com", port: 5441, database: "prod" }] });
    const { login, ...place } = await resolve({ redshiftSecretId: "job" }, aws);
    expect(place).toEqual({ host: "s.example.com", port: 5441, database: "prod" });
    expect(await login.read()).toMatchObject({ user: "etl", password: "pw" });
    expect(aws.asked).toEqual(["secret job"]);
  });

  it("reads a secret again when it is asked to", async () => {
    const aws = sources({ secrets: [{ password: "old" }, { password: "new" }] });
    const { login } = await resolve(
      { ...PLAIN, redshiftUser: undefined, redshiftPassword: undefined, redshiftSecretId: "job" },
      aws,
    );
    expect((await login.read()).password).toBe("old");
    expect((await login.renew?.())?.password).toBe("new");
    expect((await login.read()).password).toBe("new");
  });

  it("takes what is configured before the secret's, and the secret's before the cluster's", async () => {
    const aws = sources({ secrets: [{ host: "secret", port: 1, clusterId: "c1" }] });
    expect(await resolve({ redshiftSecretId: "job", redshiftHost: "variable" }, aws)).toMatchObject({
      host: "variable",
      port: 1,
      database: "dev",
    });
    expect(aws.asked).toEqual(["secret job", "cluster c1"]);
  });

  it("finds host, port and database of a cluster, and logs in with temporary credentials", async () => {
    const aws = sources();
    const { login, ...place } = await resolve({ redshiftClusterId: "c1" }, aws);
    expect(place).toEqual({ host: "c1.example.com", port: 5440, database: "dev" });
    expect(await login.read()).toMatchObject({ user: "IAMR:task" });
    const named = await resolve(
      { redshiftClusterId: "c1", redshiftUser: "etl", redshiftDatabase: "prod" },
      aws,
    );
    expect(await named.login.read()).toMatchObject({ user: "etl" });
    expect(aws.asked).toEqual(["cluster c1", "login c1 dev undefined", "cluster c1", "login c1 prod etl"]);
  });

  it("finds the address of a workgroup, and logs in with temporary credentials of Serverless", async () => {
    const aws = sources();
    const settings = { redshiftWorkgroup: "w1", redshiftDatabase: "prod" };
    const { login, ...place } = await resolve(settings, aws);
    expect(place).toEqual({ host: "w1.example.com", port: 5442, database: "prod" });
    expect(await login.read()).toMatchObject({ user: "IAMR:task", password: "temporary" });
    expect(aws.asked).toEqual(["workgroup w1", "serverless login w1 prod"]);
  });

  it("asks a workgroup for nothing that the secret or the environment tells", async () => {
    const aws = sources();
    const settings = {
      ...PLAIN,
      redshiftWorkgroup: "w1",
      redshiftUser: undefined,
      redshiftPassword: undefined,
    };
    const { login } = await resolve({ ...settings, redshiftSecretId: "job" }, aws);
    expect(await login.read()).toMatchObject({ user: "etl" });
    expect(aws.asked).toEqual(["secret job"]);
  });

  it("refuses at once what Serverless has no credentials for, and two warehouses", async () => {
    const named = { redshiftWorkgroup: "w1", redshiftDatabase: "prod", redshiftUser: "etl" };
    const user = await failure(resolve(named));
    expect(user).toBeInstanceOf(ConfigError);
    expect(user.message).toContain("for IAM identities, not for etl: set DWH_REDSHIFT_SECRET_ID");
    const two = await failure(resolve({ ...named, redshiftUser: undefined, redshiftClusterId: "c1" }));
    expect(two.message).toContain("two warehouses: DWH_REDSHIFT_CLUSTER_ID and DWH_REDSHIFT_WORKGROUP");
  });

  it.each([
    ["a workgroup", { redshiftWorkgroup: "w1", redshiftDatabase: "prod" }],
    ["a cluster", { redshiftClusterId: "c1" }],
  ])("logs in to %s as the IAM identity that is named, and as no other", async (_, settings) => {
    const answered = { user: "IAMR:task", password: "temporary", expiresAt: undefined };
    const aws = { ...sources(), readTemporaryLogin: async () => answered };
    const { login } = await resolve({ ...settings, redshiftUser: "IAMR:task" }, aws);
    expect(await login.read()).toMatchObject({ user: "IAMR:task" });
    const other = await resolve({ ...settings, redshiftUser: "IAMR:other" }, aws);
    const error = await failure(other.login.read());
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe("the IAM identity is IAMR:task, not IAMR:other");
  });

  it("cannot find the address of a workgroup that is being made", async () => {
    const aws = {
      ...sources(),
      describeWorkgroup: async (name: string) => ({ name, host: undefined, port: undefined }),
    };
    const error = await failure(resolve({ redshiftWorkgroup: "w1", redshiftDatabase: "prod" }, aws));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.next).toContain("DWH_REDSHIFT_HOST");
  });

  it("says everything that is missing at once", async () => {
    const error = await failure(resolve({}));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain("no host: set DWH_REDSHIFT_HOST");
    expect(error.message).toContain("no database: set DWH_REDSHIFT_DATABASE");
    expect(error.message).toContain("no user to log in with: set DWH_REDSHIFT_SECRET_ID");
  });

  it("refuses a password without a user, and two users", async () => {
    const alone = await failure(resolve({ ...PLAIN, redshiftUser: undefined }));
    expect(alone.message).toContain("DWH_REDSHIFT_USER");
    const two = await failure(resolve({ ...PLAIN, redshiftPassword: undefined, redshiftSecretId: "job" }));
    expect(two.message).toContain("DWH_REDSHIFT_USER is u, and the secret's is etl");
  });

  it("cannot find the address of a cluster that is paused", async () => {
    const cluster = { ...CLUSTER, status: "paused", host: undefined, port: undefined };
    const error = await failure(resolve({ redshiftClusterId: "c1" }, sources({ cluster })));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ where: "c1", next: expect.stringContaining("DWH_CLUSTER_RESUME=true") });
  });
});
