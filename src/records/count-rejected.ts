/** The rejected rows of a run, counted; pure. */
import { RejectsError } from "../errors.ts";
import type { RunResult } from "./result.ts";

/** How many rows a run rejected: what its COPYs said, and what is known of one that failed. */
export interface Rejected {
  readonly rows: number;
  /** Whether there may be more: a COPY that fails for its rows stops before it has seen them all. */
  readonly atLeast: boolean;
}

/** Returns how many rows a run rejected, as far as anybody knows. */
export function countRejected({
  sources,
  rejects,
  error,
}: Pick<RunResult, "sources" | "rejects" | "error">): Rejected {
  const settled = sources.reduce((total, { rowsRejected }) => total + rowsRejected, 0);
  const failed = error instanceof RejectsError ? error.atLeast : 0;
  return { rows: Math.max(rejects.length, settled + failed), atLeast: failed > 0 };
}
