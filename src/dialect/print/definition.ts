/** Views, schemas, what drops them, COPY and UNLOAD, as Redshift SQL. */
import type {
  Comment,
  CreateMaterializedView,
  CreateSchema,
  CreateView,
  Drop,
} from "../syntax/definition.ts";
import type { Copy, TransferOption, Unload } from "../syntax/transfer.ts";
import { printName, printNames, printQualifiedName, printValue } from "./name.ts";
import type { Printer } from "./printer.ts";
import { join, printTableAttribute } from "./table.ts";

/** Returns CREATE VIEW. */
export function printCreateView(view: CreateView, printer: Printer): string {
  const head = ["create", view.orReplace ? "or replace" : "", "view", printQualifiedName(view.name)];
  const columns = view.columns.length === 0 ? "" : printNames(view.columns);
  return join([
    ...head,
    columns,
    "as",
    printer.query(view.query),
    view.lateBinding ? "with no schema binding" : "",
  ]);
}

/** Returns CREATE MATERIALIZED VIEW. */
export function printCreateMaterializedView(view: CreateMaterializedView, printer: Printer): string {
  const { autoRefresh } = view;
  return join([
    "create materialized view",
    printQualifiedName(view.name),
    view.columns.length === 0 ? "" : printNames(view.columns),
    ...view.attributes.map(printTableAttribute),
    autoRefresh === undefined ? "" : `auto refresh ${autoRefresh ? "yes" : "no"}`,
    "as",
    printer.query(view.query),
  ]);
}

/** Returns CREATE SCHEMA. */
export function printCreateSchema({ ifNotExists, name, authorization, quota }: CreateSchema): string {
  const limit = typeof quota === "object" ? `${printValue(quota.size)} ${quota.unit}` : quota;
  return join([
    "create schema",
    ifNotExists ? "if not exists" : "",
    name === undefined ? "" : printQualifiedName(name),
    authorization === undefined ? "" : `authorization ${printName(authorization)}`,
    limit === undefined ? "" : `quota ${limit}`,
  ]);
}

/** Returns DROP. */
export function printDrop({ object, ifExists, names, externalDatabase, behavior }: Drop): string {
  return join([
    `drop ${object}`,
    ifExists ? "if exists" : "",
    names.map(printQualifiedName).join(", "),
    externalDatabase ? "drop external database" : "",
    behavior ?? "",
  ]);
}

/** Returns COMMENT ON. */
export function printComment({ object, name, on, text }: Comment): string {
  const of = on === undefined ? "" : `on ${printQualifiedName(on)}`;
  const said = text === undefined ? "null" : printValue(text);
  return join(["comment on", object, printQualifiedName(name), of, "is", said]);
}

/** Returns COPY. */
export function printCopy({ table, columns, source, options }: Copy): string {
  const listed = columns.length === 0 ? "" : printNames(columns);
  const head = ["copy", printQualifiedName(table), listed, "from", printValue(source)];
  return join([...head, ...options.map(printOption)]);
}

/** Returns UNLOAD. */
export function printUnload({ query, target, options }: Unload): string {
  return join([`unload (${printValue(query)}) to`, printValue(target), ...options.map(printOption)]);
}

function printOption({ name, values }: TransferOption): string {
  const names = values.filter((value) => value.kind === "name");
  const listed = name === "partition" ? [printNames(names)] : names.map(printName);
  const words = values.flatMap((value) => {
    if (value.kind === "name") return value === names[0] ? listed : [];
    return [value.kind === "word" ? value.word : printValue(value)];
  });
  return join([name === "variable" ? "" : name, ...words]);
}
