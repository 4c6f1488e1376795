/** Rows of a case as a file of their source. Pure. */
import type { DelimitedFormat, FileFormat } from "../formats/file-format.ts";
import type { GivenRow } from "./sql-case.ts";

/**
 * Returns the ending of the file and its text: objects one a line, or fields in the order of the columns that COPY lists. Parquet is not
 * text: write-parquet.ts.
 */
export function sourceFileOf(
  rows: readonly GivenRow[],
  format: Exclude<FileFormat, { readonly kind: "parquet" }>,
): { readonly ending: string; readonly text: string } {
  switch (format.kind) {
    case "json":
      return { ending: "json", text: rows.map((row) => `${JSON.stringify(row)}\n`).join("") };
    case "delimited":
      return { ending: "csv", text: delimited(rows, format) };
  }
}

function delimited(rows: readonly GivenRow[], format: DelimitedFormat): string {
  const { columns, headerLines, delimiter, nullAs } = format;
  const lines = rows.map((row) => {
    const fields = columns.map((column) => {
      const value = row[column];
      return value === undefined || value === null ? nullAs : field(wordOf(value), format);
    });
    return fields.join(delimiter);
  });
  const header = Array.from({ length: headerLines }, () => columns.join(delimiter));
  return [...header, ...lines].map((line) => `${line}\n`).join("");
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** In quotation marks for CSV; in text a backslash stands before what has a meaning, where ESCAPE takes it away again. */
function field(value: string, { csv, quote, escape, delimiter }: DelimitedFormat): string {
  if (csv) return `${quote}${value.replaceAll(quote, quote + quote)}${quote}`;
  if (!escape) return value;
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\\n").replaceAll(delimiter, `\\${delimiter}`);
}
