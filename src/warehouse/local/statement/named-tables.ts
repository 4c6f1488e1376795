/** Which tables and views a statement names, wherever in it they stand. */
import { keptByTree } from "../../../dialect/syntax/kept.ts";
import type { QualifiedName } from "../../../dialect/syntax/node.ts";
import type { Statement } from "../../../dialect/syntax/statement.ts";
import { nodesOf } from "../../../dialect/syntax/walk.ts";
import type { RelationName } from "../bind/relation.ts";

/** Returns the names, each once; tables of a WITH are not among them, and ways into SUPER values may be. */
export const namedTables: (statement: Statement) => readonly RelationName[] = keptByTree((statement) => {
  const found = new Map<string, RelationName>();
  const common = new Set<string>();
  // The name of a function is not a table's; it comes after its call.
  const functions = new Set<QualifiedName>();
  const column = statement.kind === "comment" && statement.object === "column" ? statement.name : undefined;
  for (const node of nodesOf(statement)) {
    if (node.kind === "common_table") common.add(node.name.value);
    else if (node.kind === "call") functions.add(node.name);
    else if (node.kind === "qualified_name" && !functions.has(node)) {
      const name = relationName(node === column ? tableOfColumn(node) : node);
      found.set(`${name.schema ?? ""}.${name.name}`, name);
    }
  }
  return [...found.values()].filter(({ schema, name }) => schema !== undefined || !common.has(name));
});

/** Returns the table in the name of a column: all but its last part. */
export function tableOfColumn(name: QualifiedName): QualifiedName {
  return { ...name, parts: name.parts.slice(0, -1) };
}

/** Returns schema and name; what stands before them is the database. */
function relationName({ parts }: QualifiedName): RelationName {
  const [name, schema] = parts.map(({ value }) => value).reverse();
  return { schema, name: name as string };
}
