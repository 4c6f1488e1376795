/** The formats of source files, as a COPY names them ("Data format parameters" of the Database Developer Guide). */

import type { JsonWrapper } from "./json-wrapper.ts";

/** Text of one record a line: CSV, or fields with a delimiter between them. */
export interface DelimitedFormat {
  readonly kind: "delimited";
  /** FORMAT CSV: fields may stand in quotation marks. */
  readonly csv: boolean;
  /** One character or several. */
  readonly delimiter: string;
  /** The quotation mark of CSV, one character. */
  readonly quote: string;
  /** ESCAPE: a backslash takes the meaning from the character after it. */
  readonly escape: boolean;
  /** REMOVEQUOTES: quotation marks around a field are not part of it. */
  readonly removeQuotes: boolean;
  /** NULL AS: what stands for null. */
  readonly nullAs: string;
  /** FILLRECORD: columns may be missing at the end of a record. */
  readonly fillRecord: boolean;
  /** IGNOREBLANKLINES: an empty line is not a record. */
  readonly ignoreBlankLines: boolean;
  /** IGNOREHEADER: lines at the start of each file that are not records. */
  readonly headerLines: number;
  /** The columns of the list after the table, else those of the table; empty while that is not known. */
  readonly columns: readonly string[];
}

/** The format of the files of one source. */
export type FileFormat =
  /** `wrapper`: what may stand around the rows, and is taken away. */
  { readonly kind: "json"; readonly wrapper?: JsonWrapper } | { readonly kind: "parquet" } | DelimitedFormat;

/** Returns CSV without a header and without options, with empty fields for null. */
export function plainCsv(delimiter: string): DelimitedFormat {
  return {
    kind: "delimited",
    csv: true,
    delimiter,
    quote: '"',
    escape: false,
    removeQuotes: false,
    nullAs: "",
    fillRecord: false,
    ignoreBlankLines: false,
    headerLines: 0,
    columns: [],
  };
}

/** What stands for null unless NULL AS says otherwise. */
export const DEFAULT_NULL = String.raw`\N`;

/** Returns what the files are, in words: `JSON`, `CSV`, `delimited text`, `Parquet`. */
export function formatName(format: FileFormat): string {
  switch (format.kind) {
    case "json":
      return "JSON";
    case "parquet":
      return "Parquet";
    case "delimited":
      return format.csv ? "CSV" : "delimited text";
  }
}
