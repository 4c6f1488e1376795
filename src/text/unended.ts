/** A sentence on a run that began and is not on record; pure. */
import { formatMoment } from "./amounts.ts";

/** Returns the sentence. */
export function sayUnended({
  runId,
  startedAt,
  alive,
}: {
  readonly runId: string;
  readonly startedAt: Date | undefined;
  /** Undefined where nobody may see that. */
  readonly alive: boolean | undefined;
}): string {
  const began = `run ${runId} began${startedAt === undefined ? "" : ` ${formatMoment(startedAt)}`}`;
  if (alive === true) return `${began} and is in progress`;
  if (alive === undefined)
    return `${began} and has not ended; this user may not see whether it is in progress (stv_sessions)`;
  return `${began} and never ended: it has no session any more, so it was killed or lost its connection; what it had not committed is rolled back, and the next run loads what is missing`;
}
