/** UNLOAD as a statement among others: its transaction, its locks, what is told of it. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openFolderStore } from "../../../src/store/folder-store.ts";
import { withLocalWarehouse } from "../../../src/warehouse/local/open.ts";
import type { Result, Session } from "../../../src/warehouse/warehouse.ts";
import { failure } from "../../support/failure.ts";
import { insist } from "../../support/insist.ts";
import { openUnloads, type Unloads } from "../../support/unloads.ts";
import { untilWaitingOrDone, WAITING } from "../../support/until-waiting.ts";

let unloads: Unloads;
beforeAll(async () => {
  unloads = await openUnloads("create table t (a integer, b varchar(10))", "insert into t values (1, 'x')");
});
afterEach(() => rmSync(join(unloads.folder, "b"), { recursive: true, force: true }));
afterAll(() => unloads.close());

/** Who waits for a lock once somebody does, or the work is done. */
async function waiting(session: Session, work: Promise<unknown>): Promise<Result["rows"]> {
  await untilWaitingOrDone(session, work);
  return (await session.execute(WAITING)).rows;
}

describe("an UNLOAD", () => {
  it("tells how many rows it wrote, in its result, in a message and later", async () => {
    expect(await unloads.unload("select 1 union all select 2")).toEqual({
      command: "UNLOAD",
      rowCount: 2,
      columns: [],
      rows: [],
      notices: ["UNLOAD completed, 2 record(s) unloaded successfully."],
    });
    const { rows } = await unloads.session.execute(
      "select pg_last_unload_count(), pg_last_unload_id() > 0 as known",
    );
    expect(rows).toEqual([["2", "t"]]);
    expect(
      await unloads.session.describe("unload ('select 1') to 's3://b/x' iam_role default"),
    ).toMatchObject({
      columns: [],
    });
  });

  // Developer Guide, "PG_LAST_UNLOAD_COUNT".
  it("that fails on its way leaves a count of 0, one with a syntax error the one before", async () => {
    await unloads.unload("select 1");
    await failure(unloads.unload("select 1 frm t"));
    const count = async () => (await unloads.session.execute("select pg_last_unload_count()")).rows[0]?.[0];
    expect(await count()).toBe("1");
    await failure(unloads.unload("select 1 / (a - 1) from t", "allowoverwrite"));
    expect(await count()).toBe("0");
  });

  it("reads what its transaction has written, temporary tables too, and takes nothing back by ROLLBACK", async () => {
    const { session } = unloads;
    await session.execute("begin");
    await session.execute("insert into t values (2, 'y')");
    await session.execute("create temp table u (c integer)");
    await session.execute("insert into u values (7)");
    await unloads.unload("select a, c from t, u order by a", "partition by (c)");
    await session.execute("rollback");
    expect(unloads.read("x/c=7/0000_part_00")).toBe("1\n2\n");
  });

  it("has its query bound as every other: search path, functions, doubled quotes, a semicolon at its end", async () => {
    await unloads.session.execute(
      "unload ('select upper(b) || ''''''s'' from public.t where b = ''x'';') to 's3://b/x' iam_role default",
    );
    expect(unloads.read("x0000_part_00")).toBe("X's\n");
  });

  it.each([
    ["unload ('select a,\n  nope from t') to 's3://b/x' iam_role default", "42703", { line: 2, column: 3 }],
    [
      "unload ('select ''it''''s'', nope from t') to 's3://b/x' iam_role default",
      "42703",
      { line: 1, column: 30 },
    ],
    ["unload ($$select nope from t$$) to 's3://b/x' iam_role default", "42703", { line: 1, column: 18 }],
    [
      "unload ('select \\'x\\', nope from t') to 's3://b/x' iam_role default",
      "42703",
      { line: 1, column: 24 },
    ],
    ["unload ('select * from nope') to 's3://b/x' iam_role default", "42P01", { line: 1, column: 24 }],
    [
      "unload ('select a from t') to 's3://b/x' iam_role default partition by (z)",
      "42703",
      { line: 1, column: 59 },
    ],
  ])("is told where its query is wrong: %s", async (sql, sqlState, position) => {
    expect(await failure(unloads.session.execute(sql))).toMatchObject({ sqlState, position });
  });

  it("of the load log sees what COPY has left there", async () => {
    const { session } = unloads;
    await session.execute("unload ('select ''no number'' as a') to 's3://b/in' iam_role default json");
    await failure(session.execute("copy t from 's3://b/in' iam_role default json 'auto'"));
    await unloads.unload("select trim(colname) from stl_load_errors");
    expect(unloads.read("x0000_part_00")).toBe("a\n");
  });

  it("waits for who has locked a table of its query, and keeps who would lock it waiting", () =>
    withLocalWarehouse(
      { path: ":memory:", store: openFolderStore({ s3Root: unloads.folder }), now: () => new Date(0) },
      (warehouse) =>
        warehouse.withSession((one) =>
          warehouse.withSession((other) =>
            warehouse.withSession(async (watch) => {
              await one.execute("create table t (a integer)");
              await one.execute("begin");
              await one.execute("lock t");
              const unloading = other.execute("unload ('select a from t') to 's3://b/x' iam_role default");
              expect(await waiting(watch, unloading)).toEqual([[String(other.id)]]);
              await one.execute("commit");
              await unloading;
              await other.execute("begin");
              await other.execute("unload ('select a from t') to 's3://b/y' iam_role default");
              const dropping = one.execute("drop table t");
              expect(await waiting(watch, dropping)).toEqual([[String(one.id)]]);
              await other.execute("commit");
              await dropping;
            }),
          ),
        ),
    ));

  it.each(["csv", "parquet"])("is cancelled, and nothing is left of it: %s", async (format) => {
    const folder = mkdtempSync(join(tmpdir(), "dwh-cancel-"));
    const begun = (): boolean => readdirSync(folder).some((name) => name.includes(".unload-"));
    const store = openFolderStore({ s3Root: join(folder, "s3") });
    const options = { path: join(folder, "w.duckdb"), store, now: () => new Date(0) };
    await withLocalWarehouse(options, (warehouse) =>
      warehouse.withSession((one) =>
        warehouse.withSession(async (other) => {
          // As many rows as nobody waits for.
          const query =
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000) select i from n";
          const running = one.execute(`unload ('${query}') to 's3://b/x' iam_role default ${format}`);
          while (!begun()) await new Promise((resolve) => setImmediate(resolve));
          const cancelled = insist(running, async () => {
            await one.cancel();
            await other.execute("select 1");
          });
          expect(await failure(cancelled)).toMatchObject({ sqlState: "57014" });
          expect(await store.list("s3://b/")).toEqual([]);
          expect(begun()).toBe(false);
          expect((await one.execute("select 1")).rows).toEqual([["1"]]);
        }),
      ),
    );
    rmSync(folder, { recursive: true });
  });
});
