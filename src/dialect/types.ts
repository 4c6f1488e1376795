/** Redshift's data types as values (Database Developer Guide, "Data types"). */

export type DataType =
  | { readonly name: "smallint" | "integer" | "bigint" | "real" | "double precision" | "boolean" }
  | { readonly name: "date" | "time" | "timetz" | "timestamp" | "timestamptz" | "super" | "interval" }
  | { readonly name: "decimal"; readonly precision: number; readonly scale: number }
  /** Lengths are bytes. */
  | { readonly name: "char" | "varchar" | "varbyte"; readonly length: number };
