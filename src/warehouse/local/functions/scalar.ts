/** Functions that DuckDB does not have, in JavaScript; duck-functions.ts registers them. */
import type { DuckDBValue } from "@duckdb/node-api";

/** A value's type on both sides: text is a string, integer a number, bigint a bigint. */
export type ScalarType = "text" | "integer" | "bigint" | "boolean";

/** One function; it is not called for a NULL, whose result is NULL. */
export interface ScalarFunction {
  readonly name: string;
  readonly takes: readonly ScalarType[];
  readonly gives: ScalarType;
  /** @throws Error that begins with a SQLSTATE in square brackets */
  readonly compute: (values: readonly DuckDBValue[]) => DuckDBValue;
}
