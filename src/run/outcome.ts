/** How a run ended, in a word and an exit code. */
import { DeadlineError, DwhError, InterruptedError, RejectsError } from "../errors.ts";
import { EXIT } from "../names.ts";
import type { RunStatus } from "../records/result.ts";
import type { Transacted } from "./run-input.ts";

/** Pure. */
export function outcomeOf(transacted: Transacted): { status: RunStatus; exitCode: number } {
  const { error } = transacted;
  const failing = transacted.checks.some(({ count, severity }) => count > 0 && severity === "error");
  if (error === undefined && failing) return { status: "check failed", exitCode: EXIT.check };
  if (error === undefined) {
    return { status: transacted.steps.length === 0 ? "nothing new" : "succeeded", exitCode: EXIT.done };
  }
  const exitCode = error instanceof DwhError ? error.exitCode : EXIT.bug;
  if (error instanceof RejectsError) return { status: "rejected", exitCode };
  if (error instanceof InterruptedError) return { status: "interrupted", exitCode };
  return { status: error instanceof DeadlineError ? "deadline passed" : "failed", exitCode };
}
