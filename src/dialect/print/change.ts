/** Statements that change rows, as Redshift SQL. */
import type { Assignment, Delete, Insert, Merge, Update } from "../syntax/change.ts";
import type { Expression } from "../syntax/expression.ts";
import type { With } from "../syntax/query.ts";
import { printAlias, printTables } from "./from.ts";
import { printName, printNames, printQualifiedName } from "./name.ts";
import type { Printer } from "./printer.ts";
import { printWith } from "./query.ts";

/** Returns INSERT. */
export function printInsert({ table, columns, source }: Insert, printer: Printer): string {
  const head = `insert into ${printQualifiedName(table)}${columns.length === 0 ? "" : ` ${printNames(columns)}`}`;
  switch (source.kind) {
    case "default_values":
      return `${head} default values`;
    case "values":
      return `${head} values ${source.rows.map((row) => printRow(row, printer)).join(", ")}`;
    case "query":
      return `${head} ${printer.query(source)}`;
  }
}

function printRow(row: readonly Expression[], printer: Printer): string {
  return `(${row.map(printer.expression).join(", ")})`;
}

/** Returns UPDATE. */
export function printUpdate(update: Update, printer: Printer): string {
  const from = update.from.length === 0 ? "" : ` from ${printTables(update.from, printer)}`;
  const table = `${printQualifiedName(update.table)}${printAlias(update.alias)}`;
  const set = printAssignments(update.set, printer);
  return `${before(update.with, printer)}update ${table} ${set}${from}${where(update.where, printer)}`;
}

function printAssignments(assignments: readonly Assignment[], printer: Printer): string {
  const each = assignments.map(({ column, value }) => `${printName(column)} = ${printer.expression(value)}`);
  return `set ${each.join(", ")}`;
}

/** Returns DELETE. */
export function printDelete(statement: Delete, printer: Printer): string {
  const using = statement.using.length === 0 ? "" : ` using ${printTables(statement.using, printer)}`;
  const table = `${printQualifiedName(statement.table)}${printAlias(statement.alias)}`;
  return `${before(statement.with, printer)}delete from ${table}${using}${where(statement.where, printer)}`;
}

function before(common: With | undefined, printer: Printer): string {
  return common === undefined ? "" : `${printWith(common, printer)} `;
}

function where(condition: Expression | undefined, printer: Printer): string {
  return condition === undefined ? "" : ` where ${printer.expression(condition)}`;
}

/** Returns MERGE. */
export function printMerge({ target, source, alias, on, action }: Merge, printer: Printer): string {
  const using = `using ${printQualifiedName(source)}${printAlias(alias)}`;
  const head = `merge into ${printQualifiedName(target)} ${using} on ${printer.expression(on)}`;
  if (action.kind === "remove_duplicates") return `${head} remove duplicates`;
  const { matched, columns, values } = action;
  const change = matched === "delete" ? "delete" : `update ${printAssignments(matched, printer)}`;
  const listed = columns.length === 0 ? "" : ` ${printNames(columns)}`;
  const insert = `insert${listed} values ${printRow(values, printer)}`;
  return `${head} when matched then ${change} when not matched then ${insert}`;
}
