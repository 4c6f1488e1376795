/** Asks how new the events are that are published. */
import { queryIfThere } from "./if-there.ts";
import type { SqlFile } from "../plan/sql-file.ts";
import { newestEvents, type Newest } from "../report/freshness.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";

/**
 * Asks each analysis that has a limit for its newest moment, unknown where its tables do not exist yet.
 * @throws as `Session.execute` does
 */
export async function readNewestEvents(
  session: Session,
  analyses: readonly SqlFile[],
  isJudged: boolean,
): Promise<readonly Newest[]> {
  const asked: { name: string; title: string; newest: number | undefined; answer: Result | undefined }[] = [];
  for (const { name, title, newest, statements } of analyses) {
    const [statement] = statements;
    if (newest === undefined || statement === undefined) continue;
    asked.push({ name, title, newest, answer: await queryIfThere(session, statement.text) });
  }
  return newestEvents(asked, isJudged);
}
