/** What readers see, for comparison: everything but the record of what was tried, and what identities were given. */
import type { Session } from "../../src/warehouse/warehouse.ts";
import { readStar } from "./scratch.ts";

/** The ledger, the staging tables and the star as of one moment, in one comparable text. */
export async function look(session: Session): Promise<string> {
  await session.execute("begin");
  const rows: Record<string, unknown> = {};
  for (const [table, columns] of Object.entries({
    etl_files: "url, etag, size, source, rows_read, rows_staged, rows_rejected",
    etl_rejects: "*",
    staging_events: "*",
    staging_songs: "*",
  })) {
    const result = await session.execute(`select ${columns} from ${table}`);
    rows[table] = result.rows.map((row) => JSON.stringify(row)).sort();
  }
  const star = await readStar(session);
  await session.execute("commit");
  return JSON.stringify({ ...rows, ...star }, undefined, 1);
}
