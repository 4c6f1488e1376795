/** What Redshift refuses in a statement that can be read: every problem with its place and the way out. */
import { SqlError, type SqlProblem } from "../../errors.ts";
import { ParseError } from "../parse-error.ts";
import { parseStatements, type ParsedStatement } from "../parsed.ts";
import { placeOf } from "../place.ts";
import type { Unload } from "../syntax/transfer.ts";
import { nodesOf, type Node } from "../syntax/walk.ts";
import { refusedCall, usesOf, type TableUse } from "./call.ts";
import { refusedDeclaration } from "./declaration.ts";
import { refusedGrouping } from "./grouping.ts";
import { refusedHaving } from "./having.ts";
import { refusedValues } from "./insert.ts";
import { refusedJoin } from "./join.ts";
import { refusedMerge } from "./merge.ts";
import { refusedMarks } from "./outer-join.ts";
import type { Refusal } from "./refusal.ts";
import { refusedSetOperation } from "./set-operation.ts";
import { refusedType } from "./type.ts";
import { refusedUnload } from "./unload.ts";
import { refusedUpdate } from "./update.ts";
import { refusedVacuum } from "./vacuum.ts";
import { refusedView } from "./view.ts";
import { refusedWindow } from "./window.ts";
import { refusedInnerWith, refusedWith } from "./with.ts";
import { refusedOrders } from "./within-group.ts";

/** Returns everything in a statement that Redshift refuses, in order of place; nothing when it may be sent. */
export function refusalsOf(statement: ParsedStatement): readonly SqlProblem[] {
  return find(statement).map(({ message, next, start }) => ({ message, next, ...placeOf(statement, start) }));
}

/**
 * Does nothing for a statement that may be sent.
 * @throws SqlError with Redshift's SQLSTATE for the first thing in it that Redshift refuses.
 */
export function refuse(statement: ParsedStatement): void {
  const [first] = find(statement);
  if (first === undefined) return;
  const { message, sqlState, next, start, info } = first;
  throw new SqlError(message, placeOf(statement, start), { sqlState, next, info });
}

function find(statement: ParsedStatement): readonly Refusal[] {
  const found: Refusal[] = [];
  const nodes = nodesOf(statement.tree);
  const around = { statement, uses: usesOf(statement.tree), isMarked: nodes.some(isMark) };
  for (const node of nodes) {
    const refusals = refusedNode(node, around);
    if (refusals.length > 0) found.push(...refusals);
  }
  if (found.length === 0) return found;
  // Of one place the first is told: what contains it comes first, and knows more.
  const places = new Map<number, Refusal>();
  for (const one of found) if (!places.has(one.start)) places.set(one.start, one);
  return [...places.values()].toSorted((one, other) => one.start - other.start);
}

/** What a node is judged by beside itself. */
interface Around {
  readonly statement: ParsedStatement;
  readonly uses: TableUse;
  /** Whether any column of the statement has an outer join mark, which hardly one has. */
  readonly isMarked: boolean;
}

function isMark({ kind }: Node): boolean {
  return kind === "outer_join_mark";
}

function refusedNode(node: Node, { statement, uses, isMarked }: Around): readonly Refusal[] {
  switch (node.kind) {
    case "call":
      return [...refusedCall(node, uses), ...refusedWindow(node)];
    case "type_name":
      return refusedType(node);
    case "select":
      return [...refusedHaving(node), ...(isMarked ? refusedMarks(node) : []), ...refusedOrders(node)];
    case "join":
      return refusedJoin(node);
    case "with":
      return refusedWith(node);
    case "grouping":
      return refusedGrouping(node);
    case "set_operation":
      return refusedSetOperation(node);
    case "create_view":
      return refusedView(node);
    case "common_table":
    case "derived_table":
    case "array_query":
    case "exists":
    case "in_query":
    case "subquery":
      return refusedInnerWith(node.query);
    case "values":
      return refusedValues(node);
    case "update":
      return refusedUpdate(node);
    case "merge":
      return refusedMerge(node);
    case "create_table":
    case "alter_table":
      return refusedDeclaration(node, statement);
    case "unload":
      return refusedUnloading(node);
    case "vacuum":
      return refusedVacuum(node);
    default:
      return [];
  }
}

/** The query of an UNLOAD is a text of its own: what is refused in it is told at the text. */
function refusedUnloading(node: Unload): readonly Refusal[] {
  const [start] = node.query.span;
  try {
    const statements = node.query.kind === "string" ? parseStatements(node.query.value).statements : [];
    const inner = statements.flatMap(find).slice(0, 1);
    const trees = statements.map(({ tree }) => tree);
    return [...inner.map((refusal) => ({ ...refusal, start })), ...refusedUnload(node, trees)];
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { message, sqlState, next } = error;
    return [{ message: `in the query of UNLOAD: ${message}`, sqlState, next, start }];
  }
}
