/** The report of a warehouse that cannot answer everything. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LockedError, UnreachableError, WarehouseError } from "../../src/errors.ts";
import { loadSql } from "../../src/job/load-sql.ts";
import { parseSqlFile, type FileKind } from "../../src/plan/sql-file.ts";
import type { SqlFolder } from "../../src/plan/sql-folder.ts";
import { readReport } from "../../src/records/read-report.ts";
import type { ReportData } from "../../src/report/data.ts";
import type { Session } from "../../src/warehouse/warehouse.ts";
import type { LocalWarehouse } from "../../src/warehouse/local/open.ts";
import { SQL_DIR } from "../support/sources.ts";
import { openEmptyTables } from "../../src/cases/run-sql-case.ts";

/** What comes with the program, and files that ask for what is not there. */
async function withBroken(...broken: readonly [FileKind, string, string][]): Promise<SqlFolder> {
  const { steps, analyses, sums, sources } = await loadSql(SQL_DIR);
  const files = broken.map(([kind, name, sql]) => {
    const parsed = parseSqlFile(`sql/${kind}/${name}.sql`, kind, `-- What is broken.\n${sql};\n`);
    if (!("file" in parsed)) throw new Error(parsed.problems.map(({ message }) => message).join());
    return parsed.file;
  });
  return {
    steps: [...steps, ...files.filter(({ kind }) => kind === "check")],
    analyses: [...files.filter(({ kind }) => kind === "analysis"), ...analyses],
    sums: [...files.filter(({ kind }) => kind === "sum"), ...sums],
    sources,
  };
}

/** How the question of plays_by_hour begins, and no other. */
const BY_HOUR = "select\n    extract(hour";

const rowsOf = ({ tables }: Pick<ReportData, "tables">, table: string) =>
  tables.find(({ definition }) => definition.name === table)?.rows;

const PLAY =
  "insert into songplays (start_time, user_id, level, session_id, item_in_session) values ('2018-11-01', 1, 'free', ";

