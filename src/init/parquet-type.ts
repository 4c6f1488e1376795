/** The type of a column that takes one of a Parquet file, which fits one type alone (docs/copy.md). Pure. */
import { longestOf, textOf, wordOf, type ColumnType } from "./column-type.ts";
import type { SampleValue } from "./sample.ts";

const TYPES: Readonly<Record<string, ColumnType>> = {
  TINYINT: { kind: "whole", sql: "smallint" },
  SMALLINT: { kind: "whole", sql: "smallint" },
  INTEGER: { kind: "whole", sql: "integer" },
  BIGINT: { kind: "whole", sql: "bigint" },
  FLOAT: { kind: "double", sql: "real" },
  DOUBLE: { kind: "double", sql: "double precision" },
  BOOLEAN: { kind: "boolean", sql: "boolean" },
  DATE: { kind: "date", sql: "date" },
  TIMESTAMP: { kind: "timestamp", sql: "timestamp" },
  TIMESTAMP_NS: { kind: "timestamp", sql: "timestamp" },
  "TIMESTAMP WITH TIME ZONE": { kind: "timestamp", sql: "timestamp" },
};

/** Whether there is a type for it. @param told the type as DuckDB reads it: `INTEGER`, `DECIMAL(10,2)`, `STRUCT(…)` */
export function isParquetType(told: string): boolean {
  return told === "VARCHAR" || Object.hasOwn(TYPES, told) || /^DECIMAL\(|^(?:STRUCT|MAP)\(|\[\]$/.test(told);
}

/** Returns the one type; what is nested is SUPER. The length of text is that of the values, with room. */
export function parquetType(told: string, values: readonly SampleValue[]): ColumnType {
  const known = TYPES[told];
  if (known !== undefined) return known;
  if (told === "VARCHAR")
    return textOf(longestOf(values.map((value) => ("text" in value ? wordOf(value) : ""))));
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(told) ?? [];
  if (precision === undefined) return { kind: "super", sql: "super" };
  return { kind: scale === "0" ? "whole" : "double", sql: `decimal(${precision}, ${scale})` };
}
