/** Large texts are compiled in a thread (dist/compile-thread.js, which scripts/set-up.mjs builds), to what small ones are compiled to at once. */
import { afterAll, describe, expect, it } from "vitest";
import { declareTable } from "../../../../src/dialect/declare/table.ts";
import type { CreateTable } from "../../../../src/dialect/syntax/table.ts";
import { COMPILE_THREAD } from "../../../../src/threads.ts";
import { AT_ONCE, type Compiler } from "../../../../src/warehouse/local/compile/compiler.ts";
import { openThreadCompiler, SMALL } from "../../../../src/warehouse/local/compile/in-thread.ts";
import { relationsOf } from "../../../../src/warehouse/local/gather-relations.ts";
import { statementOf } from "../../../dialect/statement.ts";

const compiler = openThreadCompiler(COMPILE_THREAD);
afterAll(() => compiler.close());

const DECLARED = statementOf("create table t (a int)");
const TABLE = declareTable(DECLARED.tree as CreateTable, DECLARED, []);
const PADDING = `/*${"x".repeat(SMALL)}*/`;
const numbers = (count: number): string => Array.from({ length: count }, (_, at) => at).join(",");
const facts = (source: string) => ({
  source,
  relations: relationsOf(
    new Map([
      [
        JSON.stringify([undefined, "t"]),
        {
          schema: "public",
          name: "t",
          kind: "table",
          sql: "public.t",
          columns: [{ name: "a", type: { name: "integer" } }],
          table: TABLE,
        } as const,
      ],
    ]),
  ),
  session: { user: "dwh", database: "dev", searchPath: ["public"], settings: new Map(), values: {} },
});

async function planned(by: Compiler, sql: string) {
  const checked = await by.check(sql);
  if (checked === undefined) throw new Error("the text of a test is a statement");
  return by.plan(checked, facts(sql), true);
}

/** How often the loop of this thread came round while somebody waited. */
async function turnsDuring<T>(waiting: Promise<T>): Promise<{ readonly turns: number; readonly value: T }> {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    if (isOver) return;
    turns += 1;
    setImmediate(count);
  };
  setImmediate(count);
  const value = await waiting;
  isOver = true;
  return { turns, value };
}

describe("a compiler with a thread", () => {
  it.each([
    `select a from t where a in (${numbers(2000)}) or a = $1`,
    `${PADDING} select 'x' as b, count(*) from t group by 1`,
    `insert into t values ${numbers(2000).replaceAll(/\d+/g, "($&)")}`,
    `${PADDING} create temp table u (a int not null, b varchar(10) default 'x')`,
  ])("plans as one without: %#", async (sql) => {
    expect(sql.length).toBeGreaterThan(SMALL);
    expect(await planned(compiler, sql)).toEqual(await planned(AT_ONCE, sql));
  });

  it.each([
    ["what cannot be read", `${PADDING}\nselect from from`],
    ["what Redshift refuses", `${PADDING}\n select string_agg(a) from t`],
    ["a column that is none", `${PADDING}\n select\nnope from t`],
    ["two statements", `${PADDING} select 1; select 2`],
  ])("says the same of %s, with its place", async (_, sql) => {
    const [own, other] = await Promise.all(
      [compiler, AT_ONCE].map((one) => planned(one, sql).catch((error: unknown) => error)),
    );
    const said = (error: unknown) =>
      JSON.parse(JSON.stringify({ ...(error as Error), offset: 0, name: "" })) as unknown;
    expect(said(own)).toEqual(said(other));
    expect((own as Error).message).toBe((other as Error).message);
  });

  it("leaves the loop to others while it reads and plans, which one without does not", async () => {
    const sql = `select a from t where a in (${numbers(30_000)})`;
    expect((await turnsDuring(planned(AT_ONCE, sql))).turns).toBe(0);
    expect((await turnsDuring(planned(compiler, sql))).turns).toBeGreaterThan(0);
  });

  it("plans small texts there as well, where they read tables of a thousand columns", async () => {
    const sql = "select * from t";
    const columns = Array.from(
      { length: 1600 },
      (_, at) => ({ name: `c${at}`, type: { name: "integer" } }) as const,
    );
    const relations = relationsOf(
      new Map([...facts(sql).relations.all].map(([key, one]) => [key, { ...one, columns }])),
    );
    const checked = await compiler.check(sql);
    if (checked === undefined) throw new Error("the text of a test is a statement");
    const { turns, value } = await turnsDuring(compiler.plan(checked, { ...facts(sql), relations }, false));
    expect(turns).toBeGreaterThan(0);
    expect(value.plan).toMatchObject({ kind: "query" });
  });

  it("plans small texts there as well, where they read views that read views, and not without end", async () => {
    const views = Array.from({ length: 20 }, (_, at) => {
      const source = at === 0 ? "select 1 as x" : `select a.x from v${at - 1} a cross join v${at - 1} b`;
      const late = { source, columns: ["x"] };
      const name = `v${at}`;
      return [
        JSON.stringify([undefined, name]),
        { schema: "public", name, kind: "view", sql: name, columns: [], late },
      ] as const;
    });
    const among = { ...facts(""), relations: relationsOf(new Map(views)) };
    const plan = async (by: Compiler, sql: string) => {
      const checked = await by.check(sql);
      if (checked === undefined) throw new Error("the text of a test is a statement");
      return by.plan(checked, { ...among, source: sql }, false);
    };
    const { turns, value } = await turnsDuring(plan(compiler, "select x from v3"));
    expect(turns).toBeGreaterThan(0);
    expect(value).toEqual(await plan(AT_ONCE, "select x from v3"));
    for (const by of [compiler, AT_ONCE])
      await expect(plan(by, "select x from v19")).rejects.toMatchObject({ sqlState: "54001" });
  });

  it("gives up what nobody waits for any more, and compiles the next", async () => {
    const controller = new AbortController();
    const given = compiler.check(`select ${numbers(100_000)}`, controller.signal);
    const waiting = compiler.check(`${PADDING} select 3`, controller.signal);
    controller.abort("nobody waits");
    await expect(given).rejects.toBe("nobody waits");
    await expect(waiting).rejects.toBe("nobody waits");
    expect(await compiler.read(`${PADDING} select 1; select 2`)).toHaveLength(2);
  });

  it("refuses more statements and more tables than its process can wait for", async () => {
    await expect(compiler.read("select 1;".repeat(10_001))).rejects.toMatchObject({ sqlState: "54001" });
    const tables = Array.from({ length: 5000 }, (_, at) => `t t${at}`).join(",");
    await expect(compiler.read(`select 1 from ${tables}`)).rejects.toMatchObject({ sqlState: "54001" });
  });
});

it("a compiler whose thread's program was moved away compiles large texts at once", async () => {
  const moved = openThreadCompiler(new URL("file:///moved/compile-thread.js"));
  const sql = `${PADDING} insert into t values (1)`;
  expect(await planned(moved, sql)).toEqual(await planned(AT_ONCE, sql));
  expect(await moved.read(`${sql}; ${sql}`)).toHaveLength(2);
  await expect(moved.check(`${PADDING} select from where`)).rejects.toThrow("syntax error");
  await moved.close();
});
