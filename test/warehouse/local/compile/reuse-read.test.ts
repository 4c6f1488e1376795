/** Statements of files that were read before are not read again, and come to the same. */
import { expect, it } from "vitest";
import type { WarehouseError } from "../../../../src/errors.ts";
import { loadSql } from "../../../../src/job/load-sql.ts";
import { planRun } from "../../../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../../../src/plan/variables.ts";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { AT_ONCE, type Compiler } from "../../../../src/warehouse/local/compile/compiler.ts";
import { reuseRead } from "../../../../src/warehouse/local/compile/reuse-read.ts";
import { withLocalWarehouse } from "../../../../src/warehouse/local/open.ts";
import { parseStatements } from "../../../../src/dialect/parsed.ts";
import type { Session } from "../../../../src/warehouse/warehouse.ts";

const OPTIONS = { path: ":memory:", store: openFolderStore({}), now: () => new Date(0), threads: 1 };
const FILE = `-- What stands before it moves every place.

create table t (a int);
  select a,
    missing /* is no column */ from t;
select a as same from t; create table t as select 1 as one;
create table
  t as select 2 as two;
select :'own' as own from t;
`;
// A variable is part of the tree, and no text that is sent.
const READ = parseStatements(FILE).statements;

/** A compiler that may not be asked to read anything. */
const SILENT: Compiler = {
  ...AT_ONCE,
  check: (sql) => Promise.reject(new Error(`read again: ${sql}`)),
};

async function withSession<T>(compiler: Compiler, use: (session: Session) => Promise<T>): Promise<T> {
  return withLocalWarehouse({ ...OPTIONS, compiler }, (warehouse) =>
    warehouse.withSession(async (session) => use(session)),
  );
}

async function faultOf(compiler: Compiler, sql: string): Promise<unknown> {
  return withSession(compiler, async (session) => {
    await session.execute("create table t (a int)");
    await session.execute("insert into t values (0)");
    const error: unknown = await session.execute(sql).catch((reason: unknown) => reason);
    const { message, position } = error as WarehouseError;
    return { message, position };
  });
}

it("statements of sql/ come to the same plans, whether they were read before or are read now", async () => {
  const sql = await loadSql("sql");
  const known = reuseRead(
    sql.steps.flatMap((step) => step.statements),
    AT_ONCE,
  );
  let compared = 0;
  const both: Compiler = {
    ...AT_ONCE,
    plan: async (_, facts, describes) => {
      const [before, now] = await Promise.all([known.check(facts.source), AT_ONCE.check(facts.source)]);
      if (before === undefined || now === undefined) throw new Error("a step has an empty statement");
      const anew = await AT_ONCE.plan(now, facts, describes);
      expect(await known.plan(before, facts, describes)).toEqual(anew);
      compared += 1;
      return anew;
    },
  };
  const { outside, steps } = planRun(sql, WITHOUT_LOADS);
  const statements = [...outside, ...steps].flatMap((step) => step.statements);
  await withSession(both, async (session) => {
    for (const statement of statements) {
      if (statement.loads !== undefined) continue;
      if (statement.explains) await session.execute(`explain ${statement.sql}`).catch(() => undefined);
      await session.execute(statement.sql);
    }
  });
  expect(compared).toBeGreaterThan(statements.length);
});

it("a statement that was read before is not read again, nor is EXPLAIN of it", async () => {
  const known = reuseRead(READ, SILENT);
  for (const sql of ["select a as same from t", "explain select a as same from t"])
    expect(await known.check(sql)).toBeDefined();
  for (const sql of [
    "select a  as same from t",
    "explain verbose select 1",
    "explain ",
    "select 'x' as own from t",
  ])
    await expect(known.check(sql)).rejects.toThrow("read again");
});

it("a table is read again: the comments beside its columns are kept with it", async () => {
  await expect(reuseRead(READ, SILENT).check("create table t (a int)")).rejects.toThrow("read again");
});

it.each([
  ["a name that is wrong", "select a,\n    missing /* is no column */ from t"],
  ["a name that is wrong, in EXPLAIN", "explain select a,\n    missing /* is no column */ from t"],
  ["what DuckDB alone knows", "create table\n  t as select 2 as two"],
  ["what DuckDB alone knows, in the first line", "create table t as select 1 as one"],
])("%s has the same place in a statement that was read in a file", async (_, sql) => {
  const fault = await faultOf(AT_ONCE, sql);
  expect(fault).toMatchObject({ position: { line: expect.any(Number) as number } });
  expect(await faultOf(reuseRead(READ, AT_ONCE), sql)).toEqual(fault);
});
