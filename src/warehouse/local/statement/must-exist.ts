/** What a statement that changes nothing here names all the same, and has to be there. */
import type { Command, CommandSlot } from "../../../dialect/syntax/command.ts";
import type { Comment } from "../../../dialect/syntax/definition.ts";
import type { Name, QualifiedName } from "../../../dialect/syntax/node.ts";
import type { Statement } from "../../../dialect/syntax/statement.ts";
import { fault, type Context } from "../bind/context.ts";
import { relationNamed } from "../bind/named-relation.ts";
import { tableOfColumn } from "./named-tables.ts";

/**
 * Returns when all of it is there.
 * @throws WarehouseError 42P01 for a table that does not exist, 42703 for a column of an ANALYZE or a COMMENT that does not
 */
export function mustExist(tree: Statement, context: Context): void {
  for (const name of tablesOf(tree)) relationNamed(name, context);
  if (tree.kind === "analyze" && tree.table !== undefined)
    for (const column of tree.columns) mustHave(column, tree.table, context);
  if (tree.kind === "comment" && tree.object === "column")
    mustHave(tree.name.parts.at(-1) as Name, tableOfColumn(tree.name), context);
}

function tablesOf(tree: Statement): readonly QualifiedName[] {
  switch (tree.kind) {
    case "analyze":
    case "vacuum":
      return tree.table === undefined ? [] : [tree.table];
    case "comment":
      return commented(tree);
    case "command":
      return named(tree, "table");
    default:
      return [];
  }
}

function commented({ object, name, on }: Comment): readonly QualifiedName[] {
  if (object === "table" || object === "view") return [name];
  return on === undefined ? [] : [on];
}

/** The names in one place of the synopsis. */
function named({ parts }: Command, slot: string): readonly QualifiedName[] {
  return parts
    .filter((part): part is CommandSlot => part.kind === "slot" && part.slot === slot)
    .map(({ value }) => value)
    .filter((value): value is QualifiedName => value.kind === "qualified_name");
}

function mustHave(column: Name, table: QualifiedName, context: Context): void {
  if (relationNamed(table, context).columns.some(({ name }) => name === column.value)) return;
  const what = `column "${column.value}" of relation "${nameOf(table)}" does not exist`;
  throw fault(context, what, column.span, { sqlState: "42703" });
}

function nameOf({ parts }: QualifiedName): string {
  return parts.map(({ value }) => value).join(".");
}
