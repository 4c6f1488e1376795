/**
 * DuckDB's client. It is CommonJS in dozens of files, all of which an `import` would read once more to find out what they export:
 * 50 ms of every start. Types are imported from the package as ever.
 * @throws an error with the code ERR_MODULE_NOT_FOUND where the package is not installed, as `import` does.
 */
import { createRequire } from "node:module";
import type * as Client from "@duckdb/node-api";

function load(): typeof Client {
  try {
    return createRequire(import.meta.url)("@duckdb/node-api") as typeof Client;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw Object.assign(new Error((error as Error).message, { cause: error }), {
      code: "ERR_MODULE_NOT_FOUND",
    });
  }
}

/** The package's exports. */
export const duckdb = load();
