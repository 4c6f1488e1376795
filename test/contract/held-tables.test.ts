/** What the job relies on where a table is held, or made anew, while it is asked for: see redshift.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readHeldTables } from "../../src/records/held-tables.ts";
import { isDroppedMeanwhile } from "../../src/warehouse/dropped-meanwhile.ts";
import { whoHoldsWhat } from "../../src/warehouse/lock-holders.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { untilWaiting } from "../support/until-waiting.ts";

describe.each(TARGETS)("$name", ({ available, open }) => {
  describe.skipIf(!available)("keeps the contract of tables that are held:", () => {
    let target: Target;
    const within = <T>(use: (session: Session) => Promise<T>): Promise<T> =>
      target.warehouse.withSession(use);
    beforeAll(async () => {
      target = await open();
      await within(async (session) => {
        for (const name of ["taken", "free"]) await session.execute(`create table ${name} (a int)`);
      });
    });
    afterAll(() => target.close());

    it("those that somebody has locked, and those made anew, are known by their schema", async () => {
      await within(async (holder) => {
        await holder.execute("begin");
        await holder.execute("lock taken");
        const names = ["taken", "free", `${target.schema}.taken`, "pg_temp_none.taken"];
        expect([...(await within((session) => readHeldTables(session, names)))]).toEqual([
          "taken",
          `${target.schema}.taken`,
        ]);
        await holder.execute("rollback");
        await holder.execute("begin");
        await holder.execute("drop table taken");
        await holder.execute("create table taken (a int)");
        expect([...(await within((session) => readHeldTables(session, names)))]).toContain("taken");
        await holder.execute("rollback");
      });
    });

    it("one that somebody waits to drop is held too, since readers wait behind that", async () => {
      await target.warehouse.withSession(async (reader) => {
        await reader.execute("create table waited_for (a int)");
        await reader.execute("begin");
        await reader.execute("select a from waited_for");
        await target.warehouse.withSession(async (dropper) => {
          await dropper.execute("begin");
          const dropping = dropper.execute("drop table waited_for");
          await target.warehouse.withSession(async (asker) => {
            await untilWaiting(asker);
            expect([...(await readHeldTables(asker, ["waited_for"]))]).toEqual(["waited_for"]);
          });
          await reader.execute("rollback");
          await dropping;
          await dropper.execute("rollback");
        });
        await reader.execute("drop table waited_for");
      });
    });

    it("who waits for one that is made anew is told that it is gone, or reads the new one", async () => {
      await within(async (holder) => {
        await holder.execute("begin");
        await holder.execute("drop table taken");
        await holder.execute("create table taken (a int)");
        await within(async (reader) => {
          const reading = reader.execute("select count(*) from taken").then(
            ({ rows }) => `reads ${rows[0]?.[0] ?? "?"} rows`,
            (error: unknown) => (isDroppedMeanwhile(error) ? "is told that it is gone" : String(error)),
          );
          await within(async (other) => {
            await untilWaiting(other);
            const told = await other.execute(whoHoldsWhat());
            expect(told.columns.map(({ name }) => name)).toEqual([
              "waits",
              "holds",
              "table_name",
              "lock_mode",
              "owner",
              "since",
            ]);
          });
          await holder.execute("commit");
          expect(["reads 0 rows", "is told that it is gone"]).toContain(await reading);
          expect((await reader.execute("select count(*) from taken")).rows).toEqual([["0"]]);
        });
      });
    });
  });
});