describe("the report of a warehouse that does not answer a question", () => {
  let warehouse: LocalWarehouse;
  beforeEach(async () => {
    warehouse = await openEmptyTables({ sql: await loadSql(SQL_DIR), now: () => new Date() });
    await execute(`${PLAY} 1, 1)`);
  });
  afterEach(() => warehouse.close());

  const execute = (sql: string) => warehouse.withSession((session) => session.execute(sql));
  const read = (
    sql: SqlFolder,
    around: (session: Session) => Session = (session) => session,
    signal = new AbortController().signal,
  ) =>
    warehouse.withSession((session) =>
      readReport(around(session), sql, {
        at: new Date(0),
        pipeline: "p",
        warehouse: "here",
        version: "1",
        signal,
        auditEvery: 604_800_000,
      }),
    );

  it("shows the failure in its place, with words and SQL, and asks everything else", async () => {
    const sql = await withBroken(
      ["check", "songplays__broken", "select no_such_column from songplays"],
      ["analysis", "broken", "select no_such_column from songplays"],
      ["analysis", "worse", "select no_such_function(level) from songplays"],
      ["sum", "bent", "select level as what, no_such_column as counted, 1 as expected from songplays"],
    );
    const report = await read(sql);
    const { checks, analyses, sums } = report;
    const failed = [...checks, ...analyses, ...sums].filter(({ failure }) => failure !== undefined);
    expect(failed).toMatchObject([
      {
        name: "songplays__broken",
        count: undefined,
        failure: { sqlState: "42703" },
        sql: expect.stringContaining("no_such_column") as string,
      },
      {
        name: "broken",
        answer: undefined,
        failure: { sqlState: "42703" },
        sql: expect.stringContaining("no_such_column") as string,
      },
      { name: "worse", answer: undefined, failure: { sqlState: "42883" } },
      {
        name: "bent",
        answer: undefined,
        failure: { sqlState: "42703" },
        sql: expect.stringContaining("no_such_column") as string,
      },
    ]);
    expect(report.unanswered).toEqual([]);
    expect(rowsOf(report, "songplays")).toBe(1);
    expect(sums.filter(({ answer }) => answer === undefined)).toHaveLength(1);
    expect(checks.filter(({ count }) => count === undefined)).toHaveLength(1);
    expect(analyses.filter(({ answer }) => answer === undefined)).toHaveLength(2);
  });

  it("is of one moment all the same: a run that commits after the failure is in all of it", async () => {
    const sql = await withBroken(["analysis", "broken", "select no_such_column from songplays"]);
    let committed = 0;
    const report = await read(sql, (session) => ({
      cancel: () => session.cancel(),
      execute: async (text, options) => {
        if (text.includes("no_such_column")) await execute(`${PLAY} 1, ${(committed += 1) + 1})`);
        return session.execute(text, options);
      },
    }));
    expect(committed).toBe(1);
    expect(rowsOf(report, "songplays")).toBe(2);
    expect(report.analyses.find(({ name }) => name === "plays_by_hour")?.answer?.rows).toEqual([["0", "2"]]);
  });

  it("counts a wait for a lock as the failure of the question that waited, and asks everything else", async () => {
    const locked = new LockedError("waited 300 s for songplays, which another session holds");
    const asked: string[] = [];
    const report = await read(await withBroken(), (session) => ({
      cancel: () => session.cancel(),
      execute: async (text, options) => {
        const waits =
          text === "select count(*) as row_count from time" ||
          /from etl_files\s+group by source/.test(text) ||
          text.includes(BY_HOUR);
        if (waits) {
          asked.push(text);
          await session.execute("select no_such_column from time").catch(() => undefined);
          throw locked;
        }
        return session.execute(text, options);
      },
    }));
    expect(report.unanswered).toEqual([
      { question: "the rows of time", failure: locked },
      { question: "the ledger", failure: locked },
    ]);
    expect(report.analyses.filter(({ failure }) => failure !== undefined)).toMatchObject([
      { name: "plays_by_hour", failure: locked, answer: undefined },
    ]);
    expect(rowsOf(report, "songplays")).toBe(1);
    expect(report.tables.find(({ definition }) => definition.name === "time")).toMatchObject({ held: true });
    expect(report.checks.every(({ count }) => count !== undefined)).toBe(true);
    // Nobody waits twice for the same.
    expect(asked).toHaveLength(3);
  });

  it("counts a wait for a lock on a table that was to be looked for as held", async () => {
    const { tables, checks } = await read(await withBroken(), (session) => ({
      cancel: () => session.cancel(),
      execute: (text, options) =>
        text === "select 1 from staging_events limit 0"
          ? Promise.reject(new LockedError("waited 300 s"))
          : session.execute(text, options),
    }));
    expect(tables.filter(({ held }) => held)).toMatchObject([{ definition: { name: "staging_events" } }]);
    expect(checks.filter(({ held }) => held.length > 0).map(({ name }) => name)).toContain(
      "staging_events__play__any",
    );
  });

  it("counts a table that the user may not read as the failure of the questions that read it, and asks everything else", async () => {
    const denied = new WarehouseError("permission denied for relation users", { sqlState: "42501" });
    const { tables, checks, unanswered } = await read(await withBroken(), (session) => ({
      cancel: () => session.cancel(),
      execute: async (text, options) => {
        if (!/\b(from|join) users\b/.test(text)) return session.execute(text, options);
        await session.execute("select no_such_column from time").catch(() => undefined);
        throw denied;
      },
    }));
    expect(unanswered).toContainEqual({ question: "the rows of users", failure: denied });
    expect(tables.find(({ definition }) => definition.name === "users")).toMatchObject({
      rows: undefined,
      held: false,
      refused: true,
    });
    expect(checks.find(({ name }) => name === "users__user_id__unique")).toMatchObject({ failure: denied });
    expect(checks.filter(({ failure }) => failure === undefined)).not.toEqual([]);
    expect(rowsOf({ tables }, "songplays")).toBe(1);
  });

  it.each([
    ["all of it once more, since a run has made the table anew", 1, 0],
    ["no more than that", 2, 1],
  ])("asks, where a table was dropped meanwhile, %s", async (_, drops, failed) => {
    let dropped = 0;
    const { checks, unanswered } = await read(await withBroken(), (session) => ({
      cancel: () => session.cancel(),
      execute: async (text, options) => {
        if (!text.includes("as offending") || !text.includes("getdate()") || dropped === drops)
          return session.execute(text, options);
        dropped += 1;
        await session.execute("select no_such_column from time").catch(() => undefined);
        throw new WarehouseError("could not open relation with OID 4711", { sqlState: "XX000" });
      },
    }));
    expect(dropped).toBe(drops);
    expect(checks.filter(({ failure }) => failure !== undefined)).toHaveLength(failed);
    expect(unanswered).toEqual([]);
  });

  it("is of one moment: a run that commits between two questions is in none of it", async () => {
    let committed = 0;
    const { tables, analyses } = await read(await withBroken(), (session) => ({
      cancel: () => session.cancel(),
      execute: async (text, options) => {
        if (text.includes(BY_HOUR)) await execute(`${PLAY} 1, ${(committed += 1) + 1})`);
        return session.execute(text, options);
      },
    }));
    expect(committed).toBe(1);
    expect(rowsOf({ tables }, "songplays")).toBe(1);
    expect(analyses.find(({ name }) => name === "plays_by_hour")?.answer?.rows).toEqual([["0", "1"]]);
  });

  it("adds up what the runs on record did to each table in the order of their counting, a record that stands there twice once", async () => {
    const row = (run: string, table: string, at: string, before: number, after: number) =>
      `('${run}', '${table}', '2026-01-01 0${at}', ${before}, ${after})`;
    const rows = [
      // The one that began first waited for the other.
      row("a", "songplays", "3:00", 12, 10),
      row("b", "songplays", "2:00", 7, 12),
      row("b", "songplays", "2:00", 7, 12),
      row("c", "songplays", "4:00", 10, 10),
      row("b", "users", "2:00", 0, 3),
    ];
    await execute(`insert into etl_tables values ${rows.join(", ")}`);
    const { growth } = await read(await withBroken());
    expect(growth).toEqual([
      { table: "songplays", before: 7, added: 3 },
      { table: "users", before: 0, added: 3 },
    ]);
  });

  it("counts what a run added only where it committed, whatever its record says", async () => {
    await execute(
      "insert into etl_tables values ('full', 'songplays', '2026-01-01', 0, 12), ('next', 'songplays', '2026-01-02', 0, 5)",
    );
    const run = (id: string, status: string, code: number, day: number, added: number) =>
      `insert into etl_runs (run_id, status, exit_code, started_at, ended_at, duration_ms, rows_added)
       values ('${id}', '${status}', ${code}, '2026-01-0${day}', '2026-01-0${day}', 1, ${added})`;
    await execute(run("full", "failed", 1, 1, 12));
    await execute(run("next", "succeeded", 0, 2, 5));
    const { growth, runs } = await read(await withBroken());
    expect(growth).toEqual([{ table: "songplays", before: 0, added: 5 }]);
    expect(runs.map(({ runId, rowsAdded }) => [runId, rowsAdded])).toEqual([
      ["next", 5],
      ["full", 0],
    ]);
  });

  it("leaves no transaction open", async () => {
    const sql = await withBroken(["analysis", "broken", "select no_such_column from songplays"]);
    await warehouse.withSession(async (session) => {
      const signal = new AbortController().signal;
      await readReport(session, sql, {
        at: new Date(0),
        pipeline: "p",
        warehouse: "here",
        version: "1",
        signal,
        auditEvery: 604_800_000,
      });
      expect((await session.execute("rollback")).notices).toEqual(["there is no transaction in progress"]);
    });
  });

  it("is none when the warehouse is gone", async () => {
    const gone = new UnreachableError("lost the connection");
    const reading = read(await withBroken(), (session) => ({
      cancel: () => session.cancel(),
      execute: (text, options) =>
        text.includes(BY_HOUR) ? Promise.reject(gone) : session.execute(text, options),
    }));
    await expect(reading).rejects.toBe(gone);
  });

  it("is none when somebody interrupts it: that is no failure of the question", async () => {
    const stop = new AbortController();
    const sql = await withBroken(["analysis", "broken", "select no_such_column from songplays"]);
    const reading = read(
      sql,
      (session) => ({
        cancel: () => session.cancel(),
        execute: (text, options) => {
          if (text.includes("no_such_column")) stop.abort(new Error("interrupted"));
          return session.execute(text, options);
        },
      }),
      stop.signal,
    );
    await expect(reading).rejects.toThrow("interrupted");
  });

  it("asks nothing more once somebody interrupts it, though the question that is under way is answered", async () => {
    const stop = new AbortController();
    const asked: string[] = [];
    const reading = read(
      await withBroken(),
      (session) => ({
        cancel: () => session.cancel(),
        execute: (text, options) => {
          if (stop.signal.aborted) asked.push(text);
          if (text.includes(BY_HOUR)) stop.abort(new Error("interrupted"));
          return session.execute(text, options);
        },
      }),
      stop.signal,
    );
    await expect(reading).rejects.toThrow("interrupted");
    expect(asked).toEqual(["rollback"]);
  });
});
