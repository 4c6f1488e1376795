/** Rows as the lines of text files (Database Developer Guide, "UNLOAD"). */
import type { DataType } from "../../../dialect/types.ts";
import type { Row } from "../../warehouse.ts";
import { isText } from "../types/common-type.ts";
import type { TextFormat, UnloadColumn } from "./command.ts";

/** How the rows of one UNLOAD become lines, each with its newline. */
export interface LineWriter {
  /** The line at the top of every file; undefined where there is none. */
  readonly header: string | undefined;
  /** Values in the order of the columns, in Postgres' text format. */
  readonly line: (row: Row) => string;
}

/** A field of a column. */
type WriteField = (value: string | null) => string;

/** Returns the writer of a format. @param columns those that stand in the files */
export function lineWriter(format: TextFormat, columns: readonly UnloadColumn[]): LineWriter {
  if (format.kind === "json") return jsonLines(columns);
  const field = format.kind === "csv" ? csvField(format) : textField(format);
  const fields = columns.map(({ type }) => field(type));
  const name = field({ name: "varchar", length: 128 });
  const joined = (values: readonly string[]): string => `${values.join(format.delimiter)}\n`;
  return {
    // "Text transformation options, such as CSV, DELIMITER, ADDQUOTES, and ESCAPE, also apply to the header line."
    header: format.header ? joined(columns.map((column) => name(column.name))) : undefined,
    line: (row) => joined(row.map((value, at) => (fields[at] as WriteField)(value))),
  };
}

/** "As a result, SUPER data columns ignore the NULL [AS] option": a null of theirs is JSON's. */
function nullOf(type: DataType, nullAs: string): string {
  return type.name === "super" ? "null" : nullAs;
}

/**
 * A field with a delimiter, a double quotation mark, a newline or a carriage return is in quotes, and a quotation mark in it is doubled.
 * The page puts nothing else in quotes: an empty text and a NULL are the same unless NULL AS tells them apart.
 */
function csvField({
  delimiter,
  nullAs,
}: Extract<TextFormat, { readonly kind: "csv" }>): (type: DataType) => WriteField {
  return (type) => (value) => {
    const text = value ?? nullOf(type, nullAs);
    return /["\n\r]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  };
}

/**
 * ESCAPE puts a backslash before what would end a field, "for CHAR and VARCHAR columns"; ADDQUOTES puts quotation marks around each
 * field, as its own text says, though an example has them around texts alone: COPY with REMOVEQUOTES reads both.
 */
function textField({
  delimiter,
  nullAs,
  addQuotes,
  escape,
}: Extract<TextFormat, { readonly kind: "text" }>): (type: DataType) => WriteField {
  const escaped = new Set(["\n", "\r", "\\", delimiter, ...(addQuotes ? ['"', "'"] : [])]);
  const quote = addQuotes ? '"' : "";
  return (type) => {
    const escapes = escape && isText(type);
    return (value) => {
      if (value === null) return `${quote}${nullOf(type, nullAs)}${quote}`;
      if (!escapes) return `${quote}${value}${quote}`;
      let text = "";
      for (const sign of value) text += escaped.has(sign) ? `\\${sign}` : sign;
      return `${quote}${text}${quote}`;
    };
  };
}

/** Types whose text is a number of JSON, but for NaN and the infinities. */
const NUMBERS: ReadonlySet<DataType["name"]> = new Set([
  "smallint",
  "integer",
  "bigint",
  "decimal",
  "real",
  "double precision",
]);

/**
 * "Each line containing a JSON object": numbers and SUPER values as they are, "boolean values are unloaded as t or f, and NULL values
 * are unloaded as null". The page does not say that t and f are in quotes; without them the line would be no JSON.
 */
function jsonLines(columns: readonly UnloadColumn[]): LineWriter {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  const plain = columns.map(({ type }) => type.name === "super" || NUMBERS.has(type.name));
  return {
    header: undefined,
    line(row) {
      const members = row.map((value, at) => {
        if (value === null) return `${keys[at]}null`;
        const bare = plain[at] === true && !/^-?(?:nan|inf)/i.test(value);
        return `${keys[at]}${bare ? value : JSON.stringify(value)}`;
      });
      return `{${members.join(",")}}\n`;
    },
  };
}
