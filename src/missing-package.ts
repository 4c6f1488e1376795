/** What the job's image leaves out: DuckDB, and what draws the report. A run on Redshift does without. */
import { ConfigError } from "./errors.ts";

/**
 * Returns a handler for `import(…).catch(…)` that explains a failed import.
 * @throws (the handler) ConfigError with these facts when a package is not installed; what it was given otherwise
 */
export function explainMissingPackage(
  what: string,
  facts: { readonly where: string; readonly next: string },
) {
  return (error: unknown): never => {
    const { code = "" } = error as NodeJS.ErrnoException;
    // What `import` says, and what `require` does.
    if (!["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(code)) throw error;
    throw new ConfigError(what, { ...facts, cause: error });
  };
}
