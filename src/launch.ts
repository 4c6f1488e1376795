/**
 * The way into the program `dwh`: dist/dwh.cjs, which starts main.ts. DuckDB runs a statement of `dwh serve` on a thread of Node's pool, and holds it until there are
 * rows. Node has four: as many slow questions kept everybody else waiting, at the login too. How many there are is said before the pool is first used, which is
 * when Node reads the first module: so this file is no module.
 */
/** One for each session that a server may have (serve/serve.ts), those of the job beside them, and some for files. */
const SERVER_THREADS = "256";

if (process.argv.includes("serve")) process.env["UV_THREADPOOL_SIZE"] ??= SERVER_THREADS;
void import("./main.ts");
