/** Which tables can be read at the moment. */
import { LockedError } from "../errors.ts";
import { isDroppedMeanwhile } from "../warehouse/dropped-meanwhile.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { readHeldTables } from "./held-tables.ts";

/** Some tables, told apart; what is in neither is not there. */
export interface ReadableTables {
  readonly there: ReadonlySet<string>;
  /** Those that another session holds: whoever reads one waits for it. */
  readonly held: ReadonlySet<string>;
}

/**
 * Tells which of these tables are there, and which of them nobody can read now. A query for each, since one that fails would end a
 * transaction. One that may not be read is there: whoever asks it is told why. @throws UnreachableError
 */
export async function readReadableTables(
  session: Session,
  names: readonly string[],
): Promise<ReadableTables> {
  const held = new Set(await readHeldTables(session, names));
  const there = new Set<string>();
  for (const name of names.filter((one) => !held.has(one))) {
    try {
      await session.execute(`select 1 from ${name} limit 0`);
      there.add(name);
    } catch (error) {
      if (error instanceof LockedError) held.add(name);
      else if (isDroppedMeanwhile(error)) continue;
      else if (isStatementFault(error)) there.add(name);
      else throw error;
    }
  }
  return { there, held };
}
