/**
 * Whom a user sees: asked of the served local warehouse in every `npm test`, and of a real cluster where DWH_TEST_REDSHIFT_URL names
 * one. Its user has to be a superuser for these; the user that they make, they drop.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { grantSight } from "../../src/dialect/grant-sight.ts";
import { quoteName } from "../../src/dialect/quote.ts";
import { readOtherSessions } from "../../src/records/read-sessions.ts";
import { readLockHolders } from "../../src/warehouse/lock-holders.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { untilWaitingOrDone } from "../support/until-waiting.ts";

const PASSWORD = "Canary-password-6";

describe.each(TARGETS)("$name", ({ available, open, real }) => {
  describe.skipIf(!available)("shows who is connected:", () => {
    let target: Target;
    beforeAll(async () => {
      target = await open();
    });
    afterAll(() => target.close());

    const admin = <T>(use: (session: Session) => Promise<T>): Promise<T> => target.warehouse.withSession(use);
    const idOf = async (session: Session) =>
      (await session.execute("select pg_backend_pid()")).rows[0]?.[0] ?? "";
    /** Makes a user who is dropped when the test is over, and may do nothing but log in. */
    async function makeUser(): Promise<{ readonly user: string; readonly password: string }> {
      const user = `dwh_contract_${randomUUID().slice(0, 8)}`;
      await admin((session) => session.execute(`create user ${quoteName(user)} password '${PASSWORD}'`));
      onTestFinished(async () => {
        await admin((session) => session.execute(`drop user ${quoteName(user)}`));
      });
      return { user, password: PASSWORD };
    }

    it("to a superuser everybody, and that these are all", async () => {
      const login = await makeUser();
      await target.as(login).withSession(async (other) => {
        const id = await idOf(other);
        const { seen, hiddenFrom } = await admin(readOtherSessions);
        expect(seen).toContain(`process ${id} of ${login.user}`);
        expect(hiddenFrom).toBeUndefined();
      });
    });

    it("to another user its own sessions, and that there may be others; with SYSLOG ACCESS UNRESTRICTED everybody", async () => {
      const login = await makeUser();
      await admin(async (other) => {
        const id = await idOf(other);
        await target.as(login).withSession(async (one) => {
          const before = await target.as(login).withSession(readOtherSessions);
          expect(before).toEqual({
            seen: [`process ${await idOf(one)} of ${login.user}`],
            hiddenFrom: login.user,
          });
        });
        await other.execute(grantSight(login.user));
        const { seen, hiddenFrom } = await target.as(login).withSession(readOtherSessions);
        expect(seen).toContainEqual(expect.stringContaining(`process ${id} of `));
        expect(hiddenFrom).toBeUndefined();
      });
    });

    it("to everybody which process holds what it waits for, and perhaps not whose it is", async () => {
      const login = await makeUser();
      const table = `${target.schema}.awaited`;
      await admin(async (holder) => {
        for (const sql of [
          "create table awaited (a int)",
          `grant usage on schema ${target.schema} to ${login.user}`,
          `grant select on table awaited to ${login.user}`,
          "begin",
          "lock awaited",
        ])
          await holder.execute(sql);
        await target.as(login).withSession(async (waiter) => {
          const waits = await idOf(waiter);
          const reading = waiter.execute(`select count(*) from ${table}`);
          await admin((other) => untilWaitingOrDone(other, reading));
          const [found] = await target.as(login).withSession((other) => readLockHolders(other, waits));
          expect(found).toMatchObject({ table: "awaited", processId: await idOf(holder) });
          // Developer Guide, "SVV_TRANSACTIONS", says that the owner is not shown; "ALTER USER" that it is.
          expect(real ? undefined : found?.owner).toBeUndefined();
          await holder.execute("commit");
          await reading;
        });
        await holder.execute("drop table awaited");
        await holder.execute(`revoke usage on schema ${target.schema} from ${login.user}`);
      });
    });

    it("to everybody who holds the lock of a run", async () => {
      const login = await makeUser();
      await admin(async (run) => {
        await run.execute("create table etl_lock (a int)");
        await run.execute("begin");
        await run.execute("lock etl_lock");
        const { seen } = await target.as(login).withSession(readOtherSessions);
        expect(seen).toEqual([`process ${await idOf(run)} of another user, a run in progress`]);
        await run.execute("rollback");
      });
    });
  });
});
