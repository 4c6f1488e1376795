/** Queries whose rows are wanted by column name. */
import type { Session } from "./warehouse.ts";

/** A row by column name; values in the warehouse's text format. */
export type Fields = Readonly<Partial<{ [column: string]: string | null }>>;

/** Runs a query, and returns all its rows. @throws what {@link Session.execute} does. */
export async function ask(session: Session, text: string): Promise<readonly Fields[]> {
  const { columns, rows } = await session.execute(text);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
}

/**
 * Runs a query, and returns its first row, or one without any column where there is none.
 * @throws what {@link Session.execute} does.
 */
export async function one(session: Session, text: string): Promise<Fields> {
  return (await ask(session, text))[0] ?? {};
}
