/** Statements of files that were read before are not read again, and come to the same. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Token } from "../../../../src/dialect/lexer.ts";
import { printStatement } from "../../../../src/dialect/print/print.ts";
import type { Statement as Tree } from "../../../../src/dialect/syntax/statement.ts";
import { renderVariables, variablesIn } from "../../../../src/dialect/variables.ts";
import type { WarehouseError } from "../../../../src/errors.ts";
import { loadSql } from "../../../../src/job/load-sql.ts";
import { planRun } from "../../../../src/plan/plan.ts";
import { WITHOUT_LOADS } from "../../../../src/plan/variables.ts";
import { openFolderStore } from "../../../../src/store/folder-store.ts";
import { AT_ONCE, type Compiler } from "../../../../src/warehouse/local/compile/compiler.ts";
import { filledIn, templateOf } from "../../../../src/warehouse/local/compile/fill-in.ts";
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
select 'fixed' || :'own' as own, missing
from t where 'a' = (:'own');
create table
  t as select 3 as three, :'own' as own;
select date :'own' from t;
select sum(a) over (order by a, :'own' rows unbounded preceding) from t;
select 1 as one, :'own' as own, :'other' as other, :'own' as again;
drop table nowhere;
`;
const READ = parseStatements(FILE).statements;

/** A compiler that may not be asked to read anything. */
const SILENT: Compiler = {
  ...AT_ONCE,
  check: (sql) => Promise.reject(new Error(`read again: ${sql}`)),
};

function wordOf({ kind, text, value }: Token) {
  return { kind, text, value };
}

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

it("of the statements of sql/ that are about rows none is read again, also where the run fills in a variable", async () => {
  const sql = await loadSql("sql");
  const known = reuseRead(
    sql.steps.flatMap((step) => step.statements),
    SILENT,
  );
  const sent = planRun(sql, WITHOUT_LOADS)
    .steps.filter(({ kind }) => kind === "transform" || kind === "check")
    .flatMap((step) => step.statements);
  const read = await Promise.all(sent.map((statement) => known.check(statement.sql)));
  expect(read.filter((one) => one !== undefined)).toHaveLength(sent.length);
});

it("a statement that was read before is not read again, nor is EXPLAIN of it", async () => {
  const known = reuseRead(READ, SILENT);
  for (const sql of [
    "select a as same from t",
    "explain select a as same from t",
    "select 'fixed' || '' as own, missing\nfrom t where 'a' = ('<run id>')",
    "explain create table\n  t as select 3 as three, '0' as own",
    "drop table nowhere",
  ])
    expect(await known.check(sql)).toBeDefined();
  for (const sql of [
    "select a  as same from t",
    "explain verbose select 1",
    "explain ",
    // What is filled in may be cut elsewhere, mean something else where it stands, be refused there, or be another text altogether.
    "create table\n  t as select 3 as three, 'it''s' as own",
    String.raw`create table
  t as select 3 as three, 'a\\b' as own`,
    "create table\n  t as select 3 as three, 'a\nb' as own",
    "create table\n  t as select 3 as three, 'a' as own, 4 as four",
    "create table\n  t as select 3 as three, 'a",
    "create table\n  t as select 3 as three, own as own",
    "select date '2018-11-01' from t",
    "select sum(a) over (order by a, 'x' rows unbounded preceding) from t",
  ])
    await expect(known.check(sql)).rejects.toThrow("read again");
});

it("whatever plain text stands for a variable, tree and words are those of the text that is sent", async () => {
  const sql = await loadSql("sql");
  const statements = [...sql.steps.flatMap((step) => step.statements), ...READ];
  const templates = statements.flatMap((statement) => templateOf(statement) ?? []);
  expect(templates.length).toBeGreaterThan(10);
  const texts = fc.stringMatching(/^[^'\\\n\r\0]*$/);
  fc.assert(
    fc.property(fc.constantFrom(...templates), texts, (template, value) => {
      const { statement } = template;
      const names = new Set(variablesIn(statement.tree).map(({ name }) => name));
      const values = Object.fromEntries(
        [...names].map((name, at) => [name, { kind: "literal", value: value.repeat(at + 1) } as const]),
      );
      const sent = renderVariables(statement, values);
      const filled = filledIn(template, sent);
      const [read] = parseStatements(sent).statements;
      expect(printStatement(filled?.tree as Tree)).toBe(printStatement(read?.tree as Tree));
      const { line, column } = statement;
      const alone = filled?.tokens.map((token) => ({
        ...wordOf(token),
        line: token.line - line + 1,
        column: token.line === line ? token.column - column + 1 : token.column,
      }));
      expect(alone).toEqual(
        read?.tokens.map((token) => ({ ...wordOf(token), line: token.line, column: token.column })),
      );
    }),
  );
});

it("a table is read again: the comments beside its columns are kept with it", async () => {
  await expect(reuseRead(READ, SILENT).check("create table t (a int)")).rejects.toThrow("read again");
});

it.each([
  ["a name that is wrong", "select a,\n    missing /* is no column */ from t"],
  ["a name that is wrong, in EXPLAIN", "explain select a,\n    missing /* is no column */ from t"],
  ["what DuckDB alone knows", "create table\n  t as select 2 as two"],
  ["what DuckDB alone knows, in the first line", "create table t as select 1 as one"],
  [
    "a name that is wrong, behind a variable",
    "select 'fixed' || 'longer than it' as own, missing\nfrom t where 'a' = ('x')",
  ],
  ["what DuckDB alone knows, with a variable", "create table\n  t as select 3 as three, 'x' as own"],
  ["what is refused with a text", "select sum(a) over (order by a, 'x' rows unbounded preceding) from t"],
])("%s has the same place in a statement that was read in a file", async (_, sql) => {
  const fault = await faultOf(AT_ONCE, sql);
  expect(fault).toMatchObject({ position: { line: expect.any(Number) as number } });
  expect(await faultOf(reuseRead(READ, AT_ONCE), sql)).toEqual(fault);
});
