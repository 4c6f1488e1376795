/** The sums that must hold, each with both sides as they were counted. */
import { countOf, formatCount } from "../text/amounts.ts";
import { totalPlaysOf } from "./analysis.ts";
import type { ReportData, RunDetail, Staged } from "./data.ts";

/** A sum in words, both of its sides in numbers, and whether they are equal. */
export interface CountedSum {
  readonly what: string;
  readonly counted: string;
  readonly holds: boolean;
}

/** Returns the sums of the newest run that had something to do, and those of the whole warehouse. */
export function computeSums(data: ReportData): readonly CountedSum[] {
  const sums: CountedSum[] = [];
  const { detail, plays } = data;
  if (detail?.staged !== undefined) {
    const { staged } = detail;
    sums.push(...stagingSums(detail, staged));
    const repeated = staged.nextSong - staged.plays;
    sums.push({
      what: "NextSong events staged, and found among the plays",
      counted:
        `${formatCount(staged.plays)} = ${formatCount(staged.found)}` +
        (repeated === 0 ? "" : ` (${countOf(repeated, "event")} more than once in the files)`),
      holds: staged.plays === staged.found,
    });
  }
  if (plays !== undefined && data.runCount > 0) {
    sums.push({
      what: "Plays added by all runs on record = rows of songplays",
      counted: `${formatCount(data.playsAdded)} = ${formatCount(plays.count)}`,
      holds: data.playsAdded === plays.count,
    });
  }
  const totals = data.analyses.flatMap((analysis) => totalPlaysOf(analysis) ?? []);
  if (plays !== undefined && totals.length > 0) {
    const right = totals.filter((total) => total === plays.count).length;
    sums.push({
      what: "Total of each analysis that counts plays = rows of songplays",
      counted: `${right} of ${totals.length} are ${formatCount(plays.count)}`,
      holds: right === totals.length,
    });
  }
  return sums;
}

/** Source by source where the ledger knows the rows of every file, else what the run counted of all of them. */
function stagingSums({ run, sources }: RunDetail, staged: Staged): readonly CountedSum[] {
  const sumOf = (what: string, read: number, there: number, rejected: number): CountedSum => ({
    what,
    counted: `${formatCount(read)} = ${formatCount(there)} + ${formatCount(rejected)}`,
    holds: read === there + rejected,
  });
  const sums = sources.map(({ source, rowsRead, rowsRejected }) => {
    const there = source === "events" ? staged.events : source === "songs" ? staged.songs : undefined;
    if (there === undefined) return [];
    if (rowsRead === undefined || rowsRejected === undefined) return undefined;
    return sumOf(
      `${source}: rows read = rows of the staging table + rejected`,
      rowsRead,
      there,
      rowsRejected,
    );
  });
  const known = sums.filter((one) => one !== undefined);
  if (known.length === sums.length) return known.flat();
  const what = "All sources: rows read = rows of the staging tables + rejected";
  return [sumOf(what, run.rowsRead, staged.events + staged.songs, run.rowsRejected)];
}
