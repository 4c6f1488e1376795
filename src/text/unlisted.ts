/** Rejected rows of which no more is known than their number; pure. */
import { countOf, formatCount } from "./amounts.ts";

/** Returns a sentence on a log of load errors that nobody can read; the reason is what the warehouse said. */
export function sayUnread(reason: string): string {
  return `the log of load errors cannot be read: ${reason}`;
}

/**
 * Returns a sentence with both numbers where the log of load errors holds fewer rows than COPY rejected: Redshift may keep 20 a slice
 * (Database Developer Guide, "STL_LOADERROR_DETAIL"). Undefined where it holds all of them.
 * @param atLeast whether more rows may be bad, since COPY stopped at so many
 */
export function sayUnlisted(rejected: number, listed: number, atLeast = false): string | undefined {
  if (listed >= rejected) return undefined;
  const were = rejected === 1 ? "was" : "were";
  const held = listed === 0 ? "none" : formatCount(listed);
  return `${atLeast ? "at least " : ""}${countOf(rejected, "row")} ${were} rejected, and the warehouse's log of load errors holds ${held} of them`;
}

/** Returns a sentence on rows that were read and could not be put on record; the reason is what refused them. */
export function sayUnstored(
  { rejects, failures }: { readonly rejects: number; readonly failures: number },
  reason: string,
): string {
  const lacks = [
    rejects > 0 && `etl_rejects lacks ${allOf(rejects, "rejected row")}`,
    failures > 0 && `etl_failures lacks ${allOf(failures, "failing row")}`,
  ];
  return `${lacks.filter(Boolean).join(" and ")} of it: ${reason}`;
}

function allOf(count: number, what: string): string {
  return count === 1 ? `the one ${what}` : `all ${countOf(count, what)}`;
}
