/** A query with all that belongs to the whole of it ("SELECT"; "UNION, INTERSECT, and EXCEPT" of the Database Developer Guide). */
import type { Expression } from "../syntax/expression.ts";
import type { CommonTable, Query, QueryBody, SetOperand, SetOperation, With } from "../syntax/query.ts";
import type { Statement } from "../syntax/statement.ts";
import type { Cursor } from "./cursor.ts";
import { queryInBrackets } from "./in-brackets.ts";
import { name, nameList } from "./names.ts";
import { orderBy } from "./order-by.ts";
import { select } from "./select.ts";

/** Reads a query. */
export function query(cursor: Cursor): Query {
  const { start } = cursor;
  return cursor.nested(() => {
    const common = cursor.word() === "with" ? readWith(cursor) : undefined;
    return whole(cursor, common, setOperations(cursor), start);
  });
}

/** Reads WITH, and the UPDATE, the DELETE or the query after it. */
export function withStatement(
  cursor: Cursor,
  changes: Readonly<Record<"update" | "delete", (cursor: Cursor, common: With) => Statement>>,
): Statement {
  const { start } = cursor;
  return cursor.nested(() => {
    const common = readWith(cursor);
    const word = cursor.word();
    if (word === "update" || word === "delete") return changes[word](cursor, common);
    if (word === "insert")
      throw cursor.errorAt(
        cursor.at,
        "write INSERT INTO t (…) WITH … SELECT …",
        "Redshift has no WITH before INSERT",
      );
    if (word === "merge")
      throw cursor.errorAt(
        cursor.at,
        "put the rows into a table first, as in: create temp table … as select …; then merge from that",
        "Redshift has no WITH before MERGE",
      );
    return whole(cursor, common, setOperations(cursor), start);
  });
}

/** Reads the rest of a query whose first part, which starts at `start`, has been read in brackets. */
export function queryTail(cursor: Cursor, first: Query, start: number): Query {
  return whole(cursor, undefined, setOperations(cursor, first), start);
}

function whole(cursor: Cursor, common: With | undefined, body: QueryBody, start: number): Query {
  const order = cursor.word() === "order" ? orderBy(cursor) : [];
  let limit: Expression | undefined;
  let offset: Expression | undefined;
  let limited = false;
  for (;;) {
    if (!limited && cursor.accept("limit")) {
      limited = true;
      refuseShare(cursor);
      limit = cursor.accept("all") ? undefined : cursor.rules.expression(cursor);
    } else if (offset === undefined && cursor.accept("offset")) {
      offset = cursor.rules.expression(cursor);
      // Postgres' grammar takes these words, and they change nothing.
      cursor.acceptOne("row", "rows");
    } else {
      break;
    }
  }
  const span = cursor.span(start);
  const bare = common === undefined && order.length === 0 && limit === undefined && offset === undefined;
  // Brackets around the whole of a query mean nothing.
  if (bare && body.kind === "query") return { ...body, span };
  return { kind: "query", with: common, body, orderBy: order, limit, offset, span };
}

/** @throws ParseError for `limit 50%`, which DuckDB has. */
function refuseShare(cursor: Cursor): void {
  if (cursor.peek()?.kind !== "number" || cursor.symbol(1) !== "%") return;
  const behind = cursor.peek(2);
  if (behind !== undefined && cursor.symbol(2) !== ")" && cursor.word(2) !== "offset") return;
  const next = "give a number of rows; for a share of them filter by percent_rank() or ntile(…)";
  throw cursor.errorAt(cursor.at + 1, next, "Redshift has no LIMIT in percent");
}

function readWith(cursor: Cursor): With {
  const { start } = cursor;
  cursor.expect("with");
  const recursive = cursor.accept("recursive");
  const tables = cursor.list(commonTable);
  return { kind: "with", recursive, tables, span: cursor.span(start) };
}

function commonTable(cursor: Cursor): CommonTable {
  const { start } = cursor;
  const own = name(cursor, "the name of a common table");
  const columns = cursor.symbol() === "(" ? nameList(cursor) : [];
  cursor.expect("as");
  const inside = queryInBrackets(cursor);
  return { kind: "common_table", name: own, columns, query: inside, span: cursor.span(start) };
}

/** INTERSECT binds more tightly than the others, which are read from left to right. */
function setOperations(cursor: Cursor, first?: Query): QueryBody {
  const { start } = cursor;
  const body = intersections(cursor, first);
  const rest: SetOperand[] = [];
  for (;;) {
    const word = cursor.acceptOne("union", "except", "minus");
    if (word === undefined) break;
    const all = word === "union" && cursor.accept("all");
    if (word !== "union") refuseAll(cursor, word);
    const operator = word === "union" ? (all ? "union all" : "union") : "except";
    rest.push({ operator, query: intersections(cursor) });
  }
  return chain(cursor, body, rest, first?.span[0] ?? start);
}

function intersections(cursor: Cursor, first?: Query): QueryBody {
  const { start } = cursor;
  const body = first ?? term(cursor);
  const rest: SetOperand[] = [];
  while (cursor.accept("intersect")) {
    refuseAll(cursor, "intersect");
    rest.push({ operator: "intersect", query: term(cursor) });
  }
  return chain(cursor, body, rest, first?.span[0] ?? start);
}

function chain(cursor: Cursor, first: QueryBody, rest: readonly SetOperand[], start: number): QueryBody {
  if (rest.length === 0) return first;
  const operands = rest.map(({ operator, query: of }) => ({ operator, query: operandOf(of) }));
  return {
    kind: "set_operation",
    first: operandOf(first),
    rest: operands,
    span: cursor.span(start),
  } satisfies SetOperation;
}

/** Brackets around one SELECT alone mean nothing between set operators. */
function operandOf(of: QueryBody): QueryBody {
  if (of.kind !== "query" || of.body.kind !== "select") return of;
  const bare =
    of.with === undefined && of.orderBy.length === 0 && of.limit === undefined && of.offset === undefined;
  return bare ? of.body : of;
}

function refuseAll(cursor: Cursor, word: string): void {
  if (cursor.word() !== "all") return;
  const next = `leave ALL out, or number equal rows with row_number() before the ${word.toUpperCase()}`;
  throw cursor.errorAt(cursor.at, next, `Redshift has no ${word.toUpperCase()} ALL`);
}

function term(cursor: Cursor): QueryBody {
  if (cursor.symbol() === "(") return queryInBrackets(cursor);
  if (cursor.word() === "select") return select(cursor);
  if (cursor.word() === "values")
    throw cursor.errorAt(
      cursor.at,
      "write SELECT … UNION ALL SELECT …",
      "Redshift has VALUES in INSERT only",
    );
  throw cursor.error("SELECT, or a query in brackets");
}
