/** What stands in FROM ("FROM clause", "JOIN examples", "Unnesting queries" of the Database Developer Guide). */
import type { Expression } from "../syntax/expression.ts";
import type { QualifiedName } from "../syntax/node.ts";
import type { FunctionTable, Join, TableReference } from "../syntax/query.ts";
import { alias, typedColumns } from "./alias.ts";
import { isCall, plainCall } from "./call.ts";
import type { Cursor } from "./cursor.ts";
import { isQuery, queryContinues, queryInBrackets } from "./in-brackets.ts";
import { isName, label, name, nameList, qualifiedName } from "./names.ts";
import { isPivot, objectUnpivot, pivot, refusePivot } from "./pivot.ts";

/** Reads the tables of FROM or USING, with commas between. */
export function from(cursor: Cursor): readonly TableReference[] {
  return cursor.list(joined);
}

/** Reads a table and the joins after it. */
function joined(cursor: Cursor): TableReference {
  const { start } = cursor;
  let levels = 1;
  cursor.enter();
  let left = pivoted(cursor);
  for (;;) {
    const next = join(cursor, left, start);
    if (next === undefined) break;
    left = next;
    cursor.enter();
    levels += 1;
  }
  refusePivot(cursor);
  cursor.leave(levels);
  return left;
}

function join(cursor: Cursor, left: TableReference, start: number): Join | undefined {
  const natural = cursor.accept("natural");
  const cross = !natural && cursor.accept("cross");
  const side = cross ? undefined : cursor.acceptOne("inner", "left", "right", "full");
  if (side !== undefined && side !== "inner") cursor.accept("outer");
  if (natural || cross || side !== undefined) cursor.expect("join");
  else if (!cursor.accept("join")) return undefined;
  // A join without its condition belongs to the one that is read on the right: a join b join c on … on …
  const right = natural || cross ? pivoted(cursor) : cursor.nested(() => rightOf(cursor));
  const type = cross ? "cross" : (side ?? "inner");
  if (natural || cross) return joinOf({ type, natural, left, right }, {}, cursor, start);
  if (cursor.accept("using"))
    return joinOf({ type, natural, left, right }, { using: nameList(cursor) }, cursor, start);
  cursor.expect("on");
  return joinOf({ type, natural, left, right }, { on: cursor.rules.expression(cursor) }, cursor, start);
}

/** The table on the right of a join that has a condition: with the joins whose conditions stand before that one. */
function rightOf(cursor: Cursor): TableReference {
  const { start } = cursor;
  let right = pivoted(cursor);
  let levels = 0;
  while (cursor.word() !== "on" && cursor.word() !== "using") {
    const next = join(cursor, right, start);
    if (next === undefined) throw cursor.error("ON or USING");
    right = next;
    cursor.enter();
    levels += 1;
  }
  cursor.leave(levels);
  return right;
}

function joinOf(
  sides: Pick<Join, "type" | "natural" | "left" | "right">,
  condition: { readonly on?: Expression; readonly using?: Join["using"] },
  cursor: Cursor,
  start: number,
): Join {
  const { on, using = [] } = condition;
  return { kind: "join", ...sides, on, using, span: cursor.span(start) };
}

function pivoted(cursor: Cursor): TableReference {
  const { start } = cursor;
  let table = cursor.nested(() => one(cursor));
  let levels = 0;
  while (isPivot(cursor)) {
    table = pivot(cursor, table, start);
    cursor.enter();
    levels += 1;
  }
  cursor.leave(levels);
  return table;
}

function one(cursor: Cursor): TableReference {
  const { start } = cursor;
  if (cursor.symbol() === "(") return brackets(cursor);
  if (cursor.word() === "unpivot") return objectUnpivot(cursor);
  if (cursor.word() === "lateral") refuseLateral(cursor);
  if (cursor.word() === "unnest" && cursor.symbol(1) === "(") return unnestCall(cursor);
  if (isCall(cursor)) return functionTable(cursor);
  const own = qualifiedName(cursor, "a table");
  if (cursor.symbol() === "[") return path(cursor, own, start);
  const called = alias(cursor);
  if (called === undefined || !cursor.isWords("at")) {
    return { kind: "table", name: own, alias: called, span: cursor.span(start) };
  }
  cursor.expect("at");
  const column = { kind: "column", parts: own.parts, span: own.span } as const;
  return {
    kind: "unnest",
    called: false,
    path: column,
    alias: called,
    at: name(cursor),
    span: cursor.span(start),
  };
}

