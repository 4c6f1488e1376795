/** Rejected rows of which nobody can read more than that they are; pure. */
import { countOf, formatCount } from "./amounts.ts";

/**
 * Returns a sentence with both numbers where the log of load errors holds fewer rows than COPY rejected: Redshift may keep 20 a slice
 * (Database Developer Guide, "STL_LOADERROR_DETAIL"). Undefined where it holds all of them.
 */
export function sayUnlisted(rejected: number, listed: number): string | undefined {
  if (listed >= rejected) return undefined;
  const were = rejected === 1 ? "was" : "were";
  return `${countOf(rejected, "row")} ${were} rejected, and the warehouse's log of load errors holds ${formatCount(listed)} of them`;
}
