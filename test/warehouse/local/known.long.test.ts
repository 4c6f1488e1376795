/** What docs/dialect.md tells is what the local warehouse does: every row's example runs, or is refused in the row's words. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../../src/dialect/parse/commands.ts";
import { parseScript } from "../../../src/dialect/parse/parse.ts";
import { parseStatements } from "../../../src/dialect/parsed.ts";
import { COPY_OPTIONS } from "../../../src/dialect/parse/transfer-options.ts";
import { ownValue } from "../../../src/dialect/own-value.ts";
import type { Statement } from "../../../src/dialect/syntax/statement.ts";
import { TYPE_NAMES, typeOf } from "../../../src/dialect/type-of.ts";
import { Accounts } from "../../../src/serve/accounts.ts";
import { accountStatement } from "../../../src/serve/account-statements.ts";
import { openFolderStore } from "../../../src/store/folder-store.ts";
import { readCopy } from "../../../src/warehouse/local/copy/options.ts";
import { KEYWORD_VALUES } from "../../../src/warehouse/local/functions/keyword-values.ts";
import { BINARY_OPERATORS, UNARY_OPERATORS } from "../../../src/warehouse/local/functions/operators.ts";
import { FUNCTION_TABLES } from "../../../src/warehouse/local/functions/tables.ts";
import { KNOWN_CLAUSES } from "../../../src/warehouse/local/known/clauses.ts";
import { COPY_PARAMETERS } from "../../../src/warehouse/local/known/copy-parameters.ts";
import type { KnownEntry } from "../../../src/warehouse/local/known/entry.ts";
import { KNOWN_STATEMENTS, statementName } from "../../../src/warehouse/local/known/statements.ts";
import { KNOWN_TYPES } from "../../../src/warehouse/local/known/types.ts";
import { openLocalWarehouse, type LocalWarehouse } from "../../../src/warehouse/local/open.ts";
import type { LocalSession } from "../../../src/warehouse/local/session.ts";

/** What the examples read and change; made anew for each. */
const CATALOGUE = [
  "create schema s",
  "create table t (a integer, b varchar(10), c date, d super)",
  "create table u (a integer, b varchar(10))",
  "create table k (a integer primary key, b varchar(10))",
  "create view v as select a from t",
  "create materialized view m as select a from t",
];
const WITHOUT = [
  "drop materialized view if exists m",
  "drop view if exists v",
  ...["t", "u", "k"].map((table) => `drop table if exists ${table} cascade`),
  "drop schema if exists s cascade",
];

interface Refusal {
  readonly message: string;
  readonly sqlState: string;
  readonly next?: string;
}

let folder: string;
let warehouse: LocalWarehouse;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dwh-known-"));
  mkdirSync(join(folder, "b"));
  writeFileSync(join(folder, "b", "x"), '{"a":1}\n');
  const store = openFolderStore({ s3Root: folder });
  warehouse = await openLocalWarehouse({ path: ":memory:", store, now: () => new Date(0), threads: 1 });
  await warehouse.withSession((session) => executeAll(session, CATALOGUE));
});
afterAll(() => {
  warehouse.close();
  rmSync(folder, { recursive: true });
});

async function executeAll(session: LocalSession, statements: readonly string[]): Promise<void> {
  for (const one of statements) await session.execute(one);
}

/** Returns why a statement is refused; undefined where it runs. What it changes is taken back. */
async function refusalOf(sql: string): Promise<Refusal | undefined> {
  return warehouse.withSession(async (session) => {
    await session.execute("begin");
    const refusal = await failureOf(session, sql);
    await session.execute("rollback");
    // Some cannot stand in a transaction.
    if (refusal?.sqlState !== "25001") return refusal;
    const outside = await failureOf(session, sql);
    await executeAll(session, [...WITHOUT, ...CATALOGUE]);
    return outside;
  });
}

async function failureOf(session: LocalSession, sql: string): Promise<Refusal | undefined> {
  try {
    await session.execute(sql);
    return undefined;
  } catch (error) {
    return error as Refusal;
  }
}

/** What became of an example, and what its row says of it. */
async function outcomeOf({ example, refused }: KnownEntry): Promise<{ found: string; told: string }> {
  const told = refused === undefined ? "runs" : `refused: ${refused}`;
  const refusal = await refusalOf(example);
  if (refusal === undefined) return { found: "runs", told };
  const { sqlState, message, next = refused } = refusal;
  const known = sqlState === "0A000" || sqlState === "42601";
  return { found: known ? `refused: ${String(next)}` : `${sqlState} ${message}`, told };
}

