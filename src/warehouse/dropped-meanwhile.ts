import { WarehouseError } from "../errors.ts";

/** How Redshift says it: Developer Guide, "Troubleshooting serializable isolation errors", "ERROR:1018 DETAIL: Relation does not exist". */
export const DROPPED = /^1018\b|code:\s+1018\b|could not open relation with OID/;

/**
 * Returns whether an error says that a table which a statement reads was dropped while it was on its way, as a run drops staging and makes
 * it anew: asked again, it may find one of the same name. A table that was never there is told in the same way (SQLSTATE 42P01).
 */
export function isDroppedMeanwhile(error: unknown): error is WarehouseError {
  return (
    error instanceof WarehouseError &&
    (error.sqlState === "42P01" || DROPPED.test(`${error.message}\n${error.detail ?? ""}`))
  );
}