function refuseLateral(cursor: Cursor): void {
  if (cursor.symbol(1) !== "(" && cursor.symbol(2) !== "(") return;
  const next = "join a subquery that is grouped by the key; a SUPER column is unnested by naming it in FROM";
  throw cursor.errorAt(cursor.at, next, "Redshift has no LATERAL");
}

/** A SUPER path with subscripts: `from t, t.orders[0].items as item at index`. */
function path(cursor: Cursor, own: QualifiedName, start: number): TableReference {
  let base: Expression = { kind: "column", parts: own.parts, span: own.span };
  let levels = 0;
  for (;;) {
    cursor.enter();
    levels += 1;
    if (cursor.acceptSymbol("[")) {
      const index = cursor.rules.expression(cursor);
      cursor.expectSymbol("]");
      base = { kind: "subscript", base, index, span: cursor.span(start) };
    } else if (cursor.acceptSymbol(".")) {
      base = { kind: "field", base, name: label(cursor), span: cursor.span(start) };
    } else {
      break;
    }
  }
  cursor.leave(levels);
  const called = alias(cursor);
  const at = called !== undefined && cursor.accept("at") ? name(cursor) : undefined;
  return { kind: "unnest", called: false, path: base, alias: called, at, span: cursor.span(start) };
}

/** `unnest(o.products) as unnested (product)` ("UNNEST examples"). */
function unnestCall(cursor: Cursor): TableReference {
  const { start } = cursor;
  cursor.expect("unnest");
  const unnested = cursor.inBrackets((inside) => inside.rules.expression(inside));
  return {
    kind: "unnest",
    called: true,
    path: unnested,
    alias: alias(cursor),
    at: undefined,
    span: cursor.span(start),
  };
}

function functionTable(cursor: Cursor): FunctionTable {
  const { start } = cursor;
  const call = plainCall(cursor, start);
  if (cursor.isWords("as") && cursor.symbol(1) === "(") {
    cursor.at += 1;
    return {
      kind: "function_table",
      call,
      alias: undefined,
      columns: typedColumns(cursor),
      span: cursor.span(start),
    };
  }
  const declared = isDeclared(cursor);
  const called = alias(cursor, declared);
  const columns = declared ? typedColumns(cursor) : [];
  return { kind: "function_table", call, alias: called, columns, span: cursor.span(start) };
}

/** Whether types stand after the names of the columns: `as t (a int, b int)`. */
function isDeclared(cursor: Cursor): boolean {
  const open = cursor.word() === "as" ? 2 : 1;
  return cursor.symbol(open) === "(" && isName(cursor, open + 1) && cursor.peek(open + 2)?.kind === "word";
}

/** `(select …) as t`, or joins in brackets. */
function brackets(cursor: Cursor): TableReference {
  const { start } = cursor;
  if (isQuery(cursor, 1)) {
    const query = queryInBrackets(cursor);
    return { kind: "derived_table", query, alias: alias(cursor), span: cursor.span(start) };
  }
  cursor.expectSymbol("(");
  if (cursor.word() === "values")
    throw cursor.errorAt(
      cursor.at,
      "write SELECT … UNION ALL SELECT …",
      "Redshift has VALUES in INSERT only",
    );
  if (cursor.word() === "from")
    throw cursor.errorAt(cursor.at, "write (SELECT * FROM …)", "Redshift has no FROM before SELECT");
  const inner = joined(cursor);
  const nested = inner.kind === "derived_table" && inner.alias === undefined ? inner.query : undefined;
  if (nested !== undefined && (queryContinues(cursor) || cursor.symbol() === ")")) {
    const query = queryContinues(cursor) ? cursor.rules.queryTail(cursor, nested, nested.span[0]) : nested;
    cursor.expectSymbol(")");
    return { kind: "derived_table", query, alias: alias(cursor), span: cursor.span(start) };
  }
  cursor.expectSymbol(")");
  return inner;
}
