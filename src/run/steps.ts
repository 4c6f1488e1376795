/** Runs the steps of a plan inside the transaction that is open. */
import { DwhError, StepError, UnreachableError } from "../errors.ts";
import type { Result } from "../warehouse/warehouse.ts";
import { runCheck } from "../checks/run-check.ts";
import { loadOf } from "./discover.ts";
import { settleLoad } from "./load.ts";
import { isMissingTable } from "../warehouse/missing-table.ts";
import type { PlannedStatement, PlannedStep } from "../plan/plan.ts";
import type { StepStatus, StepResult } from "../records/result.ts";
import type { PreparedSource, Progress, Work } from "./run-input.ts";
import { countSql, readCounts, starTables } from "./tables.ts";

/** False when a check of severity `error` found rows. */
export async function runSteps(
  work: Work,
  sources: readonly PreparedSource[],
  steps: readonly PlannedStep[],
  progress: Progress,
): Promise<boolean> {
  let counted = false;
  for (const [index, step] of steps.entries()) {
    if (!counted && step.kind !== "schema") {
      const names = starTables(steps);
      if (names.length > 0) progress.tables = readCounts(await count(work, names, steps), names);
      counted = true;
    }
    work.signal.throwIfAborted();
    const { name, kind, position } = step;
    const source = sources.find((one) => step.statements.some(({ loads }) => loads === one.source.name));
    const load = source && { load: loadOf(source) };
    work.onEvent({ type: "step started", name, kind, position, of: steps.length, ...load });
    const startedAt = work.now();
    const finish = (status: StepStatus, rows: number): void => {
      const durationMs = work.now().getTime() - startedAt.getTime();
      const stepResult: StepResult = { position, name, kind, status, startedAt, durationMs, rows };
      progress.steps.push(stepResult);
      work.onEvent({ type: "step finished", result: stepResult, of: steps.length });
    };
    try {
      if (kind === "check") {
        const check = await runCheck(work.session, step, labelOf(work, step));
        progress.checks.push(check);
        finish(
          check.count === 0 ? "succeeded" : check.severity === "warn" ? "warned" : "failed",
          check.count,
        );
      } else {
        finish("succeeded", await runStatements(work, sources, step, progress));
      }
    } catch (error) {
      finish("failed", 0);
      throw error;
    }
    // All checks that stand together speak before the run stops.
    const failed = progress.steps.some((one) => one.kind === "check" && one.status === "failed");
    if (failed && steps[index + 1]?.kind !== "check") return false;
  }
  return true;
}

async function runStatements(
  work: Work,
  sources: readonly PreparedSource[],
  step: PlannedStep,
  progress: Progress,
): Promise<number> {
  let rows = 0;
  for (const statement of step.statements) {
    const result = await execute(work, step, statement);
    const source = sources.find((one) => one.source.name === statement.loads);
    if (source?.prepared !== undefined) {
      const rejects = await settleLoad(
        work,
        source,
        source.prepared,
        result,
        `${step.path}:${statement.line}`,
      );
      progress.rejects.push(...rejects.rejects);
      progress.entries.push(...rejects.entries);
      rows = result.rowCount;
    } else if (["INSERT", "UPDATE", "DELETE", "MERGE"].includes(result.command) && step.kind !== "stage") {
      rows += result.rowCount;
    }
  }
  return rows;
}

async function execute(work: Work, step: PlannedStep, statement: PlannedStatement): Promise<Result> {
  try {
    // An administrator finds run and step in the query history.
    return await work.session.execute(statement.sql, labelOf(work, step));
  } catch (error) {
    throw placed(error, step, statement);
  }
}

/** Counts the tables before anything is changed. A table that nobody made is the fault of the step that would fill it. */
async function count(work: Work, names: readonly string[], steps: readonly PlannedStep[]): Promise<Result> {
  try {
    return await work.session.execute(countSql(names));
  } catch (error) {
    throw withWriter(error, steps);
  }
}

function withWriter(error: unknown, steps: readonly PlannedStep[]): unknown {
  if (!isMissingTable(error)) return error;
  const { message } = error as DwhError;
  const writes = ({ kind, writes: names }: PlannedStep): boolean =>
    kind === "transform" && names.some((name) => message.includes(`"${name}"`));
  const writer = steps.find(writes);
  if (writer === undefined) return error;
  return new StepError(`step ${writer.name} cannot run: ${message}`, {
    where: `${writer.path}:${writer.statements[0]?.line ?? 1}`,
    next: "make the table in a file of sql/schema, or correct its name",
    cause: error,
  });
}

function labelOf({ runId }: Work, { name }: PlannedStep): { readonly label: string } {
  return { label: `run ${runId}, step ${name}` };
}

/** Gives an error of a statement its place in the step's file. */
function placed(error: unknown, step: PlannedStep, statement: PlannedStatement): unknown {
  if (!(error instanceof DwhError) || error instanceof UnreachableError) return error;
  const at =
    "position" in error ? (error.position as { line: number; column: number } | undefined) : undefined;
  const line = statement.line + (at?.line ?? 1) - 1;
  const where = [`${step.path}:${line}${at === undefined ? "" : `:${at.column}`}`, error.where].filter(
    Boolean,
  );
  return new StepError(`step ${step.name} failed: ${error.message}`, {
    where: where.join(", "),
    next: error.next,
    cause: error,
  });
}
