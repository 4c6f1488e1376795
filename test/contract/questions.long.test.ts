/**
 * What the job asks of Redshift: every check and every analysis as it stands in sql/, the report, and tables whose declared keys do not
 * hold. It holds for the served local warehouse in every `npm test`, and for a real cluster where DWH_TEST_REDSHIFT_URL names one:
 * docs/real-cluster.md.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCheck } from "../../src/checks/run-check.ts";
import { quoteLiteral } from "../../src/dialect/quote.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { isCheck } from "../../src/plan/sql-file.ts";
import { planRun } from "../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../src/plan/variables.ts";
import { readReport } from "../../src/records/read-report.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import { TARGETS, type Target } from "../support/contract-target.ts";
import { SQL_DIR } from "../support/sources.ts";

const sql = await loadSql(SQL_DIR);
const { steps } = planRun(sql, WITHOUT_LOADS);
const checks = steps.filter(({ kind }) => isCheck(kind));
const schema = sql.steps.filter(({ kind }) => kind === "schema").flatMap(({ statements }) => statements);

/** Rows that no declared key allows, by table. */
const VIOLATIONS: Readonly<Record<string, readonly object[]>> = {
  artists: [
    { artist_id: "AR1", name: "One" },
    { artist_id: "AR1", name: "Other" },
  ],
  songs: [
    { song_id: "SO1", artist_id: "AR1" },
    { song_id: "SO1", artist_id: "AR1" },
    { song_id: "SO2", artist_id: "AR-lost" },
  ],
  users: [
    { user_id: 1, level: "free" },
    { user_id: 1, level: "paid" },
  ],
  time: [{ start_time: "2018-11-01 20:57:10.796" }, { start_time: "2018-11-01 20:57:10.796" }],
  songplays: [
    { songplay_id: 1, start_time: "2018-11-01 20:57:10.796", session_id: 1, item_in_session: 1 },
    { songplay_id: 1, start_time: "2018-11-01 20:57:10.796", session_id: 1, item_in_session: 1 },
    { songplay_id: 2, start_time: "2018-11-01 20:57:10.797", session_id: 2, item_in_session: 1 },
    { songplay_id: 3, start_time: "2018-11-01 20:57:10.796", session_id: 3, item_in_session: 1, user_id: 7 },
    {
      songplay_id: 4,
      start_time: "2018-11-01 20:57:10.796",
      session_id: 4,
      item_in_session: 1,
      song_id: "SO-lost",
    },
    {
      songplay_id: 5,
      start_time: "2018-11-01 20:57:10.796",
      session_id: 5,
      item_in_session: 1,
      artist_id: "AR-lost",
    },
  ],
  user_levels: ["free", "paid"].map((level, day) => ({
    user_id: 1,
    level,
    valid_from: `2018-11-0${day + 1} 00:00:00`,
    current: true,
  })),
  etl_files: ["a", "a", "b"].map((url) => ({
    url,
    etag: "x",
    size: 1,
    source: "events",
    run_id: "r",
    loaded_at: "2018-11-01 00:00:00",
  })),
};

/** What the checks of the declared keys find there. */
const FOUND: Readonly<Record<string, readonly (readonly (string | null)[])[]>> = {
  artists__artist_id__unique: [["AR1", "2"]],
  songs__song_id__unique: [["SO1", "2"]],
  users__user_id__unique: [["1", "2"]],
  time__start_time__unique: [["2018-11-01 20:57:10.796", "2"]],
  songplays__play__unique: [[null, "1", "1", "2"]],
  etl_files__file__unique: [["a", "x", "1", "events", "2"]],
  songs__artist_id__known: [["SO2", "AR-lost"]],
  songplays__start_time__known: [["2", "2018-11-01 20:57:10.797"]],
  songplays__user_id__known: [["3", "7"]],
  songplays__song_id__known: [["4", "SO-lost"]],
  songplays__artist_id__known: [["5", "AR-lost"]],
};

