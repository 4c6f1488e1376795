/** Queries whose rows are wanted by column name. */
import { rowsAsObjects, type NamedRow } from "../text/rows-as-objects.ts";
import type { Session } from "./warehouse.ts";

/** Runs a query, and returns all its rows by column name. @throws as `Session.execute` does. */
export async function queryRows(session: Session, sql: string): Promise<readonly NamedRow[]> {
  return rowsAsObjects(await session.execute(sql));
}

/** Runs a query, and returns its first row, or one without any column when there is none. @throws as `Session.execute` does. */
export async function queryFirstRow(session: Session, sql: string): Promise<NamedRow> {
  return (await queryRows(session, sql))[0] ?? {};
}
