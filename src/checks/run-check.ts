/** Runs a check: a select that returns the offending rows. */
import type { Column, ExecuteOptions, Row, Session } from "../warehouse/warehouse.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Severity } from "../plan/sql-file.ts";

/** Rows that are shown of a check that fails. */
export const SHOWN_ROWS = 20;

/** Rows of a check that a run keeps: etl_failures. */
export const KEPT_ROWS = 100;

/** A check and the rows that offend it. */
export interface CheckResult {
  readonly name: string;
  readonly title: string;
  readonly path: string;
  readonly severity: Severity;
  /** How many rows offend; 0 is a pass. */
  readonly count: number;
  readonly columns: readonly Column[];
  /** The first of them. */
  readonly rows: readonly Row[];
}

/** Lines that are sent before those of a check: the position of an error counts them too. */
export const LINES_BEFORE_CHECK = 1;

/** Returns the question for so many of the offending rows and one more, which tells that there are others. */
export function checkSql(step: Pick<PlannedStep, "statements">, most: number): string {
  return `${offendingSql(step, "*")} limit ${most + 1}`;
}

function offendingSql({ statements }: Pick<PlannedStep, "statements">, columns: string): string {
  return `select ${columns} from (\n${statements.map(({ sql }) => sql).join("")}\n) as offending`;
}

/**
 * Asks for the offending rows; reads no more of them than are wanted, and counts the rest.
 * @param most how many are read; as many as are shown, unless somebody keeps them
 */
export async function runCheck(
  session: Session,
  step: Pick<PlannedStep, "name" | "title" | "path" | "severity" | "statements">,
  { most = SHOWN_ROWS, ...options }: ExecuteOptions & { readonly most?: number } = {},
): Promise<CheckResult> {
  const offending = await session.execute(checkSql(step, most), options);
  const count =
    offending.rows.length <= most
      ? offending.rows.length
      : Number((await session.execute(offendingSql(step, "count(*)"), options)).rows[0]?.[0]);
  return {
    name: step.name,
    title: step.title,
    path: step.path,
    severity: step.severity,
    count,
    columns: offending.columns,
    rows: offending.rows.slice(0, most),
  };
}
