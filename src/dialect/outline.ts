/** What is left of a large statement for whoever does not plan it: which tables it names, and where. Pure. */
import { SqlError } from "../errors.ts";
import type { Constant } from "./syntax/expression.ts";
import type { Span } from "./syntax/node.ts";
import type { Statement as Tree } from "./syntax/statement.ts";
import { tablesOf } from "./tables-of.ts";

/** Nodes that an outline may have: queries, tables and their names. A tree of no more is its own outline. */
const MOST_NODES = 5000;
/** A tree of no more nodes is left as it is. */
const FEW_NODES = 1000;

/** Statements that are outlined; of all others everything is wanted. */
const OUTLINED: ReadonlySet<string> = new Set([
  "query",
  "insert",
  "update",
  "delete",
  "merge",
  "create_table_as",
  "create_view",
  "create_materialized_view",
  "declare_cursor",
  "explain",
  "prepare",
]);

/** What names a table, or holds what does. */
const TABLES: ReadonlySet<string> = new Set([
  ...OUTLINED,
  "select",
  "set_operation",
  "with",
  "common_table",
  "table",
  "derived_table",
  "function_table",
  "join",
  "pivot",
  "unpivot",
  "object_unpivot",
  "unnest",
  "into",
  "merge_clauses",
]);

/** Kept where what holds them is kept. */
const NAMES: ReadonlySet<string> = new Set(["name", "qualified_name", "type_name", "alias"]);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns a statement of the same kind, with the places of the source, that names the same tables and has the same queries; their expressions are gone.
 * Small statements, and those that are not about rows, are returned as they are.
 * @throws SqlError 54001 for more queries and tables than others of the server can wait for
 */
export function outlineOf(tree: Tree): Tree {
  if (tree.kind !== "unload" && countNodes(tree, FEW_NODES) <= FEW_NODES) return tree;
  const outline = outlined(tree);
  if (countNodes(outline, MOST_NODES) <= MOST_NODES) return outline;
  throw new SqlError(
    `a statement has more than ${String(MOST_NODES)} queries, tables and names`,
    { line: 1, column: 1 },
    { sqlState: "54001", next: "send it in parts" },
  );
}

function outlined(tree: Tree): Tree {
  // Each value is put into another statement by its place.
  if (tree.kind === "execute") return { ...tree, args: tree.args.map(({ span }) => nothing(span)) };
  if (tree.kind === "unload" && tree.query.kind === "string") {
    const { reads } = tablesOf(tree);
    const from = reads.length === 0 ? "" : ` from ${reads.join(", ")}`;
    return { ...tree, query: { ...tree.query, value: `select 1${from}` } };
  }
  return OUTLINED.has(tree.kind) ? (outlineNode(tree as unknown as Fields).value as unknown as Tree) : tree;
}

/** A node, and whether it is needed by itself: it names a table. */
interface Outlined {
  readonly value: Fields;
  readonly isNeeded: boolean;
}

function outlineNode(node: Fields): Outlined {
  const kind = node["kind"] as string | undefined;
  let isNeeded = kind !== undefined && TABLES.has(kind);
  const value: Record<string, unknown> = {};
  for (const [key, held] of Object.entries(node)) {
    if (Array.isArray(held) && key !== "span") {
      const items = outlineItems(held);
      isNeeded ||= items.isNeeded;
      value[key] = items.value;
    } else if (isNode(held)) {
      const one = outlineNode(held);
      const isName = NAMES.has(held["kind"] as string);
      isNeeded ||= one.isNeeded;
      value[key] = one.isNeeded || isName ? one.value : nothing(held["span"] as Span);
    } else value[key] = held;
  }
  return { value, isNeeded };
}

/** What names a table in a list, and names themselves. */
function outlineItems(items: readonly unknown[]): { readonly value: unknown[]; readonly isNeeded: boolean } {
  const value: unknown[] = [];
  let isNeeded = false;
  for (const item of items) {
    if (Array.isArray(item)) {
      const inner = outlineItems(item);
      isNeeded ||= inner.isNeeded;
      if (inner.isNeeded) value.push(inner.value);
    } else if (isNode(item)) {
      const one = outlineNode(item);
      isNeeded ||= one.isNeeded;
      if (one.isNeeded || NAMES.has(item["kind"] as string)) value.push(one.value);
    } else value.push(item);
  }
  return { value, isNeeded };
}

function nothing(span: Span): Constant {
  return { kind: "constant", value: "null", span };
}

function isNode(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns how many nodes there are, and no more than one too many. */
function countNodes(tree: Tree, most: number): number {
  let count = 0;
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null || count > most) return;
    if (!Array.isArray(value)) count += 1;
    for (const [key, held] of Object.entries(value)) if (key !== "span") look(held);
  };
  look(tree);
  return count;
}
