/** Reads the ledger of a warehouse that may have none yet. */
import type { PlannedStep } from "../plan/plan.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { quoteLiteral } from "../dialect/quote.ts";
import { TABLES } from "../names.ts";
import type { KnownFiles } from "../sources/known-files.ts";
import { knownFilesOf, NOTHING_KNOWN } from "./known-files.ts";
import { readMark, type LedgerMark } from "./ledger.ts";
import { makeOwnTables } from "./make-own-tables.ts";

/**
 * Reads the mark of the ledger; when that is not there yet, makes the job's own tables first, since `etl_lock` is locked and the ledger read
 * before anything else. `made` tells whether that was so.
 * @param own the steps outside the transaction of a plan
 */
export async function readMarkOrMake(
  session: Session,
  own: readonly PlannedStep[],
): Promise<{ readonly mark: LedgerMark; readonly made: boolean }> {
  try {
    return { mark: await readMark(session), made: false };
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  }
  await makeOwnTables(session, own);
  return { mark: await readMark(session), made: true };
}

/** Returns the ledger of a warehouse that nobody may change: one without a ledger holds no files. */
export async function knownFilesIfAny(session: Session): Promise<KnownFiles> {
  try {
    await session.execute(`select 1 from ${TABLES.files} limit 1`);
    return knownFilesOf(session);
  } catch (error) {
    if (isMissingTable(error)) return NOTHING_KNOWN;
    throw error;
  }
}

/** Counts the files of the ledger whose url has a text in it, and the others; where there is no ledger, both are 0. */
export async function countLedgerIfAny(
  session: Session,
  text: string,
): Promise<{ readonly matching: number; readonly others: number }> {
  const matches = `sum(case when strpos(url, ${quoteLiteral(text)}) > 0 then 1 else 0 end)`;
  try {
    const { rows } = await session.execute(`select count(*), ${matches} from ${TABLES.files}`);
    const matching = Number(rows[0]?.[1] ?? 0);
    return { matching, others: Number(rows[0]?.[0] ?? 0) - matching };
  } catch (error) {
    if (isMissingTable(error)) return { matching: 0, others: 0 };
    throw error;
  }
}
