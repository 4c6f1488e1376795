/** The rejected rows of a run, counted; pure. */
import type { RunResult } from "./result.ts";

/** How many rows a run rejected: what its COPYs said, and beyond that what the log holds of one that failed. */
export function countRejected({ sources, rejects }: Pick<RunResult, "sources" | "rejects">): number {
  return Math.max(
    rejects.length,
    sources.reduce((total, { rowsRejected }) => total + rowsRejected, 0),
  );
}
