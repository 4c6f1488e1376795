import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashPassword, makePassword } from "../../src/bootstrap/password.ts";
import { chooseIdentity } from "../../src/bootstrap/identity.ts";
import {
  checkNames,
  grantCopyRole,
  planBootstrap,
  planLateRights,
  planReaders,
  type BootstrapFacts,
} from "../../src/bootstrap/plan.ts";
import { ConfigError } from "../../src/errors.ts";

const FACTS: BootstrapFacts = {
  user: "etl",
  schema: "sparkify",
  database: "Dev",
  userExists: false,
  newPassword: "Secret1234",
};

describe("the plan of a bootstrap", () => {
  it("makes the user, then a schema of its own, and gives no right anywhere else", () => {
    expect(planBootstrap(FACTS)).toEqual([
      `create user "etl" password '${hashPassword("etl", "Secret1234")}'`,
      'create schema if not exists "sparkify" authorization "etl"',
      'grant usage, create on schema "sparkify" to "etl"',
      'create schema if not exists "sparkify_rebuild" authorization "etl"',
      'grant usage, create on schema "sparkify_rebuild" to "etl"',
      'grant temporary on database "Dev" to "etl"',
      'alter user "etl" set search_path to "sparkify"',
    ]);
  });

  it("changes the password of a user that is there, and only when it has to", () => {
    const [first] = planBootstrap({ ...FACTS, userExists: true });
    expect(first).toBe(`alter user "etl" password '${hashPassword("etl", "Secret1234")}'`);
    const unchanged = planBootstrap({ ...FACTS, userExists: true, newPassword: undefined });
    expect(unchanged.join("\n")).not.toContain("password");
  });

  it("never holds the password itself", () => {
    expect(planBootstrap(FACTS).join("\n")).not.toContain("Secret1234");
    // As Postgres' and Redshift's own tools make it.
    expect(hashPassword("etl", "Secret1234")).toMatch(/^md5[0-9a-f]{32}$/);
  });

  it.each([
    { user: 'etl"; drop user admin' },
    { schema: "Sparkify" },
    { user: "" },
    { schema: "1st" },
    { schema: "IAMR:role" },
    { readers: "All Readers" },
    { user: 'IAMR:a"b' },
  ])("refuses a name that would need quotes: %o", (wrong) => {
    expect(() => checkNames({ ...FACTS, ...wrong })).toThrow(ConfigError);
  });

  it("takes an IAM identity as the user, who has no password", () => {
    const user = "IAMR:etl-task";
    checkNames({ ...FACTS, user });
    const [first] = planBootstrap({ ...FACTS, user, newPassword: undefined });
    expect(first).toBe('create user "IAMR:etl-task" password disable');
  });

  it("lets readers read what is there and what the job will make, and nothing else", () => {
    expect(planReaders({ group: "analysts", groupExists: false, user: "etl", schema: "sparkify" })).toEqual([
      'create group "analysts"',
      'grant usage on schema "sparkify" to group "analysts"',
      'grant select on all tables in schema "sparkify" to group "analysts"',
      'alter default privileges for user "etl" in schema "sparkify" grant select on tables to group "analysts"',
    ]);
    const again = planReaders({ group: "analysts", groupExists: true, user: "etl", schema: "sparkify" });
    expect(again.join("\n")).not.toContain("create group");
  });

  it.each([
    [undefined, "default"],
    ["default", "default"],
    ["arn:aws:iam::123456789012:role/copy", "'arn:aws:iam::123456789012:role/copy'"],
    ["arn:aws:iam::1:role/a,arn:aws:iam::2:role/b", "'arn:aws:iam::1:role/a,arn:aws:iam::2:role/b'"],
  ])("lets the user COPY with the role %s", (role, named) => {
    expect(grantCopyRole("etl", role)).toBe(`grant assumerole on ${named} to "etl" for copy`);
  });
});

describe("the rights behind a bootstrap", () => {
  it("are COPY's role, and for who pauses a cluster the sight of others; of an IAM identity as of any user", () => {
    const user = "IAMR:etl-task";
    const copying = 'grant assumerole on default to "IAMR:etl-task" for copy';
    const seeing = 'alter user "IAMR:etl-task" syslog access unrestricted';
    const rights = (pausesCluster: boolean) =>
      planLateRights({ user, copyRole: undefined, pausesCluster }).map(({ sql }) => sql);
    expect(rights(false)).toEqual([copying]);
    expect(rights(true)).toEqual([copying, seeing]);
  });
});

describe("the identity of the job", () => {
  const NONE = { redshiftUser: undefined, redshiftSecretId: undefined, redshiftWorkgroup: undefined };

  it("is a user with a secret, or a user without one", () => {
    expect(chooseIdentity({ ...NONE, redshiftSecretId: "job" })).toEqual({
      user: undefined,
      secretId: "job",
    });
    const user = "IAMR:etl-task";
    expect(chooseIdentity({ ...NONE, redshiftUser: user, redshiftWorkgroup: "w1" })).toEqual({ user });
    expect(chooseIdentity({ ...NONE, redshiftUser: "etl" })).toEqual({ user: "etl" });
    expect(chooseIdentity(NONE)).toBeUndefined();
  });

  it.each([
    [{ redshiftUser: "IAMR:etl-task", redshiftSecretId: "job" }, "has no password"],
    [{ redshiftUser: "etl", redshiftWorkgroup: "w1" }, "Serverless gives them to IAM identities only"],
  ])("cannot be what has no way to log in: %o", (settings, says) => {
    expect(() => chooseIdentity({ ...NONE, ...settings })).toThrow(says);
  });
});

describe("a password", () => {
  it("is as Redshift wants it, whatever the dice say", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const password = makePassword((limit) => (numbers.next().value as number) % limit);
        expect(password).toMatch(/^[A-Za-z0-9]{40}$/);
        expect(password).toMatch(/[A-Z].*/);
        expect(password).toMatch(/[a-z]/);
        expect(password).toMatch(/[0-9]/);
      }),
    );
  });
});
