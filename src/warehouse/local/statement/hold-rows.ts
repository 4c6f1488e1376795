/**
 * What an INSERT holds before it writes. DuckDB writes the parts of a UNION ALL one after the other, each with one thread; what is held is made by all its threads,
 * and written by them all.
 */
import { columnsUnder, queryOf, selectOf } from "../bound/make-query.ts";
import type { BoundBody, BoundCommonTable, BoundQuery, BoundSelect, BoundTable } from "../bound/query.ts";
import type { BoundExpression } from "../bound/expression.ts";
import { duckName } from "../quote.ts";
import { someWithin } from "../bind/walk.ts";

/**
 * Returns the query with what reads in pieces held: the table of its WITH that hands on rows as it reads them, where the query does nothing but join them to others
 * and pass them on; all its rows otherwise, but for a query that has an order. The first leaves the joins to the threads that write, and holds no column that they add.
 * @param unique gives a name that the statement does not have yet
 */
export function holdRows(query: BoundQuery, unique: (name: string) => string): BoundQuery {
  if (isOrdered(query)) return query;
  const read = passedOn(query);
  if (read !== undefined) {
    return { ...query, with: query.with.map((table) => (table === read ? { ...table, held: true } : table)) };
  }
  const name = unique("rows");
  const alias = unique("rows");
  const items = columnsUnder(alias, query);
  const body = selectOf(items, query.columns, { kind: "relation", sql: duckName(name), alias });
  return { ...queryOf(body), with: [{ name, recursive: false, query, held: true }] };
}

/**
 * Returns a query that wants some of its rows, whichever: they are the first by its first column, which all threads look for. For a LIMIT without an order DuckDB
 * reads the parts of a UNION ALL one after the other.
 */
export function inSomeOrder(query: BoundQuery): BoundQuery {
  const [expression] = columnsUnder("", query);
  if (query.limit === undefined || query.orderBy.length > 0 || expression === undefined) return query;
  return { ...query, orderBy: [{ expression, output: 1, descending: false, nullsFirst: false }] };
}

/** Whether its rows come in an order, which what is held would lose: by itself, or as those of the ordered query that it reads row by row. */
function isOrdered({ orderBy, body }: BoundQuery): boolean {
  if (orderBy.length > 0) return true;
  const read = body.kind === "select" ? rowByRow(body) : undefined;
  return read?.kind === "derived" && isOrdered(read.query);
}

/** The table of the query's own WITH whose rows it passes on, where these are read in pieces. */
function passedOn(query: BoundQuery): BoundCommonTable | undefined {
  if (query.limit !== undefined || query.offset !== undefined || query.body.kind !== "select")
    return undefined;
  const read = rowByRow(query.body);
  if (read?.kind !== "relation") return undefined;
  return query.with.find(
    ({ name, recursive, query: own }) => duckName(name) === read.sql && !recursive && isReadInPieces(own),
  );
}

/** Whether rows of pieces go through it one by one, as nothing gathers them before. */
function isReadInPieces(body: BoundBody): boolean {
  switch (body.kind) {
    case "query":
      return (
        body.orderBy.length === 0 &&
        body.limit === undefined &&
        body.offset === undefined &&
        isReadInPieces(body.body)
      );
    case "set_operation":
      return body.operator === "union all" && (isReadInPieces(body.left) || isReadInPieces(body.right));
    case "select": {
      const read = rowByRow(body);
      return read?.kind === "relation" && read.inPieces === true;
    }
  }
}

/** What a SELECT reads row by row, the first table of its FROM; undefined where it groups, sorts or compares rows. */
function rowByRow({ distinct, groupBy, qualify, items, from }: BoundSelect): BoundTable | undefined {
  if (distinct || groupBy !== undefined || qualify !== undefined) return undefined;
  if (items.some((item) => someWithin(item, isOfManyRows))) return undefined;
  let first = from;
  while (first?.kind === "join") first = first.left;
  return first;
}

function isOfManyRows({ kind }: BoundExpression): boolean {
  return kind === "aggregate";
}
