/**
 * What the job relies on in COPY, and what the manual leaves open of it; asked as test/contract/redshift.test.ts is. Where the manual is
 * silent the job is right either way, the served local warehouse takes the narrower one, and a real one says here which it is.
 */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteLiteral } from "../../src/dialect/quote.ts";
import { readCopyMessages } from "../../src/warehouse/copy-messages.ts";
import { executeTogether } from "../../src/warehouse/together.ts";
import type { Result, Session } from "../../src/warehouse/warehouse.ts";
import { runOn } from "../support/contract-run.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { patience } from "../support/patience.ts";
import { play, song } from "../support/records.ts";

const lines = (objects: readonly object[]): string =>
  objects.map((one) => `${JSON.stringify(one)}\n`).join("");
const numbered = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, id) => ({ id, text: "x".repeat(200) }));
const bad = (count: number): readonly object[] => Array.from({ length: count }, () => ({ id: "no number" }));
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

describe.each(TARGETS)("$name", ({ available, real, open }) => {
  describe.skipIf(!available)("keeps the contract of COPY:", () => {
    let target: Target;
    let tables = 0;
    beforeAll(async () => {
      target = await open();
      await target.warehouse.withSession((session) =>
        session.execute("create table copy_target (id bigint, text varchar(256))"),
      );
    });
    afterAll(() => target.close());

    /** Writes one object, and returns the COPY that loads it. */
    const put = async (content: string | Buffer, options = ""): Promise<string> => {
      tables += 1;
      const url = `${target.folder}copy/${tables}.json`;
      await target.store.write(url, Buffer.from(content));
      const role = target.copyRole === "default" ? "default" : quoteLiteral(target.copyRole);
      return `copy copy_target from ${quoteLiteral(url)} iam_role ${role} format as json 'auto' ${options} compupdate off statupdate off`;
    };
    const within = <T>(use: (session: Session) => Promise<T>): Promise<T> =>
      target.warehouse.withSession(use);
    const ask = async (session: Session, sql: string): Promise<string | null | undefined> =>
      (await session.execute(sql)).rows[0]?.[0];
    const refusal = (copying: Promise<Result | readonly Result[]>): Promise<string | undefined> =>
      copying.then(() => undefined, messageOf);

    it("says how many rows it loaded and left out, two of one line and 500 in all", async () => {
      const twice = await put(
        `{"id": 1} ${JSON.stringify(bad(2)).slice(1, -1).replace(",", " ")} {"id": 2}\n`,
        "maxerror 3",
      );
      const many = await put(lines([...numbered(2), ...bad(500)]), "maxerror 501");
      await within(async (session) => {
        expect(readCopyMessages((await session.execute(twice)).notices)).toMatchObject({
          loaded: 2,
          rejected: 2,
        });
        expect(readCopyMessages((await session.execute(many)).notices)).toMatchObject({
          loaded: 2,
          rejected: 500,
        });
        // The log may hold fewer of them, and never more.
        const logged = await ask(
          session,
          "select count(*) from sys_load_error_detail where query_id = pg_last_copy_id()",
        );
        expect(Number(logged)).toBeGreaterThan(0);
        expect(Number(logged)).toBeLessThanOrEqual(500);
      });
    });

    it("says in how many rows it replaced characters that are no UTF-8, and where", async () => {
      const content = Buffer.from('{"id": 1, "text": "a\xffb"}\n{"id": 2, "text": "x"}\n', "latin1");
      const copying = await put(content, "acceptinvchars as '^'");
      await within(async (session) => {
        const { notices } = await session.execute(copying);
        expect(readCopyMessages(notices)).toEqual({ loaded: 2, rejected: 0, replaced: 1 });
        const { rows } = await session.execute(
          "select line_number, trim(column_name) from sys_copy_replacements where query_id = pg_last_copy_id()",
        );
        expect(rows).toEqual([["1", "text"]]);
      });
    });

    it(
      "loads a pretty-printed file and one without a newline, of over 1 MB each, whatever their lines",
      async () => {
        const rows = numbered(6000);
        const pretty = await put(rows.map((one) => JSON.stringify(one, undefined, 2)).join("\n"));
        const single = await put(rows.map((one) => JSON.stringify(one)).join(" "));
        await within(async (session) => {
          for (const copy of [pretty, single]) {
            const result = await session.execute(copy);
            expect([result.rowCount, readCopyMessages(result.notices)?.rejected]).toEqual([6000, 0]);
          }
        });
      },
      patience(300_000),
    );

    it("the system tables tell of it in the transaction that is still open", async () => {
      const copy = await put(lines([...numbered(3), ...bad(1)]), "maxerror 2");
      await within(async (session) => {
        await session.execute("begin");
        await session.execute(copy);
        const of = "where query_id = pg_last_copy_id()";
        expect(await ask(session, `select count(*) from sys_load_error_detail ${of}`)).toBe("1");
        expect(await ask(session, `select sum(lines_scanned) from sys_load_detail ${of}`)).toBe("4");
        expect(await ask(session, `select error_count from sys_load_history ${of}`)).toBe("1");
        await session.execute("rollback");
      });
    });

    it("the errors of one that failed are the newest of the session, behind a rollback too", async () => {
      const tolerant = await put(lines([...numbered(1), ...bad(1)]), "maxerror 2");
      const failing = await put(lines([...bad(1), ...numbered(1)]));
      await within(async (session) => {
        await session.execute("begin");
        await session.execute(tolerant);
        const before = await ask(session, "select pg_last_copy_id()");
        expect(await refusal(session.execute(failing))).toContain("Load into table 'copy_target' failed");
        await session.execute("rollback");
        const { rows } = await session.execute(
          "select query_id, trim(file_name) from sys_load_error_detail where session_id = pg_backend_pid() order by start_time desc, query_id desc limit 1",
        );
        const [[queryId, file] = []] = rows;
        expect(queryId).not.toBe(before);
        expect(failing).toContain(quoteLiteral(file ?? ""));
      });
    });

    it("takes MAXERROR up to 100,000", async () => {
      await within(async (session) => {
        expect(await refusal(session.execute(await put("{}", "maxerror 100000")))).toBeUndefined();
        expect(await refusal(session.execute(await put("{}", "maxerror 100001")))).toBeDefined();
      });
    });

    it("travels in a message of its own, as the first one of a session too", async () => {
      const copy = await put(lines(numbered(1)));
      expect((await within((session) => session.execute(copy))).rowCount).toBe(1);
      const together = await within((session) => refusal(executeTogether(session, ["select 1", copy])));
      // A real one may let it pass: the job does not try.
      const refused = /^COPY cannot be executed from a multi-command string/;
      expect(together ?? "").toMatch(real ? /^/ : refused);
    });

    it("nothing rests on what it makes of two gzip members, which is refused, loaded, or half of it loaded", async () => {
      const members = Buffer.concat([gzipSync('{"id": 1}\n'), gzipSync('{"id": 2}\n')]);
      const copy = await put(members, "gzip");
      const outcome = await within((session) =>
        session.execute(copy).then(
          ({ rowCount }) => `${rowCount} loaded`,
          () => "refused",
        ),
      );
      expect(real ? ["refused", "1 loaded", "2 loaded"] : ["refused"]).toContain(outcome);
    });

    it(
      "the whole job loads what it is given in such forms, and adds up",
      async () => {
        const store = target.store;
        const at = (name: string): string => `${target.folder}forms/${name}`;
        const line = [play(), play({ itemInSession: 7, ts: "soon" }), play({ itemInSession: 8, ts: "soon" })];
        await store.write(at("log/1.json"), Buffer.from(line.map((one) => JSON.stringify(one)).join(" ")));
        await store.write(at("log/2.json"), Buffer.from(lines([play({ userId: "2" })])));
        const songs = Array.from({ length: 4000 }, (_, index) =>
          song({ song_id: `SO${index}`, title: "x".repeat(200) }),
        );
        const members = [songs.slice(0, 2000), songs.slice(2000)].map((some) =>
          gzipSync(lines(some), { level: 0 }),
        );
        await store.write(at("songs/1.json.gz"), Buffer.concat(members));
        const result = await runOn(target, at(""), { maxRejects: 2, runId: "forms-1" });
        expect(result.error).toBeUndefined();
        expect(result.sources).toMatchObject([
          { rowsRead: 4, rowsStaged: 2, rowsRejected: 2 },
          { rowsRead: 4000, rowsStaged: 4000, rowsRejected: 0 },
        ]);
        const ledger = "select sum(rows_read), sum(rows_staged), sum(rows_rejected) from etl_files";
        expect((await within((session) => session.execute(ledger))).rows).toEqual([["4004", "4002", "2"]]);
      },
      patience(300_000),
    );
  });
});
