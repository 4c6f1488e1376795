/** Runs the steps of a plan, in the transaction that is open. */
import { checkSql, KEPT_ROWS, LINES_BEFORE_CHECK, runCheck, type CheckResult } from "../checks/run-check.ts";
import { isCheck } from "../plan/sql-file.ts";
import { DwhError, StepError, UnreachableError } from "../errors.ts";
import { whySkipped, writtenBy, type Known } from "../plan/decide-step.ts";
import type { PlannedStatement, PlannedStep } from "../plan/plan.ts";
import type { ColumnsResult, StepResult, StepStatus } from "../records/result.ts";
import { sendAhead } from "../warehouse/ahead.ts";
import type { ExecuteOptions, Result, Sent } from "../warehouse/warehouse.ts";
import { refuseUnfilled } from "./compare-keys.ts";
import { refuseOrder } from "./header-order.ts";
import { newsOf } from "./discover.ts";
import { groupFrom } from "./group-steps.ts";
import { refuseLacking } from "./leave-out.ts";
import { sayHeaderless } from "./headerless.ts";
import { countHeld, cutValues, lookAtColumns } from "./look-at-columns.ts";
import { sayStrange } from "./strange-row.ts";
import { settleLoad, type LoadInput, type SettledLoad } from "./settle-load.ts";
import type { PreparedSource } from "./prepare.ts";
import { countOf, formatCount } from "../text/amounts.ts";
import type { RunInput } from "./run-input.ts";

/** What one step did. */
export interface StepOutcome {
  readonly result: StepResult;
  /** The tables that it wrote. */
  readonly wrote: readonly string[];
  /** By how many rows each table grew, as the statements of the step told. */
  readonly grew?: ReadonlyMap<string, number>;
  /** The answer of a check that could be asked. */
  readonly check?: CheckResult;
  /** The files of a step that loaded some. */
  readonly load?: SettledLoad;
  /** Keys and columns of a step that loaded some, also of one that is refused for them. */
  readonly columns?: ColumnsResult;
  /** Why the step failed; a check that finds rows has none. */
  readonly error?: Error;
}

/** What the steps of a run use. */
export type StepsInput = LoadInput &
  Pick<RunInput, "runId" | "now" | "signal" | "onEvent"> & {
    readonly known: Known;
    /** The tables that the run has written so far; whoever takes the outcomes adds to it. */
    readonly written: ReadonlySet<string>;
  };

/**
 * Yields what every step did. What needs no decision in between is sent ahead where the warehouse is far away; a step's duration is then the time from
 * answer to answer. Ends after a step that failed, and after the checks and audits that stand together when one of
 * severity `error` found rows: all of them speak first.
 * @param of the number of steps in the whole plan, for people
 * @throws the signal's reason between two steps
 */
export async function* runSteps(
  input: StepsInput,
  sources: readonly PreparedSource[],
  steps: readonly PlannedStep[],
  of: number,
): AsyncGenerator<StepOutcome> {
  let found = false;
  for (let start = 0; start < steps.length;) {
    input.signal.throwIfAborted();
    const group = groupFrom(steps, start, input.known, input.written);
    start += group.steps.length;
    const statements = group.due.flatMap((step) => sentOf(input, step));
    const ahead = sendAhead(input.session, statements);
    try {
      for (const step of group.steps) {
        input.signal.throwIfAborted();
        const { name, kind, position } = step;
        const note = whySkipped(step, input.known, input.written);
        if (note === undefined) {
          const source = sources.find((one) =>
            step.statements.some(({ loads }) => loads === one.source.name),
          );
          const load = source && { load: newsOf(source) };
          input.onEvent({ type: "step started", name, kind, position, of, ...load });
        }
        const within = { ...input, session: ahead.session };
        const outcome = note === undefined ? await runStep(within, sources, step) : skip(step, note);
        input.onEvent({ type: "step finished", result: outcome.result, of });
        yield outcome;
        found ||= isRefusal(outcome);
        if (outcome.error !== undefined) return;
      }
    } finally {
      // Nothing else may be sent before the answers are there: what is cancelled would be that.
      await ahead.settle();
    }
    const next = steps[start];
    if (found && (next === undefined || !isCheck(next.kind))) return;
  }
}

/** What a step sends whatever is answered: of a load, what comes next depends on it. */
function sentOf(input: StepsInput, step: PlannedStep): readonly Sent[] {
  const label = labelOf(input, step);
  if (isCheck(step.kind)) return [{ sql: checkSql(step, KEPT_ROWS), ...label }];
  return step.kind === "stage" ? [] : step.statements.map(({ sql }) => ({ sql, ...label }));
}

function skip({ position, name, kind }: PlannedStep, note: string): StepOutcome {
  const nothing = { status: "skipped", startedAt: undefined, durationMs: 0, rows: 0 } as const;
  return { result: { position, name, kind, ...nothing, note }, wrote: [] };
}

/** Whether a check found rows that nobody may see published. */
export function isRefusal({ check }: StepOutcome): boolean {
  return check !== undefined && check.count > 0 && check.severity === "error";
}

