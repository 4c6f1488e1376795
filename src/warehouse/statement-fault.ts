import { SqlError, WarehouseError } from "../errors.ts";

/** Returns whether an error is one statement's alone: the warehouse refused it or gave it up, and can be asked something else. */
export function isStatementFault(error: unknown): error is SqlError | WarehouseError {
  return error instanceof SqlError || error instanceof WarehouseError;
}
