/** The job's own tables: the ledger and the records. */
import { TABLES } from "../names.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { readLedger } from "./ledger.ts";
import type { SqlFolder } from "../job/load-sql.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { SqlFile } from "../plan/sql-file.ts";

/** Reads the ledger. When it is not there yet, makes the job's own tables first: it has to be locked before anything else. */
export async function readOrMakeLedger(session: Session, sql: SqlFolder): Promise<ReadonlySet<string>> {
  try {
    return await readLedger(session);
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  }
  // The ledger comes last: where it is, the others are.
  const own = sql.steps.filter(isOwn).sort((one, other) => Number(isLedger(one)) - Number(isLedger(other)));
  for (const { statements } of own) {
    for (const statement of statements) await session.execute(statement.text);
  }
  return new Set();
}

/** Whether a step makes one of the job's own tables. They are there before the plan is made, which spares four round trips. */
export function isOwn({ kind, name }: SqlFile): boolean {
  return kind === "schema" && (Object.values(TABLES) as string[]).includes(name);
}

function isLedger({ name }: SqlFile): boolean {
  return name === TABLES.files;
}
