/** UNLOAD, bound: its query, and what the format and the partitions ask of the columns (Database Developer Guide, "UNLOAD"). */
import type { Statement } from "../../../dialect/statements.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { Unload } from "../../../dialect/syntax/transfer.ts";
import type { DataType } from "../../../dialect/types.ts";
import { offsetInSource, unloadedStatements } from "../../../dialect/unloaded-query.ts";
import { fault, type Context } from "../bind/context.ts";
import { emptyScope } from "../bind/scope.ts";
import type { UnloadColumn, UnloadCommand } from "../unload/command.ts";
import { readUnload } from "../unload/options.ts";
import { writeQuery } from "../write/query.ts";
import type { Plan } from "./plan.ts";
import { querySource } from "./query-source.ts";

/**
 * Returns the plan. What is wrong in the query is told at its place in the literal.
 * @param source the text that the tree is of
 * @throws SqlError for what Redshift refuses, and for what the local warehouse does not know.
 */
export function planUnload(tree: Unload, statement: Statement, source: string, context: Context): Plan {
  const command = readUnload(tree, statement);
  const { span } = tree.query;
  const [query] = unloadedStatements(tree);
  if (query?.kind !== "query") {
    throw fault(context, "UNLOAD takes one SELECT as a literal in single quotes", span, {
      sqlState: "42601",
    });
  }
  const from = querySource(query);
  if (from === "moment") {
    throw fault(context, "UNLOAD of views of current activity is not implemented here", span, {
      sqlState: "0A000",
      next: "put it into a table first: create table … as select …",
    });
  }
  const inner = {
    ...context,
    position: (offset: number) => context.position(offsetInSource(source, span, offset)),
  };
  const bound = context.query(query, emptyScope(), inner);
  const columns = bound.columns.map(({ name, type }) => ({ name, type: type as DataType }));
  const optionAt = (name: string): Span => tree.options.find((option) => option.name === name)?.span ?? span;
  refuseColumns(command, columns, (what, facts) => fault(context, what, span, facts));
  refusePartition(command, columns, (what, facts) => fault(context, what, optionAt("partition"), facts));
  return { kind: "unload", command, columns, sql: writeQuery(bound), from };
}

type Fault = (what: string, facts: { readonly sqlState: string; readonly next?: string }) => Error;

/** "The name of each column in the query must be unique" for JSON; a Parquet file with one name twice nobody could read by its names. */
function refuseColumns({ format }: UnloadCommand, columns: readonly UnloadColumn[], fail: Fault): void {
  if (format.kind !== "json" && format.kind !== "parquet") return;
  const shown = `FORMAT ${format.kind.toUpperCase()}`;
  const twice = columns.find(({ name }, at) => columns.findIndex((one) => one.name === name) !== at);
  if (twice !== undefined) {
    throw fail(`column "${twice.name}" is twice in the query of UNLOAD, which ${shown} does not allow`, {
      sqlState: "42701",
      next: "give one of them another name with AS",
    });
  }
  const odd = columns.find(({ type }) => type.name === "varbyte");
  if (odd !== undefined) {
    throw fail(`column "${odd.name}" is VARBYTE, which is unloaded only to text or CSV`, {
      sqlState: "0A000",
      next: "cast it: from_varbyte(x, 'hex')",
    });
  }
  const unknown = columns.find(({ type }) => type.name === "interval" || type.name === "timetz");
  if (unknown === undefined || format.kind === "json") return;
  throw fail(`column "${unknown.name}" has a type without a documented Parquet type`, {
    sqlState: "0A000",
    next: "cast it to varchar",
  });
}

/** "The column data types that you can use as the partition key" ("PARTITION BY clause"). */
const KEY_TYPES: ReadonlySet<DataType["name"]> = new Set([
  "smallint",
  "integer",
  "bigint",
  "decimal",
  "real",
  "boolean",
  "char",
  "varchar",
  "date",
  "timestamp",
]);

function refusePartition(
  { partition: { columns: keys } }: UnloadCommand,
  columns: readonly UnloadColumn[],
  fail: Fault,
): void {
  for (const [at, key] of keys.entries()) {
    const found = columns.filter(({ name }) => name === key);
    const [column] = found;
    if (column === undefined) {
      throw fail(`column "${key}" of PARTITION BY is not in the query of UNLOAD`, {
        sqlState: "42703",
        next: "select it: PARTITION BY takes columns of the result",
      });
    }
    if (found.length > 1 || keys.indexOf(key) !== at)
      throw fail(`column "${key}" of PARTITION BY is ambiguous`, { sqlState: "42702" });
    if (!KEY_TYPES.has(column.type.name)) {
      throw fail(`column "${key}" has a type that PARTITION BY does not allow`, {
        sqlState: "0A000",
        next: "cast it to one of: smallint, integer, bigint, decimal, real, boolean, char, varchar, date, timestamp",
      });
    }
  }
  if (keys.length === 0 || columns.length > keys.length) return;
  throw fail("PARTITION BY leaves no column for the files", {
    sqlState: "0A000",
    next: "select one that is not a partition key",
  });
}
