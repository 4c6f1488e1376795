/** Which audits a run leaves out, since they are not due. Pure. */
import type { NotDue } from "./decide-step.ts";

/** When each audit was last asked by a run that was published, by name. */
export type AskedAudits = ReadonlyMap<string, { readonly at: Date }>;

/** The age, in milliseconds, at which an audit is due again, and what time it is. */
export interface AuditClock {
  readonly auditEvery: number;
  readonly at: Date;
}

/**
 * Decides which audits are left out: an audit is due when it was last asked that long ago, or never.
 * @param asked undefined where no record is kept: then all are due
 */
export function decideAudits(asked: AskedAudits | undefined, { auditEvery, at }: AuditClock): NotDue {
  return (name) => {
    const last = asked?.get(name)?.at;
    return last !== undefined && at.getTime() - last.getTime() < auditEvery
      ? `not due: last run at ${sayMoment(last)}`
      : undefined;
  };
}

function sayMoment(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
