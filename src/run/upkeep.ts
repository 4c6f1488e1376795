/**
 * What Redshift needs after rows were changed. A row that was deleted or rewritten stays until VACUUM removes it, and statistics age;
 * Redshift does both by itself in quiet times only (Database Developer Guide, "Vacuuming tables", "Analyzing tables"), and a cluster
 * that is paused between runs has none (Management Guide, "Pausing and resuming a cluster"). Both commands have thresholds of their
 * own, below which they do nothing: VACUUM DELETE ONLY leaves a table alone with at least 95 percent of its rows alive, ANALYZE one with
 * less than 10 percent changed ("VACUUM", "ANALYZE"). So nothing has to be asked first, which only a superuser could (SVV_TABLE_INFO).
 */
import type { SqlFolder } from "../plan/sql-folder.ts";
import { messageOf } from "../text/message-of.ts";
import { isStatementFault } from "../warehouse/statement-fault.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { RunInput } from "./run-input.ts";

/**
 * Returns the tables that the transforms write, sorted. All of them: whether one changed a row is told by the row count of its
 * statements, and what MERGE says there is not documented.
 */
export function writtenTables(sql: SqlFolder): readonly string[] {
  const files = sql.steps.filter(({ kind }) => kind === "transform");
  return [...new Set(files.flatMap(({ writes }) => writes))].sort();
}

/**
 * Vacuums and analyzes the tables, one statement a message and outside a transaction, as VACUUM wants it. Tells each with its time
 * and with what the warehouse says of it, such as that it was skipped; one that fails is a warning. A signal stops it. Never throws:
 * the run is over, and is what it was.
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
    const message = `the tables are published, but their upkeep was skipped: ${messageOf(error)}`;
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
      try {
        // A statement with a label travels alone.
        const { notices } = await session.execute(statement, { label: `run ${runId}, upkeep` });
        const detail = [`${statement}: ${now().getTime() - startedAt} ms`, ...notices].join("; ");
        onEvent({ type: "stage", stage: "upkeep", detail });
      } catch (error) {
        // What cannot be sent any more fails every other statement too.
        if (signal.aborted || !isStatementFault(error)) throw error;
        onEvent({ type: "warning", message: `the tables are published; ${statement}: ${messageOf(error)}` });
      }
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
