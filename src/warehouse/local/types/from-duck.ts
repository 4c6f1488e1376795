/** DuckDB's types by Redshift's names, for what nobody declared: system tables, whose numbers of objects are UINTEGER, and views of older files. */
import type { DuckDBType } from "@duckdb/node-api";
import type { DataType } from "../../../dialect/types.ts";
import { duckdb } from "../duckdb.ts";

const { DuckDBTypeId } = duckdb;

/** Returns the type; a text for every type that Redshift does not have. */
export function typeFromDuck(type: DuckDBType): DataType {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return { name: "boolean" };
    case DuckDBTypeId.SMALLINT:
      return { name: "smallint" };
    case DuckDBTypeId.INTEGER:
      return { name: "integer" };
    case DuckDBTypeId.BIGINT:
      return { name: "bigint" };
    case DuckDBTypeId.UINTEGER:
      return { name: "oid" };
    case DuckDBTypeId.LIST:
      return { name: "array", of: typeFromDuck(type.valueType) };
    case DuckDBTypeId.FLOAT:
      return { name: "real" };
    case DuckDBTypeId.DOUBLE:
      return { name: "double precision" };
    case DuckDBTypeId.DECIMAL: {
      const { width, scale } = type as DuckDBType & { readonly width: number; readonly scale: number };
      return { name: "decimal", precision: width, scale };
    }
    case DuckDBTypeId.DATE:
      return { name: "date" };
    case DuckDBTypeId.TIME:
      return { name: "time" };
    case DuckDBTypeId.TIMESTAMP:
      return { name: "timestamp" };
    case DuckDBTypeId.TIMESTAMP_TZ:
      return { name: "timestamptz" };
    case DuckDBTypeId.INTERVAL:
      return { name: "interval" };
    case DuckDBTypeId.BLOB:
      return { name: "varbyte", length: 64_000 };
    default:
      return type.alias === "JSON" ? { name: "super" } : { name: "varchar", length: 65_535 };
  }
}