/** Runs one step; whatever is thrown is in the outcome. */
async function runStep(
  input: StepsInput,
  sources: readonly PreparedSource[],
  step: PlannedStep,
): Promise<StepOutcome> {
  const { name, kind, position } = step;
  const startedAt = input.now();
  const resultOf = (status: StepStatus, rows: number): StepResult => {
    const durationMs = input.now().getTime() - startedAt.getTime();
    return { position, name, kind, status, startedAt, durationMs, rows };
  };
  try {
    if (isCheck(kind)) {
      const check = await runCheck(input.session, step, { ...labelOf(input, step), most: KEPT_ROWS }).catch(
        (error: unknown) => {
          throw placed(error, step, step.statements[0], LINES_BEFORE_CHECK);
        },
      );
      const status = check.count === 0 ? "succeeded" : check.severity === "warn" ? "warned" : "failed";
      return { result: resultOf(status, check.count), check, wrote: [] };
    }
    const { rows, error, ...more } = await runStatements(input, sources, step);
    if (error === undefined) return { result: resultOf("succeeded", rows), ...more };
    return { result: resultOf("failed", rows), ...more, error };
  } catch (error) {
    return {
      result: resultOf("failed", 0),
      wrote: [],
      error: error instanceof Error ? error : new Error(String(error)),
    };
  }
}

/** Statements whose rows count as the step's own; those of a staging step are what its COPY loaded. */
const CHANGES: readonly string[] = ["INSERT", "UPDATE", "DELETE", "MERGE"];

async function runStatements(
  input: StepsInput,
  sources: readonly PreparedSource[],
  step: PlannedStep,
): Promise<{ readonly rows: number } & Pick<StepOutcome, "wrote" | "grew" | "load" | "columns" | "error">> {
  let rows = 0;
  const grew = new Map<string, number>();
  const changed = new Set<number>();
  let loaded: Pick<StepOutcome, "load" | "columns" | "error"> = {};
  for (const [index, statement] of step.statements.entries()) {
    const result = await execute(input, step, statement);
    if (result.rowCount !== 0) changed.add(index);
    const { tables, adds } = statement.change;
    for (const table of tables) grew.set(table, (grew.get(table) ?? 0) + adds * result.rowCount);
    const source = sources.find((one) => one.source.name === statement.loads);
    if (source?.prepared !== undefined) {
      const where = `${step.path}:${statement.line}`;
      const table = step.writes.length === 1 ? step.writes[0] : undefined;
      const { copy } = statement;
      // One question, whose answer tells both whether all rows arrived and which columns hold anything.
      const held = copy && (await countHeld(input.session, copy, step.path));
      const before = copy && held && (await lookAtColumns(input.store, source, copy, held));
      const unfilled =
        before &&
        (refuseOrder(source.prepared.headers, copy, step.path) ??
          refuseUnfilled(before, step.path, copy.matching));
      // A column that is empty in all rows is not the fault of single rows.
      const isLacking = copy && held && held.lacking > 0 && unfilled === undefined;
      const lacking = isLacking ? { rows: held.lacking, copy, found: undefined } : undefined;
      const parquet = source.source.format.kind === "parquet";
      const refused = lacking && parquet ? refuseLacking(source, lacking, where) : undefined;
      const ended = {
        result,
        table,
        held: held?.rows,
        where,
        lacking: refused ? undefined : lacking,
        replaces: copy?.replaces === true,
        cut: cutValues(source.source.name, held),
      };
      const settled = await settleLoad(input, { ...source, prepared: source.prepared }, ended);
      // What was left out is in no table: it is counted without.
      const left = copy && settled.lacking?.found && (await countHeld(input.session, copy, step.path));
      const load = left ? { ...settled, changed: cutValues(source.source.name, left) } : settled;
      const columns = copy && left ? await lookAtColumns(input.store, source, copy, left) : before;
      const headerless = copy && sayHeaderless(source.prepared.headers, copy);
      if (headerless !== undefined)
        input.onEvent({ type: "warning", message: `${source.source.name}: ${headerless}` });
      for (const message of load.warnings) input.onEvent({ type: "warning", message });
      rows = load.loaded;
      const kept = left ?? held;
      if (kept !== undefined && kept.empty > 0) {
        const message = `${source.source.name}: ${countOf(kept.empty, "row")} of ${formatCount(kept.rows)} fill no column of ${copy?.table}: ${sayStrange(columns?.strange)}`;
        input.onEvent({ type: "warning", message });
      }
      const emptied = copy && left && columns && refuseUnfilled(columns, step.path, copy.matching);
      const error = unfilled ?? refused ?? emptied;
      loaded = { load, ...(columns && { columns }), ...(error && { error }) };
      if (loaded.error !== undefined) break;
    } else if (CHANGES.includes(result.command) && step.kind !== "stage") {
      rows += result.rowCount;
    }
  }
  return { rows, grew, wrote: writtenBy(step, changed, input.known, input.written), ...loaded };
}

async function execute(input: StepsInput, step: PlannedStep, statement: PlannedStatement): Promise<Result> {
  try {
    return await input.session.execute(statement.sql, labelOf(input, step));
  } catch (error) {
    throw placed(error, step, statement);
  }
}

/** By this an administrator finds run and step in the query history. */
function labelOf({ runId }: Pick<RunInput, "runId">, { name }: PlannedStep): ExecuteOptions {
  return { label: `run ${runId}, step ${name}` };
}

/**
 * Gives an error of a statement its place in the step's file.
 * @param linesBefore lines that were sent before those of the file
 */
function placed(
  error: unknown,
  step: PlannedStep,
  statement: PlannedStatement | undefined,
  linesBefore = 0,
): unknown {
  if (!(error instanceof DwhError) || error instanceof UnreachableError) return error;
  const at =
    "position" in error ? (error.position as { line: number; column: number } | undefined) : undefined;
  const line = (statement?.line ?? 1) + (at === undefined ? 0 : at.line - 1 - linesBefore);
  const where = [`${step.path}:${line}${at === undefined ? "" : `:${at.column}`}`, error.where].filter(
    Boolean,
  );
  return new StepError(`step ${step.name} failed: ${error.message}`, {
    where: where.join(", "),
    next: error.next,
    cause: error,
  });
}
