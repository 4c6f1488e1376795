import { LockedError, SqlError, WarehouseError } from "../errors.ts";

/**
 * Returns whether an error is one statement's alone: the warehouse refused it or gave it up, or it waited too long for what another
 * session holds and was ended. The warehouse can be asked something else.
 */
export function isStatementFault(error: unknown): error is SqlError | WarehouseError | LockedError {
  return error instanceof SqlError || error instanceof WarehouseError || error instanceof LockedError;
}
