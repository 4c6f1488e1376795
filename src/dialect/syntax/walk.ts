/** Nodes of a tree, one after the other. */
import type { Assignment, DefaultValues, InsertValues, MergeClauses, RemoveDuplicates } from "./change.ts";
import type { CommandPart } from "./command.ts";
import type { Expression, Frame, FrameBound, Window } from "./expression.ts";
import type { Name, QualifiedName, Text, TypeName } from "./node.ts";
import type {
  Alias,
  CommonTable,
  ConnectBy,
  EmptySet,
  Grouping,
  GroupBy,
  Into,
  OrderItem,
  QueryBody,
  SelectItem,
  TableReference,
  TypedColumn,
  UnpivotColumn,
  With,
} from "./query.ts";
import { keptByTree } from "./kept.ts";
import type { SettingValue } from "./session.ts";
import type { Statement } from "./statement.ts";
import type { ColumnAttribute, TableAttribute, TableChange, TableElement } from "./table.ts";
import type { OptionWord, TransferOption } from "./transfer.ts";

/** Every node of the tree, told apart by `kind`. */
export type Node =
  | Statement
  | QueryBody
  | Expression
  | TableReference
  | Name
  | QualifiedName
  | TypeName
  | Text
  | With
  | CommonTable
  | SelectItem
  | Into
  | ConnectBy
  | GroupBy
  | Grouping
  | EmptySet
  | OrderItem
  | Alias
  | TypedColumn
  | UnpivotColumn
  | Window
  | Frame
  | FrameBound
  | Assignment
  | InsertValues
  | DefaultValues
  | MergeClauses
  | RemoveDuplicates
  | TableElement
  | ColumnAttribute
  | TableAttribute
  | TableChange
  | SettingValue
  | CommandPart
  | TransferOption
  | OptionWord;

/** What holds names and texts alone, and is most of a statement. */
const PLAIN: ReadonlySet<Node["kind"]> = new Set([
  "column",
  "constant",
  "keyword_value",
  "name",
  "number",
  "qualified_name",
  "string",
]);

/** Returns whether nothing is below a node but names: whoever looks for queries, tables and calls need not go on. */
export function isPlain({ kind }: Node): boolean {
  return PLAIN.has(kind);
}

/** Returns the nodes right below a node, in the order in which it holds them. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  collect(node, children);
  return children;
}

/** What is not a node, a list or a part such as WHEN and its result, is looked into. */
function collect(holder: object, into: Node[]): void {
  // Every statement is walked several times, so nothing is made for a node but its place in the list.
  for (const key in holder) {
    // Every node has its place in the text, and nothing lies in that.
    if (key === "span") continue;
    add((holder as Readonly<Record<string, unknown>>)[key], into);
  }
}

function add(value: unknown, into: Node[]): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) for (const item of value) add(item, into);
  else if ("kind" in value) into.push(value as Node);
  else collect(value, into);
}

/** Returns the node and all below it: each before what it holds. */
export function nodesWithin(node: Node): readonly Node[] {
  const nodes: Node[] = [];
  // Those that are still to come, the next one last.
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    nodes.push(next);
    const { length } = pending;
    collect(next, pending);
    turn(pending, length);
  }
  return nodes;
}

/** Returns all nodes of a whole statement, as {@link nodesWithin} does. */
export const nodesOf: (tree: Statement) => readonly Node[] = keptByTree(nodesWithin);

/** Turns the order of the last ones, from a place on. */
function turn(nodes: Node[], from: number): void {
  for (let one = from, other = nodes.length - 1; one < other; one += 1, other -= 1) {
    const held = nodes[one] as Node;
    nodes[one] = nodes[other] as Node;
    nodes[other] = held;
  }
}