describe("the statements", () => {
  const rows = Object.entries(KNOWN_STATEMENTS);

  it.each(rows)("%s", async (_name, entry) => {
    const { found, told } = await outcomeOf(entry);
    expect(found).toBe(told);
  });

  it("have a row for every kind that the parser makes", () => {
    // The compiler asks for a line for each.
    const kinds: Readonly<Record<Statement["kind"], true>> = {
      query: true,
      insert: true,
      update: true,
      delete: true,
      merge: true,
      truncate: true,
      create_table: true,
      create_table_as: true,
      alter_table: true,
      create_view: true,
      create_materialized_view: true,
      refresh_materialized_view: true,
      create_schema: true,
      drop: true,
      comment: true,
      copy: true,
      unload: true,
      begin: true,
      commit: true,
      rollback: true,
      lock: true,
      set: true,
      reset: true,
      show: true,
      analyze: true,
      vacuum: true,
      explain: true,
      declare_cursor: true,
      fetch: true,
      close: true,
      prepare: true,
      execute: true,
      deallocate: true,
      call_procedure: true,
      command: true,
    };
    const found = new Set(rows.flatMap(([, { example }]) => parseScript(example).map(({ kind }) => kind)));
    expect([...found].toSorted()).toEqual(Object.keys(kinds).toSorted());
  });

  it("have a row for every command that is read by its synopsis", () => {
    const names = Object.keys(COMMANDS).map((command) =>
      statementName({ kind: "command", command, parts: [], span: [0, 0] }),
    );
    expect(names.filter((name) => ownValue(KNOWN_STATEMENTS, name) === undefined)).toEqual([]);
  });

  it("are told by their names, those apart that are forms of another one", () => {
    const others = rows.filter(([name, { example }]) => {
      const [tree] = parseScript(example);
      return tree === undefined || statementName(tree) !== name;
    });
    expect(others.map(([name]) => name)).toEqual([
      "ABORT",
      "ALTER TABLE APPEND",
      "END",
      "SELECT INTO",
      "START TRANSACTION",
    ]);
  });

  // Those of a connection: test/serve/named-statements.test.ts.
  it.each(rows.filter(([, { served, differs }]) => served === true && differs?.includes("users")))(
    "%s is carried out by dwh serve",
    (name, { example }) => {
      const accounts = new Accounts("dwh", { kind: "md5", hash: "" }, () => Buffer.alloc(16));
      accounts.createGroup("g");
      accounts.createUser("joe", undefined);
      const [tree] = parseScript(example);
      const carryOut = tree && accountStatement(tree, accounts, "dwh");
      expect(carryOut?.()).toBe(name);
    },
  );
});

describe.each(Object.entries(KNOWN_CLAUSES))("%s", (_heading, clauses) => {
  it.each(Object.entries(clauses))("%s", async (_name, entry) => {
    const { found, told } = await outcomeOf(entry);
    expect(found).toBe(told);
  });
});

it("every operator is in a row", () => {
  const told = Object.values(KNOWN_CLAUSES).flatMap((clauses) => Object.keys(clauses));
  const signs = told.flatMap((name) => name.split(/,? /));
  const all = [...Object.keys(BINARY_OPERATORS), ...Object.keys(UNARY_OPERATORS)];
  expect(all.filter((sign) => !signs.includes(sign))).toEqual([]);
});

describe("the parameters of COPY", () => {
  it("are those that the parser knows", () => {
    expect(Object.keys(COPY_PARAMETERS).toSorted()).toEqual(Object.keys(COPY_OPTIONS).toSorted());
  });

  it.each(Object.entries(COPY_PARAMETERS))("%s", (name, { example, refused, alone }) => {
    const given = name === "credentials" || name === "access_key_id" ? "" : "iam_role default";
    const state = copyState(`copy t from 's3://b/x' ${given} ${alone ? "" : "json 'auto'"} ${example}`);
    expect(state).toBe(refused === undefined ? "taken" : "0A000");
  });
});

function copyState(sql: string): string {
  const [statement] = parseStatements(sql).statements;
  if (statement?.tree.kind !== "copy") throw new Error(`${sql} is no COPY`);
  try {
    readCopy(statement.tree, { schema: undefined, table: "t" }, statement);
    return "taken";
  } catch (error) {
    return (error as Refusal).sqlState;
  }
}

describe("the types", () => {
  const place = { line: 1, column: 1 };
  const read = (name: string): string => {
    try {
      return typeOf({ kind: "type_name", name, args: [], span: [0, 0] }, place).name;
    } catch (error) {
      return (error as Refusal).sqlState;
    }
  };

  it.each(KNOWN_TYPES.map((type) => [type.names[0], type] as const))("%s", (_name, { names, refused }) => {
    const [first = ""] = names;
    expect(names.map(read)).toEqual(names.map(() => (refused === undefined ? read(first) : "0A000")));
  });

  it("have a row for every name", () => {
    const told = KNOWN_TYPES.flatMap(({ names }) => names);
    expect(TYPE_NAMES.filter((name) => !told.includes(name))).toEqual([]);
  });
});

describe("a function that Redshift has and this warehouse has not", () => {
  const refused = [...Object.values(FUNCTION_TABLES), KEYWORD_VALUES].flatMap((table) =>
    Object.entries(table).flatMap(([name, entry]): (readonly [string, string])[] =>
      "refused" in entry && entry.refused !== undefined ? [[name, entry.refused]] : [],
    ),
  );

  it.each(refused)("%s is refused in the user's words", async (name, instead) => {
    const call = name in KEYWORD_VALUES ? name : `${name}()`;
    const failure = await warehouse.withSession((session) => failureOf(session, `select ${call}`));
    expect(failure).toMatchObject({ sqlState: "0A000", next: instead });
  });
});
