/** Redshift's types in DuckDB. */
import type { BoundType } from "../bound/type.ts";

/** Returns the DuckDB type that holds every value of a Redshift type; lengths are held elsewhere, since DuckDB ignores them. */
export function duckType(type: BoundType): string {
  switch (type.name) {
    case "decimal":
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case "char":
    case "varchar":
    case "unknown":
    case "name":
    case '"char"':
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
    case "oid":
    case "regclass":
    case "regproc":
    case "regtype":
      return "UINTEGER";
    case "array":
      return `${duckType(type.of)}[]`;
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