describe.each(TARGETS)("$name", ({ available, open }) => {
  describe.skipIf(!available)("answers what the job asks:", () => {
    let target: Target;
    beforeAll(async () => {
      target = await open();
      await within(async (session) => {
        for (const { text } of schema) await session.execute(text);
      });
    });
    afterAll(() => target.close());

    const within = <T>(use: (session: Session) => Promise<T>): Promise<T> =>
      target.warehouse.withSession(use);
    const role = (): string => (target.copyRole === "default" ? "default" : quoteLiteral(target.copyRole));

    /** COPY alone may say what an identity is. */
    const copy = async (
      session: Session,
      table: string,
      rows: readonly object[],
      options = "",
    ): Promise<void> => {
      const url = `${target.folder}questions/${table}.json`;
      await target.store.write(url, Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].join(", ");
      await session.execute(
        `copy ${table} (${columns}) from ${quoteLiteral(url)} iam_role ${role()} format as json 'auto' timeformat 'auto' ${options}`,
      );
    };

    it.each(sql.analyses)("the analysis $name, of no play", async ({ statements: [statement] }) => {
      const { columns, rows } = await within((session) => session.execute(statement?.text ?? ""));
      expect(columns.length).toBeGreaterThan(0);
      expect(rows).toEqual([]);
    });

    it.each(checks)("the check $name, of empty tables", async (check) => {
      expect(await within((session) => runCheck(session, check))).toMatchObject({ count: 0, rows: [] });
    });

    it("a reserved word as the name of a column, in quotes; without them it is 42601", async () => {
      const from = `from (select 1 as "system") as t order by`;
      expect((await within((session) => session.execute(`select t.system ${from} "system"`))).rows).toEqual([
        ["1"],
      ]);
      await expect(within((session) => session.execute(`select 1 ${from} system`))).rejects.toMatchObject({
        sqlState: "42601",
      });
    });

    describe("tables whose declared keys do not hold", () => {
      beforeAll(() =>
        within(async (session) => {
          for (const [table, rows] of Object.entries(VIOLATIONS)) {
            await copy(session, table, rows, table === "songplays" ? "explicit_ids" : "");
          }
        }),
      );

      it.each(Object.entries(FOUND))("are told of by %s", async (name, rows) => {
        const check = checks.find((one) => one.name === name);
        if (check === undefined) throw new Error(`sql/audits has no ${name}`);
        expect((await within((session) => runCheck(session, check))).rows).toEqual(rows);
      });

      it.each(checks)("$name answers", async (check) => {
        const { columns } = await within((session) => runCheck(session, check));
        expect(columns.length).toBeGreaterThan(0);
      });

      it.each(sql.analyses)("the analysis $name answers", async ({ statements: [statement] }) => {
        const { rows } = await within((session) => session.execute(statement?.text ?? ""));
        expect(rows.length).toBeGreaterThan(0);
      });

      it.each(sql.sums)("the sum $name answers", async ({ statements: [statement] }) => {
        const { columns, rows } = await within((session) => session.execute(statement?.text ?? ""));
        expect(columns.map(({ name }) => name)).toEqual(["what", "counted", "expected"]);
        expect(rows.length).toBeGreaterThan(0);
      });

      it("give a report in which nothing failed", async () => {
        const signal = new AbortController().signal;
        const data = await within((session) =>
          readReport(session, sql, {
            at: new Date(0),
            pipeline: "",
            warehouse: "",
            version: "",
            signal,
            auditEvery: 604_800_000,
          }),
        );
        const asked = [...data.checks, ...data.sums, ...data.analyses];
        expect(asked.filter(({ failure }) => failure !== undefined)).toEqual([]);
        expect(data.checks.filter(({ count }) => count === undefined)).toEqual([]);
        const star = data.tables.find(({ definition }) => definition.name === "songplays");
        expect(star).toMatchObject({ rows: 6 });
      });

      it("give a report with one failure in its place, and everything else", async () => {
        const [first, ...others] = sql.analyses;
        const [statement] = first?.statements ?? [];
        if (first === undefined || statement === undefined) throw new Error("sql/analyses is empty");
        const broken = {
          ...first,
          statements: [{ ...statement, text: "select no_such_column from songplays" }],
        };
        const signal = new AbortController().signal;
        const data = await within((session) =>
          readReport(
            session,
            { ...sql, analyses: [broken, ...others] },
            { at: new Date(0), pipeline: "", warehouse: "", version: "", signal, auditEvery: 604_800_000 },
          ),
        );
        const failed = data.analyses.filter(({ failure }) => failure !== undefined);
        expect(failed).toMatchObject([{ name: first.name, failure: { sqlState: "42703" } }]);
        expect(data.analyses.filter(({ answer }) => answer === undefined)).toHaveLength(1);
      });
    });

    it("MERGE says that it was one, and how many rows it changed", async () => {
      await within(async (session) => {
        await session.execute("create table counted (id int, v varchar(8))");
        await session.execute("insert into counted values (1, 'old'), (2, 'kept')");
        await session.execute(
          "create temp table changes as select 1 as id, 'new'::varchar(8) as v union all select 3, 'new'",
        );
        const { command, rowCount } = await session.execute(
          "merge into counted using changes on counted.id = changes.id " +
            "when matched then update set v = changes.v when not matched then insert (id, v) values (changes.id, changes.v)",
        );
        expect({ command, rowCount }).toEqual({ command: "MERGE", rowCount: 2 });
      });
    });

    it("the views of loads show a COPY at once, in the transaction that it is in", async () => {
      await within(async (session) => {
        await session.execute("create table seen (id bigint)");
        await session.execute("begin");
        await copy(session, "seen", [{ id: 1 }, { id: 2 }]);
        const { rows } = await session.execute(
          "select trim(file_name), sum(lines_scanned) from sys_load_detail where query_id = pg_last_copy_id() group by 1",
        );
        expect(rows).toEqual([[`${target.folder}questions/seen.json`, "2"]]);
        await session.execute("rollback");
      });
    });
  });
});
