/** How many rejected rows a run tolerates: as many as are configured, of all its sources together. Pure. */
import { RejectsError } from "../errors.ts";
import { adviseOn } from "../records/remedy.ts";
import type { Reject } from "../records/result.ts";
import { countOf, formatCount } from "../text/amounts.ts";
import { placeOf } from "../text/place.ts";
import { rejectedRows, type LoggedLoad } from "./load-log.ts";

/**
 * Returns why a run has to end, undefined while it may go on. A COPY counts its own rows only (MAXERROR; Database Developer Guide, "Data load
 * operations"): what several of them left out adds up here.
 * @param rejects the rows that are known, with what their files show
 */
export function refuseRejects(
  loads: readonly Pick<LoggedLoad, "source" | "rejected" | "rejects" | "lacking">[],
  maxRejects: number,
  rejects: readonly Reject[] = loads.flatMap(rejectedRows),
): RejectsError | undefined {
  const rejected = loads.reduce((total, load) => total + load.rejected, 0);
  if (rejected <= maxRejects) return undefined;
  const parts = loads.filter((load) => load.rejected > 0).map((load) => `${load.rejected} of ${load.source}`);
  const [first] = rejects;
  const why =
    first === undefined ? "" : `; ${first.reason}${first.column === undefined ? "" : ` in ${first.column}`}`;
  const more = first === undefined || rejected === 1 ? "" : ` and ${formatCount(rejected - 1)} more`;
  return new RejectsError(
    `${countOf(rejected, "row")} ${rejected === 1 ? "was" : "were"} rejected, ${parts.join(" and ")}, and a run tolerates ${maxRejects}: nothing was loaded${why}${more}`,
    {
      where: first && placeOf(first),
      next:
        first === undefined
          ? `fix the files, or allow so many with DWH_MAX_REJECTS (now ${maxRejects})`
          : adviseOn(first, maxRejects),
      // Every COPY has said how many it left out: there is none that nobody counted.
      atLeast: 0,
    },
  );
}
