/**
 * DuckDB's client. It is bundled into dist/, since its CommonJS in some 180 files takes half as long again to load; the machine code that
 * it calls, @duckdb/node-bindings, stays a package, and is what the job's image lacks. Types are imported from the package as ever.
 */
import * as duckdb from "@duckdb/node-api";

/** The package's exports. */
export { duckdb };
