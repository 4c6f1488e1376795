/** Which audits a run leaves out, since they are not due. Pure. */
import type { NotDue } from "./decide-step.ts";

/** What the runs that were published say of audits: when the first began, and when each was last asked, by name. */
interface Published {
  readonly first: Date | undefined;
  readonly asked: ReadonlyMap<string, { readonly at: Date }>;
}

/** The age, in milliseconds, at which an audit is due again, and what time it is. */
export interface AuditClock {
  readonly auditEvery: number;
  readonly at: Date;
}

/**
 * Decides which audits are left out. An audit is due when it was last asked that long ago. A first run is as good as one that asked them all: what it brings is
 * all there is, and the checks look at what a run brings.
 * @param record undefined where none is kept: then all are due
 * @param isFirst whether nothing was ever published here
 */
export function decideAudits(
  record: Published | undefined,
  isFirst: boolean,
  { auditEvery, at }: AuditClock,
): NotDue {
  const isFresh = (moment: Date | undefined): moment is Date =>
    moment !== undefined && at.getTime() - moment.getTime() < auditEvery;
  return (name) => {
    if (record === undefined) return undefined;
    const asked = record.asked.get(name)?.at;
    if (isFresh(asked)) return `not due: last asked at ${sayMoment(asked)}`;
    if (isFresh(record.first)) return `not due: the first run was at ${sayMoment(record.first)}`;
    return record.first === undefined && isFirst && isFresh(at)
      ? "not due: in a first run all is new, and the checks look at what is new"
      : undefined;
  };
}

function sayMoment(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
