/** What the job relies on in Redshift's locks, its catalogue of views, and its list of sessions: see redshift.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseTableName } from "../../src/dialect/table-name.ts";
import { LockedError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { declaredTables } from "../../src/plan/declared-tables.ts";
import { planReset } from "../../src/job/plan-reset.ts";
import { resetTables } from "../../src/job/reset-warehouse.ts";
import { planRun } from "../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { readDefinitions } from "../../src/records/read-definitions.ts";
import { readReport } from "../../src/records/read-report.ts";
import { readOtherSessions } from "../../src/records/read-sessions.ts";
import { readStatus } from "../../src/records/read-status.ts";
import { beginWithLock } from "../../src/records/run-lock.ts";
import { sendAhead } from "../../src/warehouse/ahead.ts";
import { readLockHolders } from "../../src/warehouse/lock-holders.ts";
import { limitLockWaits } from "../../src/warehouse/lock-wait.ts";
import type { Session, Warehouse } from "../../src/warehouse/warehouse.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { failure } from "../support/failure.ts";
import { SQL_DIR } from "../support/sources.ts";
import { untilWaiting, unlessWaiting, WAITING } from "../support/until-waiting.ts";

describe.each(TARGETS)("$name", ({ available, open }) => {
  describe.skipIf(!available)("keeps the contract of locks:", () => {
    let target: Target;
    const within = <T>(use: (session: Session) => Promise<T>): Promise<T> =>
      target.warehouse.withSession(use);
    const rowsOf = async (session: Session, sql: string) => (await session.execute(sql)).rows;
    const idOf = async (session: Session) => (await rowsOf(session, "select pg_backend_pid()"))[0]?.[0] ?? "";
    beforeAll(async () => {
      target = await open();
      await within((session) => session.execute("create table locked (a int)"));
    });
    afterAll(() => target.close());

    it("a SELECT waits for who holds the LOCK, and sees what that one has committed", async () => {
      await within(async (holder) => {
        await holder.execute("begin");
        await holder.execute("lock locked");
        await within(async (reader) => {
          const reading = rowsOf(reader, "select count(*) from locked");
          await within(async (other) => void (await untilWaiting(other)));
          await holder.execute("insert into locked values (1)");
          await holder.execute("commit");
          expect(await reading).toEqual([["1"]]);
        });
      });
    });

    it("an idle transaction that once read a table keeps LOCK waiting, and is named as the holder", async () => {
      await within(async (idle) => {
        await idle.execute("begin");
        await idle.execute("select count(*) from locked");
        await within(async (run) => {
          const id = await idOf(run);
          await run.execute("begin");
          const locking = run.execute("lock locked");
          await within(async (other) => {
            await untilWaiting(other);
            expect(await readLockHolders(other, id)).toMatchObject([
              { table: "locked", processId: await idOf(idle), since: expect.stringMatching(/^\d{4}-/) },
            ]);
          });
          await idle.execute("rollback");
          await locking;
          await run.execute("rollback");
        });
      });
    });

    /** The warehouse; whoever waits for a lock there has waited too long once `asker` sees it wait. */
    const limitedBy = (asker: Session): Warehouse =>
      limitLockWaits(target.warehouse, {
        limitMs: 1000,
        sleep: async (_, ended) => {
          while (!ended.aborted) if ((await rowsOf(asker, WAITING)).length > 0) return;
        },
      });

    it("who waits too long is told who holds what, and goes on", async () => {
      await within(async (holder) => {
        await holder.execute("begin");
        await holder.execute("lock locked");
        await within(async (asker) => {
          const limited = limitedBy(asker);
          await limited.withSession(async (waiter) => {
            const error = await failure(waiter.execute("select count(*) from locked"));
            expect(error).toBeInstanceOf(LockedError);
            expect(error.message).toContain("for locked, which another session holds");
            expect(error.next).toContain(`pg_terminate_backend(${await idOf(holder)})`);
            expect(await rowsOf(waiter, "select 1")).toEqual([["1"]]);
          });
        });
      });
    });

    it("what is sent ahead and waits too long is ended as one", async () => {
      await within(async (holder) => {
        await holder.execute("begin");
        await holder.execute("lock locked");
        await within(async (asker) => {
          const limited = limitedBy(asker);
          await limited.withSession(async (waiter) => {
            await waiter.execute("begin");
            const sent = ["select 1", "select count(*) from locked", "select 2"];
            const ahead = sendAhead(
              waiter,
              sent.map((sql) => ({ sql })),
            );
            expect((await ahead.session.execute("select 1")).rows).toEqual([["1"]]);
            expect(await failure(ahead.session.execute("select count(*) from locked"))).toBeInstanceOf(
              LockedError,
            );
            expect(await failure(ahead.session.execute("select 2"))).toBeInstanceOf(LockedError);
            await ahead.settle();
            await waiter.execute("rollback");
            expect(await rowsOf(waiter, "select 1")).toEqual([["1"]]);
          });
        });
      });
    });

    it("DROP TABLE is refused under a view, and not under one without schema binding", async () => {
      await within(async (session) => {
        await session.execute("create table viewed (a int)");
        await session.execute("create view bound as select a from viewed");
        expect(await failure(session.execute("drop table viewed"))).toMatchObject({ sqlState: "2BP01" });
        const { searchPath, dependents } = await readDefinitions(session, [
          { schema: undefined, name: "viewed" },
        ]);
        const schema = searchPath[0] ?? "";
        expect(dependents).toContainEqual({
          what: "view",
          name: `${schema}.bound`,
          table: `${schema}.viewed`,
        });
        await session.execute("drop view bound");
        await session.execute(`create view loose as select a from ${schema}.viewed with no schema binding`);
        await session.execute("drop table viewed");
        await session.execute("drop view loose");
      });
    });

    it("every table of sql/schema is in the catalogue as it was declared, so that a reset drops none", async () => {
      const { steps } = await loadSql(SQL_DIR);
      const files = steps
        .filter(({ kind }) => kind === "schema")
        .map((file) => ({
          tables: declaredTables(file),
          statements: file.statements.map(({ text }) => text),
        }));
      await within(async (session) => {
        for (const sql of files.flatMap(({ statements }) => statements)) await session.execute(sql);
        const names = files.flatMap(({ tables }) => tables.map(({ name }) => parseTableName(name)));
        const reset = planReset(files, await readDefinitions(session, names));
        expect(reset).toMatchObject({ dropped: [], statements: [], blocking: [] });
        expect(reset.emptied).toHaveLength(names.length);
      });
    });

    it("a reset empties tables whose definition is unchanged, and leaves the views on them", async () => {
      const sql = await loadSql(SQL_DIR);
      await within(async (session) => {
        for (const { text } of sql.steps
          .filter(({ kind }) => kind === "schema")
          .flatMap((one) => one.statements))
          await session.execute(text);
        await session.execute("insert into users (user_id, level) values (1, 'free')");
        await session.execute("create view free_users as select user_id from users where level = 'free'");
        expect(await resetTables(session, sql, "")).toMatchObject({ dropped: [], blocking: [] });
        expect((await session.execute("select count(*) from free_users")).rows).toEqual([["0"]]);
        await session.execute("drop view free_users");
      });
    });

    it("status, report and ledger are read beside a run that holds the lock", async () => {
      const sql = await loadSql(SQL_DIR);
      const { outside } = planRun(sql, WITHOUT_LOADS);
      const made = {
        at: new Date(),
        pipeline: "",
        warehouse: "",
        version: "",
        signal: new AbortController().signal,
        auditEvery: 604_800_000,
      };
      await within(async (run) => {
        await beginWithLock(run, outside);
        await within(async (asker) => {
          expect(await unlessWaiting(asker, within(readStatus))).toMatchObject({ lastError: undefined });
          const report = await unlessWaiting(
            asker,
            within((reader) => readReport(reader, sql, made)),
          );
          expect(report?.tables.map(({ definition }) => definition.name)).not.toContain("etl_lock");
        });
        await run.execute("rollback");
      });
    });

    it("the sessions of one's own user are seen, without one's own", async () => {
      await within(async (one) => {
        await within(async (other) => {
          const { seen } = await readOtherSessions(other);
          expect(seen.join("; ")).toContain(`process ${await idOf(one)} of `);
          expect(seen.join("; ")).not.toContain(`process ${await idOf(other)} of `);
        });
      });
    });
  });
});
