/**
 * How users log in, and what a group of readers keeps: asked of the served local warehouse in every `npm test`, and of a real
 * cluster where DWH_TEST_REDSHIFT_URL names one. Its user has to be a superuser for these; what they make, they drop.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { hashPassword } from "../../src/bootstrap/password.ts";
import { planReaders } from "../../src/bootstrap/plan.ts";
import { quoteLiteral, quoteName } from "../../src/dialect/quote.ts";
import { UnreachableError } from "../../src/errors.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { failure } from "../support/failure.ts";

const PASSWORD = "Canary-password-2";

describe.each(TARGETS)("$name", ({ available, open }) => {
  describe.skipIf(!available)("lets in", () => {
    let target: Target;
    beforeAll(async () => {
      target = await open();
    });
    afterAll(() => target.close());

    const admin = (...statements: readonly string[]) =>
      target.warehouse.withSession(async (session) => {
        for (const sql of statements) await session.execute(sql);
      });

    /** Makes a user who is dropped when the test is over; `password` as CREATE USER takes it. */
    async function makeUser(password: (user: string) => string): Promise<string> {
      const user = `dwh_contract_${randomUUID().slice(0, 8)}`;
      await admin(`create user ${quoteName(user)} password ${quoteLiteral(password(user))}`);
      onTestFinished(() => admin(`drop user ${quoteName(user)}`));
      return user;
    }
    const whoIs = async (user: string, password: string) =>
      (await target.as({ user, password }).withSession((session) => session.execute("select current_user")))
        .rows;

    it.each([
      ["plain text, which Redshift keeps as MD5", () => PASSWORD],
      ["an MD5", (user: string) => hashPassword(user, PASSWORD)],
      ["SHA-256", () => `sha256|${PASSWORD}`],
    ])("a user whose password was given as %s, and nobody with another one", async (_, given) => {
      const user = await makeUser(given);
      expect(await whoIs(user, PASSWORD)).toEqual([[user]]);
      const error = await failure(whoIs(user, `${PASSWORD}x`));
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error.message).toContain(`cannot log in as ${user}`);
    });

    it("readers to tables that are dropped and made anew by the user whose they are", async () => {
      const owner = await makeUser(() => PASSWORD);
      const reader = await makeUser(() => `sha256|${PASSWORD}`);
      const group = `dwh_contract_${randomUUID().slice(0, 8)}`;
      const schema = `${group}_schema`;
      await admin(
        `create schema ${quoteName(schema)} authorization ${quoteName(owner)}`,
        ...planReaders({ group, groupExists: false, user: owner, schema }),
        `alter group ${quoteName(group)} add user ${quoteName(reader)}`,
      );
      onTestFinished(() =>
        admin(
          `drop schema ${quoteName(schema)} cascade`,
          `alter default privileges for user ${quoteName(owner)} in schema ${quoteName(schema)} revoke select on tables from group ${quoteName(group)}`,
          `drop group ${quoteName(group)}`,
        ),
      );
      const table = `${quoteName(schema)}."facts"`;
      await target.as({ user: owner, password: PASSWORD }).withSession(async (session) => {
        for (const a of [1, 2]) {
          await session.execute(`drop table if exists ${table}`);
          await session.execute(`create table ${table} (a int)`);
          await session.execute(`insert into ${table} values (${a})`);
        }
      });
      const read = await target
        .as({ user: reader, password: PASSWORD })
        .withSession((session) => session.execute(`select a from ${table}`));
      expect(read.rows).toEqual([["2"]]);
    });
  });
});
