/** What stands in FROM, as Redshift SQL. */
import type { Alias, Join, TableReference } from "../syntax/query.ts";
import { printName, printNames, printQualifiedName, printType } from "./name.ts";
import type { Printer } from "./printer.ts";

/** Returns tables with commas between. */
export function printTables(tables: readonly TableReference[], printer: Printer): string {
  return tables.map((table) => printTable(table, printer)).join(", ");
}

/** Returns ` as name (columns)`; nothing where there is none. */
export function printAlias(alias: Alias | undefined): string {
  if (alias === undefined) return "";
  return ` as ${printName(alias.name)}${alias.columns.length === 0 ? "" : ` ${printNames(alias.columns)}`}`;
}

function printTable(table: TableReference, printer: Printer): string {
  switch (table.kind) {
    case "table":
      return `${printQualifiedName(table.name)}${printAlias(table.alias)}`;
    case "unnest": {
      const at = table.at === undefined ? "" : ` at ${printName(table.at)}`;
      const path = printer.expression(table.path);
      return `${table.called ? `unnest(${path})` : path}${printAlias(table.alias)}${at}`;
    }
    case "derived_table":
      return `(${printer.query(table.query)})${printAlias(table.alias)}`;
    case "function_table": {
      const columns = table.columns
        .map(({ name, type }) => `${printName(name)} ${printType(type)}`)
        .join(", ");
      const as = table.alias === undefined && columns !== "" ? " as" : printAlias(table.alias);
      return `${printer.expression(table.call)}${as}${columns === "" ? "" : ` (${columns})`}`;
    }
    case "join":
      return printJoin(table, printer);
    case "pivot": {
      const item = ({ expression, alias }: (typeof table.values)[number]): string =>
        `${printer.expression(expression)}${alias === undefined ? "" : ` as ${printName(alias)}`}`;
      const values = table.values.map(item).join(", ");
      const source = printSource(table.source, printer);
      return `${source} pivot (${item(table.aggregate)} for ${printName(table.by)} in (${values}))${printAlias(table.alias)}`;
    }
    case "unpivot": {
      const columns = table.columns.map(({ column, alias }) =>
        alias === undefined ? printName(column) : `${printName(column)} as ${printName(alias)}`,
      );
      const nulls = table.nulls === undefined ? "" : ` ${table.nulls} nulls`;
      const inside = `${printName(table.value)} for ${printName(table.name)} in (${columns.join(", ")})`;
      return `${printSource(table.source, printer)} unpivot${nulls} (${inside})${printAlias(table.alias)}`;
    }
    case "object_unpivot": {
      const at = table.attribute === undefined ? "" : ` at ${printName(table.attribute)}`;
      return `unpivot ${printer.expression(table.path)} as ${printName(table.value)}${at}`;
    }
  }
}

function printSource(source: TableReference, printer: Printer): string {
  const text = printTable(source, printer);
  return source.kind === "join" ? `(${text})` : text;
}

function printJoin({ type, natural, left, right, on, using }: Join, printer: Printer): string {
  const words = `${natural ? "natural " : ""}${type} join`;
  const condition = on === undefined ? "" : ` on ${printer.expression(on)}`;
  const columns = using.length === 0 ? "" : ` using ${printNames(using)}`;
  return `${printTable(left, printer)} ${words} ${printSource(right, printer)}${condition}${columns}`;
}
