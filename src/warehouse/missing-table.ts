import { WarehouseError } from "../errors.ts";

/** Returns whether an error says that a table is not there (SQLSTATE 42P01). */
export function isMissingTable(error: unknown): error is WarehouseError {
  return error instanceof WarehouseError && error.sqlState === "42P01";
}
