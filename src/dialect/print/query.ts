/** Queries as Redshift SQL. */
import type {
  GroupBy,
  GroupItem,
  EmptySet,
  Query,
  QueryBody,
  Select,
  SelectItem,
  With,
} from "../syntax/query.ts";
import { printOrderBy } from "./call.ts";
import { printTables } from "./from.ts";
import { printName, printNames, printQualifiedName, printValue } from "./name.ts";
import type { Printer } from "./printer.ts";

/** Returns a query. */
export function printQuery(query: Query, printer: Printer): string {
  const { orderBy, limit, offset } = query;
  const pieces = [
    query.with === undefined ? "" : printWith(query.with, printer),
    printBody(query.body, printer),
    orderBy.length === 0 ? "" : printOrderBy(orderBy, printer),
    limit === undefined ? "" : `limit ${printer.expression(limit)}`,
    offset === undefined ? "" : `offset ${printer.expression(offset)}`,
  ];
  return join(pieces);
}

/** Returns WITH and its tables. */
export function printWith({ recursive, tables }: With, printer: Printer): string {
  const each = tables.map(({ name, columns, query }) => {
    const listed = columns.length === 0 ? "" : ` ${printNames(columns)}`;
    return `${printName(name)}${listed} as (${printer.query(query)})`;
  });
  return `with ${recursive ? "recursive " : ""}${each.join(", ")}`;
}

function printBody(body: QueryBody, printer: Printer): string {
  switch (body.kind) {
    case "query":
      return `(${printer.query(body)})`;
    case "select":
      return printSelect(body, printer);
    case "set_operation": {
      // What binds less tightly is a query in brackets already, so no brackets are due here.
      const rest = body.rest.map(({ operator, query }) => `${operator} ${printBody(query, printer)}`);
      return [printBody(body.first, printer), ...rest].join(" ");
    }
  }
}

function printSelect(select: Select, printer: Printer): string {
  const { quantifier, top, exclude, into, connectBy, groupBy } = select;
  const clause = (word: string, value: Select["where"]): string =>
    value === undefined ? "" : `${word} ${printer.expression(value)}`;
  return join([
    "select",
    top === undefined ? "" : `top ${printValue(top)}`,
    quantifier ?? "",
    select.items.map((item) => printItem(item, printer)).join(", "),
    exclude.length === 0 ? "" : `exclude ${printNames(exclude)}`,
    into === undefined ? "" : `into ${into.temporary ? "temporary " : ""}${printQualifiedName(into.table)}`,
    select.from.length === 0 ? "" : `from ${printTables(select.from, printer)}`,
    clause("where", select.where),
    clause("start with", connectBy?.startWith),
    clause("connect by", connectBy?.condition),
    groupBy === undefined ? "" : printGroupBy(groupBy, printer),
    clause("having", select.having),
    clause("qualify", select.qualify),
  ]);
}

function printItem({ expression, alias }: SelectItem, printer: Printer): string {
  const text = printer.expression(expression);
  return alias === undefined ? text : `${text} as ${printName(alias)}`;
}

function printGroupBy({ items }: GroupBy, printer: Printer): string {
  return `group by ${items === "all" ? "all" : items.map((item) => printGroupItem(item, printer)).join(", ")}`;
}

function printGroupItem(item: GroupItem | EmptySet, printer: Printer): string {
  if (item.kind === "empty_set") return "()";
  if (item.kind !== "grouping") return printer.expression(item);
  return `${item.form} (${item.items.map((each) => printGroupItem(each, printer)).join(", ")})`;
}

function join(pieces: readonly string[]): string {
  return pieces.filter((piece) => piece !== "").join(" ");
}
