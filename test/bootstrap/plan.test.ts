import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashPassword, makePassword } from "../../src/bootstrap/password.ts";
import { planBootstrap, type BootstrapFacts } from "../../src/bootstrap/plan.ts";
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

  it.each([{ user: 'etl"; drop user admin' }, { schema: "Sparkify" }, { user: "" }, { schema: "1st" }])(
    "refuses a name that would need quotes: %o",
    (wrong) => {
      expect(() => planBootstrap({ ...FACTS, ...wrong })).toThrow(ConfigError);
    },
  );
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
