/** Begins the transaction of a run on the ledger that its files were compared with. */
import type { PlannedStep } from "../plan/plan.ts";
import { beginLocked, mayHold, readMark, type LedgerMark, type Locked } from "../records/ledger.ts";
import type { SourceFile } from "../sources/source.ts";
import type { Exchange } from "./beside.ts";
import { lockBeside } from "./exchange.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Others may write so often between looking and locking before the run looks anew at everything. */
const MOST_LOOKS = 10;

/**
 * Begins under the lock, where only one thing is asked: whether anybody has written to the ledger since the first look. If so, the lock is
 * given back and the new files are asked for, which others wait for no longer.
 * @param asked.mark the ledger before the files were compared with it
 * @param asked.questions what else is asked under the lock
 * @returns what is known under the lock; "overtaken", and nothing is open, when another run may have brought one of the files
 */
export async function beginUnchanged(
  session: Session,
  own: readonly PlannedStep[],
  files: readonly SourceFile[],
  asked: { readonly mark: LedgerMark; readonly questions: readonly string[] },
): Promise<Locked | "overtaken"> {
  const { questions } = asked;
  let seen = asked.mark;
  for (let look = 1; look <= MOST_LOOKS; look += 1) {
    const locked = await beginLocked(session, own, { questions });
    if (locked.mark === seen) return locked;
    await session.execute("rollback");
    // Before the files are asked for: what is written after that, the next mark tells.
    seen = await readMark(session);
    if (await mayHold(session, files)) break;
  }
  return "overtaken";
}

/**
 * Begins the exchange of a rebuild in batches, under the lock of the runs and that of the batches.
 * @returns "overtaken", and nothing is open, when anybody has written to the ledger since the batches listed the sources last
 */
export async function beginExchange(
  session: Session,
  own: readonly PlannedStep[],
  exchange: Exchange,
): Promise<Locked | "overtaken"> {
  const locked = await beginLocked(session, own, { locks: [lockBeside(exchange)] });
  if (locked.mark === exchange.mark) return locked;
  await session.execute("rollback");
  return "overtaken";
}
