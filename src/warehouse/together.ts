/** Several statements of the job's own: one message where the warehouse is far away. */
import type { Result, Session } from "./warehouse.ts";

/**
 * Runs statements in order, and returns a result for each; several are in a transaction, or independent of each other.
 * @throws what {@link Session.execute} does, for the first that fails.
 */
export async function executeTogether(
  session: Session,
  statements: readonly string[],
): Promise<readonly Result[]> {
  if (session.executeTogether !== undefined) return session.executeTogether(statements);
  const results: Result[] = [];
  for (const statement of statements) results.push(await session.execute(statement));
  return results;
}
