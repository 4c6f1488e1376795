/** Which columns of a Parquet file go into which types ("COPY from columnar data formats" of the Database Developer Guide). */
import type { ColumnType } from "../../../dialect/types.ts";
import { renderDataType } from "../../../dialect/types.ts";

/** A column at the root of a Parquet file. */
export interface ParquetColumn {
  readonly name: string;
  /** Its type as DuckDB reads it: `INTEGER`, `DECIMAL(10,2)`, `STRUCT(…)` … */
  readonly type: string;
}

/**
 * Whether a column fits one of the table, whose "column definition must match the columnar file format": each integer by its own width,
 * decimals by precision and scale. SMALLINT also takes the narrow integers, which Parquet stores in the same 32 bits. SUPER takes what is
 * nested, with SERIALIZETOJSON.
 */
export function fits(type: ColumnType, column: ParquetColumn, serializeToJson: boolean): boolean {
  switch (type.name) {
    case "smallint":
      return ["TINYINT", "SMALLINT", "INTEGER"].includes(column.type);
    case "integer":
      return column.type === "INTEGER";
    case "bigint":
      return column.type === "BIGINT";
    case "real":
      return column.type === "FLOAT";
    case "double precision":
      return column.type === "DOUBLE";
    case "boolean":
      return column.type === "BOOLEAN";
    case "date":
      return column.type === "DATE";
    case "timestamp":
      // Writers mark moments as UTC or not as they please, and TIMESTAMP has no zone to lose.
      return ["TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"].includes(column.type);
    case "timestamptz":
      return column.type === "TIMESTAMP WITH TIME ZONE";
    case "char":
    case "varchar":
      return column.type === "VARCHAR";
    case "decimal":
      return column.type === `DECIMAL(${type.precision},${type.scale})`;
    case "super":
      return serializeToJson && /^(?:STRUCT|MAP)\(|\[\]$/.test(column.type);
    case "time":
    case "timetz":
    case "interval":
    case "varbyte":
      return false;
  }
}

/** Returns what is said of a column that does not fit, as Redshift Spectrum says it. */
export function sayIncompatible(url: string, name: string, type: ColumnType, column: ParquetColumn): string {
  return (
    `File '${url}' has an incompatible Parquet schema for column '${name}'. ` +
    `Column type: ${renderDataType(type).toUpperCase()}, Parquet schema: ${column.type.toLowerCase()} ${column.name}`
  );
}
