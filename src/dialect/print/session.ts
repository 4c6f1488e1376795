/** Transactions, settings, cursors, prepared statements, upkeep and commands, as Redshift SQL. */
import { quoteLiteral, quoteName } from "../quote.ts";
import type { Command, CommandSlot } from "../syntax/command.ts";
import type { QualifiedName } from "../syntax/node.ts";
import type {
  Analyze,
  Begin,
  CallProcedure,
  Execute,
  FetchCursor,
  SettingValue,
  SetSetting,
  Vacuum,
} from "../syntax/session.ts";
import { printName, printNames, printQualifiedName, printType, printValue } from "./name.ts";
import type { Printer } from "./printer.ts";
import { join } from "./table.ts";

/** Returns BEGIN. */
export function printBegin({ isolation, access }: Begin): string {
  return join(["begin", isolation === undefined ? "" : `isolation level ${isolation}`, access ?? ""]);
}

/** Returns SET. */
export function printSet({ scope, name, values }: SetSetting): string {
  const said = values.length === 0 ? "default" : values.map(printSettingValue).join(", ");
  return join(["set", scope ?? "", printSetting(name), "to", said]);
}

/** Returns the name of a setting. */
export function printSetting(name: string): string {
  const parts = name.split(".").map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : quoteName(part)));
  // SESSION and LOCAL would be read as the scope.
  return name === "session" || name === "local" ? quoteName(name) : parts.join(".");
}

function printSettingValue({ text, form }: SettingValue): string {
  if (form === "string") return quoteLiteral(text);
  return form === "name" ? quoteName(text) : text;
}

/** Returns ANALYZE. */
export function printAnalyze({ verbose, table, columns, which }: Analyze): string {
  return join([
    "analyze",
    verbose ? "verbose" : "",
    table === undefined ? "" : printQualifiedName(table),
    columns.length === 0 ? "" : printNames(columns),
    which === undefined ? "" : `${which} columns`,
  ]);
}

/** Returns VACUUM. */
export function printVacuum({ form, table, threshold, boost }: Vacuum): string {
  return join([
    "vacuum",
    form ?? "",
    table === undefined ? "" : printQualifiedName(table),
    threshold === undefined ? "" : `to ${printValue(threshold)} percent`,
    boost ? "boost" : "",
  ]);
}

/** Returns FETCH. */
export function printFetch({ count, cursor }: FetchCursor): string {
  return `fetch forward ${String(count)} from ${printName(cursor)}`;
}

/** Returns EXECUTE. */
export function printExecute({ name, args }: Execute, printer: Printer): string {
  return join([
    "execute",
    printName(name),
    args.length === 0 ? "" : `(${args.map(printer.expression).join(", ")})`,
  ]);
}

/** Returns CALL. */
export function printCall({ name, args }: CallProcedure, printer: Printer): string {
  return `call ${printQualifiedName(name)}(${args.map(printer.expression).join(", ")})`;
}

/** Returns a command: names always in quotes, since a word of its synopsis may be a name too. */
export function printCommand({ parts }: Command, printer: Printer): string {
  return parts
    .map((part) => (part.kind === "command_word" ? part.text : printSlot(part.value, printer)))
    .join(" ");
}

function printSlot(value: CommandSlot["value"], printer: Printer): string {
  switch (value.kind) {
    case "qualified_name":
      return printQuoted(value);
    case "type_name":
      return printType(value);
    case "query":
      return printer.query(value);
    default:
      return printer.expression(value);
  }
}

function printQuoted({ parts }: QualifiedName): string {
  return parts.map((part) => (part.variable ? printName(part) : quoteName(part.value))).join(".");
}
