/** Queries bound and written, run on a DuckDB of their own; every cast of DuckDB's plan has to be one that was written. */
import { lex } from "../../src/dialect/lexer.ts";
import { parseStatement } from "../../src/dialect/parse/parse.ts";
import { typeOf } from "../../src/dialect/type-of.ts";
import { renderDataType } from "../../src/dialect/types.ts";
import type { BoundQuery } from "../../src/warehouse/local/bound/query.ts";
import type { BoundType } from "../../src/warehouse/local/bound/type.ts";
import { emptyScope } from "../../src/warehouse/local/bind/scope.ts";
import { makeContext } from "../../src/warehouse/local/bind/make-context.ts";
import type { Relation, RelationName, Relations } from "../../src/warehouse/local/bind/relation.ts";
import type { SessionFacts } from "../../src/warehouse/local/bind/session-facts.ts";
import { CATALOGUE_DDL } from "../../src/warehouse/local/catalogue-ddl.ts";
import { Catalogue } from "../../src/warehouse/local/catalogue.ts";
import { gatherRelations } from "../../src/warehouse/local/gather-relations.ts";
import { duckdb } from "../../src/warehouse/local/duckdb.ts";
import { ATTACH_FUNCTIONS, MACROS } from "../../src/warehouse/local/functions/macros.ts";
import { addFunctions } from "../../src/warehouse/local/duck-functions.ts";
import { duckLiteral, duckName } from "../../src/warehouse/local/quote.ts";
import { COUNTING_SETTINGS, SESSION_SETTINGS } from "../../src/warehouse/local/session-settings.ts";
import { duckType } from "../../src/warehouse/local/types/duck-type.ts";
import { renderRows } from "../../src/warehouse/local/values.ts";
import { writeQuery } from "../../src/warehouse/local/write/query.ts";
import type { Row } from "../../src/warehouse/warehouse.ts";

const SESSION: SessionFacts = {
  user: "dwh",
  database: "local",
  searchPath: ["public"],
  settings: new Map([["server_version_num", "80002"]]),
  values: { pg_backend_pid: { type: { name: "integer" }, value: "7" } },
};

/** What a query gave, and how. */
export interface Answer {
  readonly names: readonly string[];
  /** Redshift's names of the types. */
  readonly types: readonly string[];
  readonly rows: readonly Row[];
  /** DuckDB's text. */
  readonly sql: string;
}

/** A DuckDB with tables, and the binder in front of it. */
export interface BoundDatabase {
  readonly bind: (sql: string) => BoundQuery;
  /**
   * Binds and writes a query, and tells what DuckDB would do of itself with it: casts, and columns of another type than was told.
   * @throws SqlError or WarehouseError where the binder refuses it.
   */
  readonly faultsOf: (sql: string) => Promise<readonly string[]>;
  /** Binds, writes and runs a query. @throws Error where DuckDB casts what was not cast, or gives another type than was told. */
  readonly ask: (sql: string) => Promise<Answer>;
  readonly close: () => void;
}

