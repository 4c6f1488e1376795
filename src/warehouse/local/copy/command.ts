/** COPY as a value. */
import type { DelimitedFormat } from "../../../formats/file-format.ts";

/** How JSON goes into columns: by their names, whole into one SUPER column, or by the JSONPaths of a file. */
export type JsonShape =
  | { readonly kind: "auto"; readonly ignoreCase: boolean }
  | { readonly kind: "noshred" }
  | { readonly kind: "jsonpaths"; readonly url: string };

/** What the files are. */
export type CopyFormat =
  | { readonly kind: "json"; readonly shape: JsonShape }
  | DelimitedFormat
  /** SERIALIZETOJSON: what is nested goes into SUPER columns. */
  | { readonly kind: "parquet"; readonly serializeToJson: boolean; readonly fillRecord: boolean };

/** A COPY with all its options, those that it does not give as Redshift sets them. */
export interface CopyCommand {
  readonly schema: string | undefined;
  readonly table: string;
  readonly columns: readonly string[] | undefined;
  /** A key prefix, or the exact key of a manifest. */
  readonly from: string;
  readonly manifest: boolean;
  /** REGION: where everything that the COPY reads is; undefined is the warehouse's. */
  readonly region: string | undefined;
  readonly format: CopyFormat;
  readonly compression: "" | "gzip" | "zstd";
  readonly timeFormat: string;
  readonly dateFormat: string;
  /** Errors at which the COPY fails; Infinity with IGNOREALLERRORS. */
  readonly maxErrors: number;
  readonly truncateColumns: boolean;
  readonly blanksAsNull: boolean;
  readonly emptyAsNull: boolean;
  readonly trimBlanks: boolean;
  readonly roundDecimals: boolean;
  readonly acceptAnyDate: boolean;
  /** What stands for an invalid byte; undefined: an invalid byte is an error. */
  readonly invalidCharacters: string | undefined;
  readonly ignoreHeader: number;
  readonly explicitIds: boolean;
  /** NOLOAD: check, and load nothing. */
  readonly dryRun: boolean;
}
