/**
 * What Redshift needs after rows were changed. A row that was deleted or rewritten stays until VACUUM removes it, and statistics age;
 * Redshift does both by itself in quiet times only (Database Developer Guide, "Vacuuming tables", "Analyzing tables"), and a cluster
 * that is paused between runs has none (Management Guide, "Pausing and resuming a cluster"). Both commands have thresholds of their
 * own, below which they do nothing: VACUUM DELETE ONLY leaves a table alone with at least 95 percent of its rows alive, ANALYZE one with
 * less than 10 percent changed ("VACUUM", "ANALYZE"). So nothing has to be asked first, which only a superuser could (SVV_TABLE_INFO).
 */
import type { SqlFolder } from "../plan/sql-folder.ts";
import type { RunResult } from "../records/result.ts";
import { messageOf } from "../text/message-of.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { RunInput } from "./run-input.ts";

/** Returns the tables whose rows the transforms of a run changed, sorted. */
export function changedTables(sql: SqlFolder, { steps }: Pick<RunResult, "steps">): readonly string[] {
  const changed = new Set(
    steps.filter(({ kind, rows }) => kind === "transform" && rows > 0).map(({ name }) => name),
  );
  const files = sql.steps.filter(({ kind, name }) => kind === "transform" && changed.has(name));
  return [...new Set(files.flatMap(({ writes }) => writes))].sort();
}

/**
 * Vacuums and analyzes the tables, one statement a message and outside a transaction, as VACUUM wants it. Tells each with its time;
 * what fails is a warning and the end of it. A signal stops it. Never throws: the run is over, and is what it was.
 */
export async function keepUp(
  input: Pick<RunInput, "runId" | "warehouse" | "now" | "signal" | "onEvent">,
  tables: readonly string[],
): Promise<void> {
  const statements = tables.flatMap((table) => [`vacuum delete only ${table}`, `analyze ${table}`]);
  if (statements.length === 0 || input.signal.aborted) return;
  try {
    await input.warehouse.withSession((session) => executeTimed(input, session, statements));
  } catch (error) {
    if (input.signal.aborted) return;
    const message = `the tables are published, and their upkeep was left out: ${messageOf(error)}`;
    input.onEvent({ type: "warning", message });
  }
}

async function executeTimed(
  { runId, now, signal, onEvent }: Pick<RunInput, "runId" | "now" | "signal" | "onEvent">,
  session: Session,
  statements: readonly string[],
): Promise<void> {
  const stop = (): void => void session.cancel().catch(() => undefined);
  signal.addEventListener("abort", stop);
  try {
    for (const statement of statements) {
      signal.throwIfAborted();
      const startedAt = now().getTime();
      // A statement with a label travels alone.
      await session.execute(statement, { label: `run ${runId}, upkeep` });
      const detail = `${statement}: ${now().getTime() - startedAt} ms`;
      onEvent({ type: "stage", stage: "upkeep", detail });
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
