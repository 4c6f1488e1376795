/** UNLOAD as a value. */
import type { DataType } from "../../../dialect/types.ts";

/** A column of the query. */
export interface UnloadColumn {
  readonly name: string;
  readonly type: DataType;
}

/** How the rows are written. */
export type UnloadFormat = { readonly kind: "parquet" } | TextFormat;

/** One that has lines. */
export type TextFormat =
  | { readonly kind: "json" }
  /** Fields in quotes where they need them, and a quote doubled. */
  | { readonly kind: "csv"; readonly delimiter: string; readonly nullAs: string; readonly header: boolean }
  | {
      readonly kind: "text";
      readonly delimiter: string;
      readonly nullAs: string;
      readonly header: boolean;
      readonly addQuotes: boolean;
      readonly escape: boolean;
    };

/** How text files are compressed; Parquet files are as they are. */
export type Compression = "" | "gzip" | "zstd";

/** An UNLOAD with all its options, those that it does not give as Redshift sets them. */
export interface UnloadCommand {
  /** What stands before the names of all files; with PARTITION BY a slash at its end. */
  readonly to: string;
  readonly format: UnloadFormat;
  readonly compression: Compression;
  /** What stands after a point at the end of every name; undefined where nothing does. */
  readonly extension: string | undefined;
  /** Whether the names count files of slices, of which there is one here, or files alone. */
  readonly parallel: boolean;
  /** Bytes of a file, about. */
  readonly maxFileSize: number;
  readonly manifest: "none" | "plain" | "verbose";
  /** What becomes of files that are there. */
  readonly existing: "refuse" | "overwrite" | "remove";
  /** Names of columns by whose values files go into folders, and whether they stand in the files too; none without PARTITION BY. */
  readonly partition: { readonly columns: readonly string[]; readonly include: boolean };
  /** REGION: where the files go; undefined is the warehouse's. */
  readonly region: string | undefined;
}
