/** Tables that may not be there yet. */
import type { Result, Session } from "../warehouse/warehouse.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";

/** Returns what a query of them finds; undefined where one of them is not there. @throws as `Session.execute` does */
export async function queryIfThere(session: Session, sql: string): Promise<Result | undefined> {
  try {
    return await session.execute(sql);
  } catch (error) {
    if (isMissingTable(error)) return undefined;
    throw error;
  }
}
