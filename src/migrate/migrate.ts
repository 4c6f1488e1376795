/** Makes the tables of a warehouse those that the files declare. */
import { ConfigError, DwhError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { beginWithLock } from "../records/run-lock.ts";
import { rollBack } from "../warehouse/roll-back.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { Migration, Phase } from "./decide.ts";
import { readGrants } from "./grants.ts";
import { readMigration } from "./read-migration.ts";
import { sayDrift } from "./say-difference.ts";
import type { SchemaTable } from "./schema-tables.ts";

/** What one statement may bring about that its plan does not know, another encoding say, the next look finds. */
const MOST_ROUNDS = 3;

/** What a migration uses. */
export interface MigrateInput {
  readonly session: Session;
  readonly tables: readonly SchemaTable[];
  /** The steps outside the transaction of a plan: what makes the lock. */
  readonly own: readonly PlannedStep[];
  /** Told of each statement before it is sent. */
  readonly onStatement?: (sql: string) => void;
}

/**
 * Does what there is to do, and returns the statements. What can stand in a transaction is one, under the run's lock; the rest goes one by one
 * (Developer Guide, "ALTER TABLE"). Interrupted anywhere it goes on with what is left, since it looks again before each round.
 * @throws ConfigError where something has to be done first, and nothing is touched then; DwhError where a table is still not as declared at the end; as `Session.execute` does
 */
export async function migrate(input: MigrateInput): Promise<readonly string[]> {
  const { session, tables } = input;
  const done: string[] = [];
  for (let round = 1; ; round += 1) {
    const migration = await readMigration(session, tables);
    if (migration.refused.length > 0) throw refused(migration);
    if (migration.phases.length === 0) return done;
    if (round > MOST_ROUNDS) throw unchanged(migration);
    const grants = await readGrants(session, migration);
    const last = migration.phases.length - 1;
    for (const [at, phase] of migration.phases.entries())
      done.push(...(await perform(input, phase, at === last ? grants : [])));
  }
}

async function perform(
  { session, own, onStatement = () => undefined }: MigrateInput,
  { together, statements }: Phase,
  grants: readonly string[],
): Promise<readonly string[]> {
  // A message of its own for each: dialect/alone.ts.
  const sent = [...statements, ...grants];
  try {
    if (together) await beginWithLock(session, own);
    for (const sql of sent) {
      onStatement(sql);
      await session.execute(sql);
    }
    if (together) await session.execute("commit");
  } catch (error) {
    if (together) await rollBack(session);
    throw error;
  }
  return sent;
}

function refused({ refused: reasons }: Migration): ConfigError {
  return new ConfigError(`nothing was changed: ${reasons.join("; ")}`, {
    where: "sql/schema",
    next: "do this, and migrate again; docs/changes.md walks through it",
  });
}

function unchanged({ drifts }: Migration): DwhError {
  return new DwhError(`the tables are still not as declared: ${drifts.flatMap(sayDrift).join("; ")}`, {
    next: "`dwh migrate` shows what is left; the warehouse accepts the statements and still reports something else",
  });
}