/** Opens it: tables by their names, columns as CREATE TABLE has them, and statements that fill them in DuckDB's words. */
export async function openBound(
  tables: Readonly<Record<string, string>> = {},
  rows: readonly string[] = [],
): Promise<BoundDatabase> {
  const instance = await duckdb.DuckDBInstance.create(":memory:", { ...COUNTING_SETTINGS, threads: "1" });
  const connection = await instance.connect();
  await addFunctions(connection);
  // One by one, so that the places in a macro count from its own beginning.
  await connection.run("DETACH redshift_functions");
  await connection.run(ATTACH_FUNCTIONS);
  for (const macro of MACROS) await connection.run(macro);
  for (const statement of CATALOGUE_DDL) await connection.run(statement);
  for (const setting of SESSION_SETTINGS) await connection.run(setting);
  const relations = Object.entries(tables).map(([name, columns]) => relationOf(name, columns));
  for (const { sql, columns } of relations) {
    const declared = columns.map((column) => `${duckName(column.name)} ${duckType(column.type)}`);
    await connection.run(`CREATE TABLE ${sql} (${declared.join(", ")})`);
  }
  for (const row of rows) await connection.run(row);
  const own = ({ schema, name }: RelationName): Relation | undefined =>
    relations.find((one) => one.name === name && (schema ?? "public") === one.schema);
  const bind = (sql: string): BoundQuery => bindQuery(sql, { find: own, inPieces: false });
  const catalogue = new Catalogue(connection);
  /** With the tables and views of the catalogue, in which there is nothing. */
  const bindAll = async (sql: string): Promise<BoundQuery> => {
    const system = await gatherRelations(parseStatement(lex(sql).tokens), catalogue, SESSION.searchPath);
    return bindQuery(sql, { find: (name) => own(name) ?? system.find(name), inPieces: false });
  };
  const castsOf = async (text: string): Promise<readonly string[]> => {
    const plan = await connection.runAndReadAll(`SELECT json_serialize_plan(${duckLiteral(text)})`);
    return unwrittenCasts(text, JSON.parse(String(plan.getColumns()[0]?.[0])));
  };
  return {
    bind,
    async faultsOf(sql) {
      const query = await bindAll(sql);
      const text = writeQuery(query);
      try {
        const casts = await castsOf(text);
        const prepared = await connection.prepare(text);
        const types = query.columns.map((_, at) => prepared.columnType(at));
        prepared.destroySync();
        return [...casts, ...wrongTypes(query, types)];
      } catch (error) {
        const says = String(error);
        // What is computed before the statement runs may fail as it would in a row.
        const ofValue = /\[[0-9A-Z]{5}\]|out of range|Could not convert/i.test(says);
        return ofValue ? [] : [`DuckDB does not take it: ${says}`];
      }
    },
    async ask(sql) {
      const query = await bindAll(sql);
      const text = writeQuery(query);
      const wrong = await castsOf(text);
      if (wrong.length > 0) throw new Error(`DuckDB casts by itself: ${wrong.join("; ")}\n${text}`);
      const reader = await connection.runAndReadAll(text);
      const types = reader.columnTypes();
      const [mistold] = wrongTypes(query, types);
      if (mistold !== undefined) throw new Error(`${mistold}\n${text}`);
      return {
        names: query.columns.map(({ name }) => name),
        types: query.columns.map(({ type }) => (type.name === "unknown" ? "unknown" : renderDataType(type))),
        rows: renderRows(reader.getColumns(), types),
        sql: text,
      };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Columns whose type in DuckDB is not the one that the binder tells. */
function wrongTypes({ columns }: BoundQuery, types: readonly unknown[]): readonly string[] {
  return columns.flatMap(({ type, name }, at) => {
    const duck = String(types[at]);
    const told = duckType(type);
    const same = duck.replaceAll(" ", "") === told.replaceAll(" ", "") || isAlias(type, duck);
    return same ? [] : [`column ${name} is ${duck} in DuckDB and ${told} by the binder`];
  });
}

function isAlias(type: BoundType, duck: string): boolean {
  if (type.name === "super") return duck === "VARCHAR" || duck === "JSON";
  if (type.name === "timestamptz") return duck === "TIMESTAMP WITH TIME ZONE" || duck === "TIMESTAMPTZ";
  return type.name === "timetz" && duck.startsWith("TIME WITH");
}

function relationOf(name: string, columns: string): Relation {
  const source = `create table ${name} (${columns})`;
  const tree = parseStatement(lex(source).tokens);
  if (tree.kind !== "create_table") throw new Error(`${source} is no table`);
  const parts = tree.elements.flatMap((element) => (element.kind === "column_definition" ? [element] : []));
  return {
    schema: "public",
    kind: "table",
    name,
    sql: `"public".${duckName(name)}`,
    columns: parts.map((part) => ({
      name: part.name.value,
      type: typeOf(part.type, { line: 1, column: 1 }),
    })),
  };
}

function bindQuery(sql: string, relations: Relations): BoundQuery {
  const tree = parseStatement(lex(sql).tokens);
  if (tree.kind !== "query") throw new Error(`${sql} is no query`);
  const context = makeContext({ source: sql, relations, session: SESSION });
  return context.query(tree, emptyScope(), context);
}

interface PlanNode {
  readonly expression_class?: string;
  readonly query_location?: number;
  readonly return_type?: PlanType;
  readonly child?: PlanNode;
  readonly value?: { readonly type?: PlanType };
  readonly error?: boolean;
  readonly error_message?: string;
}

interface PlanType {
  readonly id: string;
  readonly type_info: { readonly width?: number; readonly scale?: number } | null;
}

/** The casts of a plan that stand nowhere in the text, each with what is cast. */
function unwrittenCasts(text: string, plan: unknown): readonly string[] {
  const found: string[] = [];
  const macros = macrosOf(text);
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== "object") return;
    const {
      expression_class: kind,
      query_location: at = 0,
      child,
      return_type: to,
      error,
      error_message: why,
    } = node as PlanNode;
    if (error === true) throw new Error(`${String(why)}\n${text}`);
    if (kind === "BOUND_CAST" && to !== undefined) {
      const from = child?.return_type ?? child?.value?.type;
      const written =
        isSystems(text, at) || [text, ...macros].some((source) => isWritten(source, at, source === text));
      // TRUE and FALSE are texts that DuckDB's own parser casts, at no place of the text.
      const truth = at > text.length && to.id === "BOOLEAN" && from?.id === "VARCHAR";
      if (!written && !truth && from !== undefined && !isHarmless(from, to))
        found.push(`${from.id} to ${to.id} at ${at}: ${text.slice(at, at + 40)}`);
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(plan);
  return found;
}

/** Whether a place is within a query of a system view, which is written by hand in DuckDB's words, and not from a tree. */
function isSystems(text: string, at: number): boolean {
  for (const { index } of text.matchAll(/\(WITH "\w+" AS \(/g)) {
    let depth = 0;
    let end = index;
    for (const [token] of text.slice(index).matchAll(/'(?:[^']|'')*'|"[^"]*"|[()]|[^'"()]+/g)) {
      if (token === "(") depth += 1;
      if (token === ")") depth -= 1;
      end += token.length;
      if (depth === 0) break;
    }
    if (at >= index && at < end) return true;
  }
  return false;
}

/** A cast; a macro that is one; or a number of a macro, which takes the type of what it is compared with. */
function isWritten(source: string, at: number, outside: boolean): boolean {
  // DuckDB counts bytes.
  const here = Buffer.from(source).subarray(at).toString();
  const [, name] = /^redshift_functions\.(\w+)\(/.exec(here) ?? [];
  const macro =
    name === undefined
      ? undefined
      : MACROS.find((one) => one.startsWith(`CREATE MACRO redshift_functions.${name}(`));
  if (macro !== undefined) return / AS\s+(?:TRY_)?CAST\(/.test(macro);
  return /^(?:TRY_)?CAST\(/.test(here) || (!outside && /^\d+\b(?!["'])/.test(here));
}

/** The macros that a text calls, and those that they call: the places of their casts count from their own beginnings. */
function macrosOf(text: string, seen: ReadonlySet<string> = new Set()): readonly string[] {
  const names = [...text.matchAll(/redshift_functions\.(\w+)/g)].map(([, name = ""]) => name);
  return [...new Set(names)]
    .filter((name) => !seen.has(name))
    .flatMap((name) => {
      const own = MACROS.filter((macro) => macro.startsWith(`CREATE MACRO redshift_functions.${name}(`));
      return own.flatMap((macro) => [macro, ...macrosOf(macro, new Set([...seen, name]))]);
    });
}

/** The same type, or a decimal with more digits before the point, as DuckDB's own sums are computed. */
function isHarmless(from: PlanType, to: PlanType): boolean {
  if (from.id === to.id) return from.id !== "DECIMAL" || from.type_info?.scale === to.type_info?.scale;
  return from.id === "SQLNULL" || from.id === "NULL";
}
