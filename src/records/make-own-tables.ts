/** Makes the job's own tables, and brings those of an earlier version up to date. */
import { WarehouseError } from "../errors.ts";
import { TABLES } from "../names.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { executeTogether } from "../warehouse/together.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Columns that tables of earlier versions lack; one that is added stands last in the file of its table too. */
const LATER = [
  { table: TABLES.steps, column: "note", type: "varchar(1024) encode lzo" },
  { table: TABLES.rejects, column: "remedy", type: "varchar(1024) encode lzo" },
] as const;

/**
 * Makes those of the job's own tables that are not there, and the columns that they lack; the session must not be in a transaction. Nothing keeps two first runs apart
 * here, and IF NOT EXISTS does not see what another session makes just then: a table that is refused since it was made meanwhile is
 * asked for once more, and then is there.
 * @param own the steps outside the transaction of a plan
 * @throws as `Session.execute` does.
 */
export async function makeOwnTables(session: Session, own: readonly PlannedStep[]): Promise<void> {
  for (const { sql } of own.flatMap(({ statements }) => statements)) {
    try {
      await session.execute(sql);
    } catch (error) {
      if (!isMadeMeanwhile(error)) throw error;
      await session.execute(sql);
    }
  }
  const asked = LATER.map(({ table }) => `select * from ${table} where 1 = 0`);
  const held = await executeTogether(session, asked);
  for (const [index, { table, column, type }] of LATER.entries()) {
    if (held[index]?.columns.some(({ name }) => name === column)) continue;
    await session.execute(`alter table ${table} add column ${column} ${type}`).catch((error: unknown) => {
      const isAdded = error instanceof WarehouseError && error.sqlState === "42701";
      if (!isAdded) throw error;
    });
  }
}

/** 42P07 is PostgreSQL's duplicate_table; 23505 is the index of `pg_class`, which Redshift names (embulk-output-jdbc, issue 243). */
function isMadeMeanwhile(error: unknown): boolean {
  return error instanceof WarehouseError && ["42P07", "23505"].includes(error.sqlState);
}
