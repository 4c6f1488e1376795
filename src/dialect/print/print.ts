/** A tree as Redshift SQL on one line: what it prints is read back as the same tree. */
import type { Expression } from "../syntax/expression.ts";
import type { Query } from "../syntax/query.ts";
import type { Statement } from "../syntax/statement.ts";
import { printDelete, printInsert, printMerge, printUpdate } from "./change.ts";
import {
  printComment,
  printCopy,
  printCreateMaterializedView,
  printCreateSchema,
  printCreateView,
  printDrop,
  printUnload,
} from "./definition.ts";
import { printExpression as expressionText } from "./expression.ts";
import { printName, printQualifiedName, printType } from "./name.ts";
import type { Printer } from "./printer.ts";
import { printQuery } from "./query.ts";
import {
  printAnalyze,
  printBegin,
  printCall,
  printCommand,
  printExecute,
  printFetch,
  printSet,
  printSetting,
  printVacuum,
} from "./session.ts";
import { join, printAlterTable, printCreateTable } from "./table.ts";

const PRINTER: Printer = {
  expression: (expression: Expression) => expressionText(expression, PRINTER),
  query: (query: Query) => printQuery(query, PRINTER),
};

/** Returns an expression as SQL. */
export function printExpression(expression: Expression): string {
  return PRINTER.expression(expression);
}

/** Returns a statement as SQL, without a semicolon. */
export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case "query":
      return PRINTER.query(statement);
    case "insert":
      return printInsert(statement, PRINTER);
    case "update":
      return printUpdate(statement, PRINTER);
    case "delete":
      return printDelete(statement, PRINTER);
    case "merge":
      return printMerge(statement, PRINTER);
    case "truncate":
      return `truncate ${printQualifiedName(statement.table)}`;
    case "create_table":
    case "create_table_as":
      return printCreateTable(statement, PRINTER);
    case "alter_table":
      return printAlterTable(statement, PRINTER);
    case "create_view":
      return printCreateView(statement, PRINTER);
    case "create_materialized_view":
      return printCreateMaterializedView(statement, PRINTER);
    case "refresh_materialized_view":
      return join([
        "refresh materialized view",
        printQualifiedName(statement.name),
        statement.behavior ?? "",
      ]);
    case "create_schema":
      return printCreateSchema(statement);
    case "drop":
      return printDrop(statement);
    case "comment":
      return printComment(statement);
    case "copy":
      return printCopy(statement);
    case "unload":
      return printUnload(statement);
    case "begin":
      return printBegin(statement);
    case "commit":
    case "rollback":
      return statement.kind;
    case "lock":
      return `lock ${statement.tables.map(printQualifiedName).join(", ")}`;
    case "set":
      return printSet(statement);
    case "reset":
    case "show":
      return `${statement.kind} ${printSetting(statement.name)}`;
    case "analyze":
      return printAnalyze(statement);
    case "vacuum":
      return printVacuum(statement);
    case "explain":
      return join(["explain", statement.verbose ? "verbose" : "", printStatement(statement.statement)]);
    case "declare_cursor":
      return `declare ${printName(statement.name)} cursor for ${PRINTER.query(statement.query)}`;
    case "fetch":
      return printFetch(statement);
    case "close":
      return `close ${printName(statement.cursor)}`;
    case "prepare": {
      const types = statement.types.length === 0 ? "" : `(${statement.types.map(printType).join(", ")})`;
      return join(["prepare", printName(statement.name), types, "as", printStatement(statement.statement)]);
    }
    case "execute":
      return printExecute(statement, PRINTER);
    case "deallocate":
      return `deallocate ${statement.name === undefined ? "all" : printName(statement.name)}`;
    case "call_procedure":
      return printCall(statement, PRINTER);
    case "command":
      return printCommand(statement, PRINTER);
  }
}
