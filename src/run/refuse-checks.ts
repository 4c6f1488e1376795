/** Why a run was refused by its checks. Pure. */
import type { CheckResult } from "../checks/run-check.ts";
import { CheckError } from "../errors.ts";
import { countOf } from "../text/amounts.ts";
import { namedRows } from "../text/rows-as-objects.ts";

/** Rows that the error shows of a check, and characters of each: `error` of etl_runs holds 4,096 bytes. */
const SHOWN_ROWS = 3;
const SHOWN_CHARACTERS = 300;

/**
 * Returns the error of a run that checks of severity `error` refused: their names, how many rows failed, and the first of these. Nothing
 * else is left of them, since after the rollback the same checks find other rows, or none.
 */
export function refuseChecks(checks: readonly CheckResult[]): CheckError {
  const failed = checks.filter(({ severity, count }) => severity === "error" && count > 0);
  return new CheckError(
    `${failed.length === 1 ? "check" : "checks"} failed: ${failed.map(sayCheck).join(", ")}`,
    {
      where: failed.map(({ path }) => path).join(", "),
      next: "correct the files or the SQL; the next run loads the same files again",
    },
  );
}

function sayCheck(check: CheckResult): string {
  const shown = namedRows(check)
    .slice(0, SHOWN_ROWS)
    .map((row) => sayRow(Object.fromEntries(row)));
  const first = check.count > shown.length ? `, the first ${shown.length}` : "";
  return `${check.name} (${countOf(check.count, "failing row")}${first}: ${shown.join(", ")})`;
}

function sayRow(row: object): string {
  const text = JSON.stringify(row);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
