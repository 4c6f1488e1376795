/** Redshift's types in DuckDB. */
import type { DataType } from "../../../dialect/types.ts";

/**
 * Returns the DuckDB type that holds every value of a Redshift type; lengths are checked elsewhere, since DuckDB ignores
 * them.
 */
export function duckType(type: DataType): string {
  switch (type.name) {
    case "decimal":
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case "char":
    case "varchar":
      return "VARCHAR";
    case "varbyte":
      return "BLOB";
    case "real":
      return "FLOAT";
    case "double precision":
      return "DOUBLE";
    case "super":
      return "JSON";
    case "timetz":
      return "TIMETZ";
    case "timestamptz":
      return "TIMESTAMPTZ";
    case "smallint":
    case "integer":
    case "bigint":
    case "boolean":
    case "date":
    case "time":
    case "timestamp":
    case "interval":
      return type.name.toUpperCase();
  }
}

/** Returns a cast as Redshift makes it: an explicit cast to VARCHAR(n) or CHAR(n) cuts to n bytes. */
export function castTo(operand: string, type: DataType): string {
  if (type.name !== "varchar" && type.name !== "char") return `CAST(${operand} AS ${duckType(type)})`;
  const text = `redshift_functions.text(${operand})`;
  return type.length < 65_535 ? `redshift_cut(${text}, ${type.length})` : text;
}
