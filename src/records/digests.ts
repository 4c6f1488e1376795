/** Which files of SQL the warehouse was last brought up to date with. */
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { Digests } from "../plan/decide-step.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { digestsAfter, type Published } from "../plan/retold.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import { executeTogether } from "../warehouse/together.ts";
import type { Result, Session } from "../warehouse/warehouse.ts";

/** What reads them. */
export const READ_DIGESTS = `select step, digest from ${TABLES.sql}`;

/** Reads them; undefined where none are kept. @throws as `Session.execute` does. */
export async function readDigestsIfAny(session: Session): Promise<Digests | undefined> {
  try {
    return digestsOf(await session.execute(READ_DIGESTS));
  } catch (error) {
    if (isMissingTable(error)) return undefined;
    throw error;
  }
}

/** Returns the digests by step from the answer to that. */
export function digestsOf(result: Result): Digests {
  return new Map(result.rows.map(([step, digest]) => [step ?? "", digest ?? ""]));
}

/**
 * Writes the digests of the steps where they differ from those `known`, in the transaction that is open: what is rolled back
 * leaves those of the last run that was published. Does nothing where none are kept.
 */
export async function writeDigests(
  session: Session,
  known: Digests | undefined,
  steps: readonly PlannedStep[],
  published: Published,
): Promise<void> {
  if (known === undefined) return;
  const after = digestsAfter(steps, known, published);
  if (after.size === known.size && [...after].every(([step, digest]) => known.get(step) === digest)) return;
  const rows = [...after].map(([step, digest]) => `(${quoteLiteral(step)}, ${quoteLiteral(digest)})`);
  await executeTogether(session, [
    `delete from ${TABLES.sql}`,
    `insert into ${TABLES.sql} (step, digest) values ${rows.join(", ")}`,
  ]);
}
