/** Which tables and views a statement names, wherever in it they stand. */
import type { QualifiedName } from "../../../dialect/syntax/node.ts";
import type { Statement } from "../../../dialect/syntax/statement.ts";
import type { RelationName } from "../bind/relation.ts";

/** Returns the names, each once; tables of a WITH are not among them, and ways into SUPER values may be. */
export function namedTables(statement: Statement): readonly RelationName[] {
  const found = new Map<string, RelationName>();
  const common = new Set<string>();
  const column = statement.kind === "comment" && statement.object === "column" ? statement.name : undefined;
  visit(statement, (node) => {
    if (node.kind === "common_table") common.add((node["name"] as { readonly value: string }).value);
    if (node.kind !== "qualified_name") return;
    const written = node as unknown as QualifiedName;
    const name = relationName(written === column ? tableOfColumn(written) : written);
    found.set(`${name.schema ?? ""}.${name.name}`, name);
  });
  return [...found.values()].filter(({ schema, name }) => schema !== undefined || !common.has(name));
}

/** Returns the table in the name of a column: all but its last part. */
export function tableOfColumn(name: QualifiedName): QualifiedName {
  return { ...name, parts: name.parts.slice(0, -1) };
}

/** Returns schema and name; what stands before them is the database. */
function relationName({ parts }: QualifiedName): RelationName {
  const [name, schema] = parts.map(({ value }) => value).reverse();
  return { schema, name: name as string };
}

type Node = { readonly kind?: string } & Readonly<Record<string, unknown>>;

/** Every node of the tree; the name of a function is no table's. */
function visit(node: unknown, look: (node: Node) => void): void {
  if (node === null || typeof node !== "object") return;
  if (Array.isArray(node)) {
    for (const one of node) visit(one, look);
    return;
  }
  const own = node as Node;
  look(own);
  for (const [key, value] of Object.entries(own))
    if (key !== "span" && (own.kind !== "call" || key !== "name")) visit(value, look);
}
