/**
 * What the job relies on in Redshift. It holds for the served local warehouse in every `npm test`, and for a real cluster
 * where DWH_TEST_REDSHIFT_URL names one: docs/real-cluster.md.
 */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteLiteral } from "../../src/dialect/quote.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import type { RunResult } from "../../src/records/result.ts";
import { run } from "../../src/run/run.ts";
import { sendAhead } from "../../src/warehouse/ahead.ts";
import { executeTogether } from "../../src/warehouse/together.ts";
import { classify } from "../../src/warehouse/redshift/faults.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { insist } from "../support/insist.ts";
import { play, song } from "../support/records.ts";
import { SQL_DIR, sourceAt } from "../support/sources.ts";

const lines = (objects: readonly object[]): Buffer =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(""));

describe.each(TARGETS)("$name", ({ available, open }) => {
  describe.skipIf(!available)("keeps the contract:", () => {
    let target: Target;
    beforeAll(async () => {
      target = await open();
    });
    afterAll(() => target.close());

    const within = <T>(use: (session: Session) => Promise<T>): Promise<T> =>
      target.warehouse.withSession(use);
    const rowsOf = async (session: Session, sql: string) => (await session.execute(sql)).rows;
    const ask = (sql: string) => within((session) => rowsOf(session, sql));
    const role = (): string => (target.copyRole === "default" ? "default" : quoteLiteral(target.copyRole));

    it("values come as text", async () => {
      const sql =
        "select 9007199254740993::bigint, 1.10::numeric(10,2), 'ä'::varchar(3), true, null::int, " +
        "timestamp '2018-11-01 20:57:10.796', date '2018-11-01'";
      expect(await ask(sql)).toEqual([
        ["9007199254740993", "1.10", "ä", "t", null, "2018-11-01 20:57:10.796", "2018-11-01"],
      ]);
    });

    it("whole numbers divide to whole numbers, and null sorts last", async () => {
      expect(await ask("select 7 / 2, -7 / 2")).toEqual([["3", "-3"]]);
      const sorted = "select x from (select 1 as x union all select null union all select 0) as t order by x";
      expect(await ask(sorted)).toEqual([["0"], ["1"], [null]]);
    });

    it("a table that is not there is 42P01", async () => {
      await expect(ask("select * from no_such_table")).rejects.toMatchObject({ sqlState: "42P01" });
    });

    // PostgreSQL 8.0, "Object Identifier Types", "Arrays".
    it("the catalogue has numbers of objects, arrays and names, each of a type of its own", async () => {
      await within(async (session) => {
        await session.execute("create table keyed (a int, b int, primary key (b, a))");
        const keys =
          "select a.attname, t.conkey, t.contype from pg_constraint as t join pg_attribute as a " +
          "on a.attrelid = t.conrelid and a.attnum = any(t.conkey) where t.conrelid = 'keyed'::regclass order by a.attnum";
        expect(await rowsOf(session, keys)).toEqual([
          ["a", "{2,1}", "p"],
          ["b", "{2,1}", "p"],
        ]);
        const named = "select c.oid::regclass, format_type(a.atttypid, a.atttypmod) from pg_class as c";
        const join =
          "join pg_attribute as a on a.attrelid = c.oid and a.attname = 'a' where c.relname = 'keyed'";
        expect(await rowsOf(session, `${named} ${join}`)).toEqual([["keyed", "integer"]]);
      });
      const numbers = "select 1 from pg_class where oid =";
      await expect(ask(`${numbers} relname`)).rejects.toMatchObject({ sqlState: "42883" });
      await expect(ask(`${numbers} 'keyed'`)).rejects.toMatchObject({ sqlState: "22P02" });
    });

    it("varchar(n) is n bytes", async () => {
      await within(async (session) => {
        await session.execute("create table bytes (a varchar(3))");
        await session.execute("insert into bytes values ('abc')");
        await expect(session.execute("insert into bytes values ('ää')")).rejects.toMatchObject({
          sqlState: "22001",
        });
        expect(await rowsOf(session, "select count(*) from bytes")).toEqual([["1"]]);
      });
    });

    it("an error aborts the transaction, and a rollback fixes that", async () => {
      await within(async (session) => {
        await session.execute("create table aborted (a int)");
        await session.execute("begin");
        await session.execute("insert into aborted values (1)");
        await expect(session.execute("select * from no_such_table")).rejects.toMatchObject({
          sqlState: "42P01",
        });
        await expect(session.execute("select 1")).rejects.toMatchObject({ sqlState: "25P02" });
        await session.execute("rollback");
        expect(await rowsOf(session, "select count(*) from aborted")).toEqual([["0"]]);
      });
    });

    it("several statements of one message give a result each, and are one transaction", async () => {
      await within(async (session) => {
        const together = (statements: readonly string[]) => executeTogether(session, statements);
        const results = await together([
          "create table together (a int)",
          "insert into together values (1), (2)",
          "select a from together order by a",
        ]);
        expect(results.map(({ rows }) => rows)).toEqual([[], [], [["1"], ["2"]]]);
        expect(results[1]?.rowCount).toBe(2);
        const failing = together(["insert into together values (3)", "select * from no_such_table"]);
        await expect(failing).rejects.toMatchObject({ sqlState: "42P01" });
        expect(await rowsOf(session, "select count(*) from together")).toEqual([["2"]]);
      });
    });

    it("statements sent ahead are answered each for itself, and those behind one that fails fail with it", async () => {
      await within(async (session) => {
        await session.execute("begin");
        const sent = [
          { sql: "create table ahead (a int)", label: "run 1, step ahead" },
          { sql: "insert into ahead values (1), (2)" },
          { sql: "select a from ahead order by a" },
        ];
        const ahead = sendAhead(session, sent);
        const results = [];
        for (const { sql, label } of sent)
          results.push(await ahead.session.execute(sql, label === undefined ? {} : { label }));
        expect(results.map(({ rowCount, rows }) => [rowCount, rows])).toEqual([
          [0, []],
          [2, []],
          [2, [["1"], ["2"]]],
        ]);
        const failing = sendAhead(session, [
          { sql: "insert into ahead values (3)" },
          { sql: "select *\nfrom no_such_table" },
          { sql: "insert into ahead values (4)" },
        ]);
        expect(await failing.session.execute("insert into ahead values (3)")).toMatchObject({ rowCount: 1 });
        await expect(failing.session.execute("select *\nfrom no_such_table")).rejects.toMatchObject({
          sqlState: "42P01",
        });
        await expect(failing.session.execute("insert into ahead values (4)")).rejects.toMatchObject({
          sqlState: "25P02",
        });
        await failing.settle();
        await session.execute("rollback");
        expect(await rowsOf(session, "select 1")).toEqual([["1"]]);
        await expect(session.execute("select * from ahead")).rejects.toMatchObject({ sqlState: "42P01" });
      });
    });

    it("the session is labelled, and tables are made inside a transaction", async () => {
      await within(async (session) => {
        await session.execute("begin");
        await session.execute("create table undone (a int)", { label: "run 1, step undone" });
        expect(await rowsOf(session, "show query_group")).toEqual([["dwh test"]]);
        await session.execute("rollback");
        await expect(session.execute("select * from undone")).rejects.toMatchObject({ sqlState: "42P01" });
      });
    });

    it("MERGE updates what matches and inserts the rest", async () => {
      await within(async (session) => {
        await session.execute("create table merged (id int, v varchar(8))");
        await session.execute("insert into merged values (1, 'old'), (2, 'kept')");
        await session.execute(
          "create temp table news as select 1 as id, 'new'::varchar(8) as v union all select 3, 'new'",
        );
        await session.execute(
          "merge into merged using news on merged.id = news.id " +
            "when matched then update set v = news.v when not matched then insert (id, v) values (news.id, news.v)",
        );
        expect(await rowsOf(session, "select id, v from merged order by id")).toEqual([
          ["1", "new"],
          ["2", "kept"],
          ["3", "new"],
        ]);
      });
    });

    it("a lock is waited for until the other transaction ends, and the waiting can be cancelled", async () => {
      await ask("create table locked (a int)");
      await within(async (holder) => {
        await holder.execute("begin");
        await holder.execute("lock locked");
        await within(async (waiter) => {
          await waiter.execute("begin");
          const waiting = waiter.execute("lock locked");
          // The request may come before the statement has begun to wait.
          await expect(insist(waiting, () => waiter.cancel())).rejects.toMatchObject({ sqlState: "57014" });
          await waiter.execute("rollback");
          await waiter.execute("begin");
          const again = waiter.execute("lock locked");
          await holder.execute("rollback");
          await again;
          await waiter.execute("rollback");
        });
      });
    });

    const put = async (name: string, content: Uint8Array): Promise<string> => {
      await target.store.write(`${target.folder}${name}`, content);
      return `${target.folder}${name}`;
    };
    const manifest = (name: string, urls: readonly string[]): Promise<string> =>
      put(name, Buffer.from(JSON.stringify({ entries: urls.map((url) => ({ url, mandatory: true })) })));

    it("COPY loads what a manifest names, in gzip, and tells rows and lines", async () => {
      const first = await put("copy/1.json.gz", gzipSync(lines([{ id: 1, at: 1541105830796 }])));
      const second = await put("copy/2.json.gz", gzipSync(lines([{ id: 2, at: null }, { id: 3 }])));
      const url = await manifest("copy/manifest", [first, second]);
      await within(async (session) => {
        await session.execute("create table copied (id bigint, at timestamp)");
        const result = await session.execute(
          `copy copied (id, at) from ${quoteLiteral(url)} iam_role ${role()} manifest format as json 'auto' gzip ` +
            "timeformat 'epochmillisecs' compupdate off statupdate off",
        );
        expect(result.rowCount).toBe(3);
        expect(await rowsOf(session, "select id, at from copied order by id")).toEqual([
          ["1", "2018-11-01 20:57:10.796"],
          ["2", null],
          ["3", null],
        ]);
        const scanned =
          "select trim(file_name), sum(lines_scanned) from sys_load_detail where query_id = pg_last_copy_id() group by 1 order by 1";
        expect(await rowsOf(session, scanned)).toEqual([
          [first, "1"],
          [second, "2"],
        ]);
      });
    });

    it("COPY says which line and column it cannot load, and loads nothing unless it may leave some out", async () => {
      const url = await put("bad/1.json", lines([{ id: 1 }, { id: "two" }, { id: 3 }]));
      await within(async (session) => {
        await session.execute("create table partly (id bigint)");
        const copy = (end: string) =>
          session.execute(
            `copy partly from ${quoteLiteral(url)} iam_role ${role()} format as json 'auto' ${end}`,
          );
        await expect(copy("")).rejects.toMatchObject({ sqlState: "XX000" });
        expect(await rowsOf(session, "select count(*) from partly")).toEqual([["0"]]);
        expect((await copy("maxerror 2")).rowCount).toBe(2);
        const errors =
          "select distinct trim(file_name), line_number, trim(column_name), error_code from sys_load_error_detail where session_id = pg_backend_pid()";
        expect(await rowsOf(session, errors)).toEqual([[url, "2", "id", "1207"]]);
      });
    });

    it("COPY fails when a mandatory file is missing", async () => {
      const url = await manifest("gone/manifest", [`${target.folder}gone/none.json`]);
      await within(async (session) => {
        await session.execute("create table gone (id bigint)");
        const copy = session.execute(
          `copy gone from ${quoteLiteral(url)} iam_role ${role()} manifest format as json 'auto'`,
        );
        await expect(copy).rejects.toMatchObject({ sqlState: "XX000" });
      });
    });

    it("the whole job runs, finds nothing new, and says where a bad row is", async () => {
      const sql = await loadSql(SQL_DIR);
      const job = (runId: string): Promise<RunResult> =>
        run({
          warehouse: target.warehouse,
          store: target.store,
          sql,
          sources: [
            sourceAt("events", `${target.folder}log_data/`),
            sourceAt("songs", `${target.folder}song_data/`),
          ],
          workUrl: `${target.folder}work/`,
          copyRole: target.copyRole,
          maxRejects: 0,
          auditEvery: 604_800_000,
          runId,
          version: "contract",
          now: () => new Date(),
          signal: new AbortController().signal,
          classify,
          sleep: () => Promise.resolve(),
          random: () => 0.5,
          onEvent: () => undefined,
        });
      await put("log_data/1.json", lines([play({ page: "Home" }), play()]));
      await put("log_data/2.json", lines([play({ userId: "2", song: "Another" })]));
      await put("song_data/1.json", lines([song()]));
      const first = await job("contract-1");
      expect(first.error).toBeUndefined();
      expect(first.sources.map(({ rowsRead, rowsStaged }) => [rowsRead, rowsStaged])).toEqual([
        [3, 3],
        [1, 1],
      ]);
      const counts =
        "select (select count(*) from songplays), (select count(song_id) from songplays), (select count(*) from users), (select count(*) from etl_files)";
      expect(await ask(counts)).toEqual([["2", "1", "2", "3"]]);
      expect(await job("contract-2")).toMatchObject({ status: "nothing new", exitCode: 0 });
      const bad = await put("log_data/3.json", lines([play(), play({ ts: "soon" })]));
      const rejected = await job("contract-3");
      expect(rejected).toMatchObject({ status: "rejected", exitCode: 4 });
      expect(rejected.rejects).toMatchObject([{ url: bad, line: 2, column: "ts", value: "soon" }]);
      expect(await ask(counts)).toEqual([["2", "1", "2", "3"]]);
    });
  });
});
