/** The tables that a file declares. */
import { declareTable } from "../dialect/declare/table.ts";
import type { TableDefinition } from "../dialect/table-definition.ts";
import type { SqlFile } from "./sql-file.ts";

/** Returns the tables that a file makes with columns. @throws SqlError as `declareTable` does. */
export function declaredTables({
  statements,
  comments,
}: Pick<SqlFile, "statements" | "comments">): readonly TableDefinition[] {
  return statements.flatMap((statement) =>
    statement.tree.kind === "create_table" ? [declareTable(statement.tree, statement, comments)] : [],
  );
}
