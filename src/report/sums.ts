/** The sums that must hold, each with both sides as they were counted. */
import { countOf, formatCount } from "../text/amounts.ts";
import { totalPlaysOf } from "./analysis.ts";
import type { ReportData } from "./data.ts";

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
  if (detail !== undefined) {
    const { run, sources, staged } = detail;
    const parts = sources.length > 0 ? sources : [{ source: "all sources", ...run }];
    for (const { source, rowsRead, rowsStaged, rowsRejected } of parts) {
      sums.push({
        what: `${source}: rows read = staged + rejected`,
        counted: `${formatCount(rowsRead)} = ${formatCount(rowsStaged)} + ${formatCount(rowsRejected)}`,
        holds: rowsRead === rowsStaged + rowsRejected,
      });
    }
    if (staged !== undefined) {
      for (const { source, rowsStaged } of sources) {
        const there = source === "events" ? staged.events : source === "songs" ? staged.songs : undefined;
        if (there === undefined) continue;
        sums.push({
          what: `${source}: rows staged = rows of the staging table`,
          counted: `${formatCount(rowsStaged)} = ${formatCount(there)}`,
          holds: rowsStaged === there,
        });
      }
      const added = run.playsAdded ?? 0;
      const repeated = staged.nextSong - staged.plays;
      const already = staged.plays - added;
      sums.push(
        {
          what: "NextSong events staged = plays added + already there",
          counted: `${formatCount(staged.nextSong)} = ${formatCount(added)} + ${formatCount(already + repeated)}`,
          holds: already >= 0,
        },
        {
          what: "NextSong events staged, and found among the plays",
          counted:
            `${formatCount(staged.plays)} = ${formatCount(staged.found)}` +
            (repeated === 0 ? "" : ` (${countOf(repeated, "event")} more than once in the files)`),
          holds: staged.plays === staged.found,
        },
      );
    }
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
  if (data.sources.length > 0) {
    const total = (pick: (source: ReportData["sources"][number]) => number): number =>
      data.sources.reduce((sum, source) => sum + pick(source), 0);
    const [read, staged, rejected] = [
      total((one) => one.rowsRead),
      total((one) => one.rowsStaged),
      total((one) => one.rowsRejected),
    ];
    sums.push({
      what: "All files in the ledger: rows read = staged + rejected",
      counted: `${formatCount(read)} = ${formatCount(staged)} + ${formatCount(rejected)}`,
      holds: read === staged + rejected,
    });
  }
  return sums;
}
