/** EXPLAIN. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Result } from "../warehouse.ts";
import { columnsOf } from "./columns-of.ts";
import { commandResult } from "./command-result.ts";
import type { Plan } from "./statement/plan.ts";

/** Returns the plan of DuckDB, a line a row. */
export async function explain(
  connection: DuckDBConnection,
  plan: Extract<Plan, { readonly kind: "explain" }>,
): Promise<Result> {
  const reader = await connection.runAndReadAll(`EXPLAIN ${plan.sql}`);
  const rows = reader
    .getRows()
    .flatMap((row) => String(row[1]).trimEnd().split("\n"))
    .map((line) => [line]);
  const notices = ["NOTICE: this is the plan of DuckDB, on a laptop: that of a cluster is another"];
  return { ...commandResult("EXPLAIN", { rowCount: rows.length, notices }), columns: columnsOf(plan), rows };
}
