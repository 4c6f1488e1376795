/** Turns the end of the last attempt into the result of the run. */
import { DeadlineError, DwhError, InterruptedError, RejectsError, RequiredError } from "../errors.ts";
import { EXIT } from "../names.ts";
import type { RunResult, RunStatus } from "../records/result.ts";
import type { AttemptEnd } from "./attempt-end.ts";
import { refuseChecks } from "./refuse-checks.ts";

/** What a result holds that no attempt knows. */
export type RunFacts = Pick<
  RunResult,
  "runId" | "warehouse" | "version" | "startedAt" | "endedAt" | "retries" | "loadedAt"
>;

/**
 * Returns the result, with its status and the exit code of the process. Of a run that published nothing the tables are told as they were before, but
 * of a dry run as they would be; and what it left out is not in quarantine.
 */
export function finish(run: RunFacts, end: AttemptEnd): RunResult {
  const { facts } = end;
  const tables =
    end.kind === "committed" || end.kind === "rehearsed"
      ? facts.tables
      : facts.tables.map((one) => ({ ...one, after: one.before }));
  const { quarantined, inQuarantine, ...told } = facts;
  const isKept = ["committed", "idle", "rehearsed"].includes(end.kind);
  const kept = isKept && {
    ...(quarantined && { quarantined }),
    ...(inQuarantine !== undefined && { inQuarantine }),
  };
  return { ...run, ...told, ...kept, tables, error: errorOf(end), ...outcomeOf(end) };
}

/** Every end with an exit code other than 0 has an error. */
function errorOf(end: AttemptEnd): unknown {
  if (end.kind === "refused") return refuseChecks(end.facts.checks);
  return "error" in end ? end.error : undefined;
}

function outcomeOf(end: AttemptEnd): { readonly status: RunStatus; readonly exitCode: number } {
  switch (end.kind) {
    case "idle":
      return { status: "nothing new", exitCode: EXIT.done };
    case "committed":
      return { status: "succeeded", exitCode: EXIT.done };
    case "rehearsed":
      return { status: "dry run", exitCode: EXIT.done };
    case "refused":
      return { status: "check failed", exitCode: EXIT.check };
    case "lost":
    case "failed":
      return { status: statusOf(end.error), exitCode: exitCodeOf(end.error) };
  }
}

function statusOf(error: unknown): RunStatus {
  if (error instanceof RejectsError) return "rejected";
  if (error instanceof RequiredError) return "check failed";
  if (error instanceof InterruptedError) return "interrupted";
  return error instanceof DeadlineError ? "deadline passed" : "failed";
}

function exitCodeOf(error: unknown): number {
  return error instanceof DwhError ? error.exitCode : EXIT.bug;
}
