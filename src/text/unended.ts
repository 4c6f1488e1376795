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
  if (alive === true) return `${began} and is under way`;
  if (alive === undefined)
    return `${began} and has not ended; whether it is under way, this user may not see (stv_sessions)`;
  return `${began} and never ended: no session of it is there, so that it was killed or lost the warehouse; what it had not committed is rolled back, and the run after it loads what is missing`;
}
