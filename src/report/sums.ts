/** The sums that must hold, each with both sides as they were counted. */
import { formatCount } from "../text/amounts.ts";
import { totalOf } from "./analysis.ts";
import type { Question, ReportData, RunDetail } from "./data.ts";
import { isNumber } from "./chart.ts";

/**
 * A sum in words, both of its sides in numbers, and whether they are equal. One `of` the data judges what is published; one of the record
 * holds tables against what runs wrote down, and differs after a run without a record and after rows that somebody deleted.
 */
export interface CountedSum {
  readonly what: string;
  readonly counted: string;
  readonly holds: boolean;
  readonly of: "data" | "record";
}

/** Whether a sum shows that tables and record differ, which says nothing against the data. */
export function isOffRecord({ holds, of }: CountedSum): boolean {
  return !holds && of === "record";
}

type RowsOf = (table: string) => number | undefined;

/** Returns the sums of the newest run that had something to do, those of `sql/sums`, and those of the whole warehouse. */
export function computeSums(data: ReportData): readonly CountedSum[] {
  const rows = new Map(data.tables.map(({ definition, rows: count }) => [definition.name, count]));
  const rowsOf: RowsOf = (table) => rows.get(table);
  return [
    ...(data.detail === undefined ? [] : stagingSums(data.detail, data.steps, rowsOf)),
    ...data.sums.flatMap(ownSums),
    ...growthSums(data.growth, rowsOf),
    ...totalSums(data.analyses, rowsOf),
  ];
}

/**
 * Source by source where the ledger knows the rows of every file, else what the run counted of all of them. The staging tables are
 * those of the last run that committed, so that a run which did not has no such sum.
 */
function stagingSums(
  { run, sources }: RunDetail,
  steps: ReportData["steps"],
  rowsOf: RowsOf,
): readonly CountedSum[] {
  if (run.status !== "succeeded") return [];
  const staged = new Map(
    steps.flatMap(({ sources: loaded, writes: [table, ...others] }) => {
      const rows = table === undefined || others.length > 0 ? undefined : rowsOf(table);
      return rows === undefined ? [] : loaded.map((source) => [source, rows] as const);
    }),
  );
  const sumOf = (what: string, read: number, there: number, rejected: number): CountedSum => ({
    what,
    counted: `${formatCount(read)} = ${formatCount(there)} + ${formatCount(rejected)}`,
    holds: read === there + rejected,
    of: "record",
  });
  const sums = sources.map(({ source, rowsRead, rowsRejected }) => {
    const there = staged.get(source);
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
  const all = [...staged.values()].reduce((sum, rows) => sum + rows, 0);
  return [sumOf(what, run.rowsRead, all, run.rowsRejected)];
}

/** A file of `sql/sums` gives a sum for each of its rows. */
function ownSums({ answer }: Question): readonly CountedSum[] {
  const type = answer?.columns[1]?.type;
  const shown = (side: string | null | undefined): string => {
    if (side === null || side === undefined) return "nothing";
    return isNumber(type) ? formatCount(Number(side)) : side;
  };
  return (answer?.rows ?? []).map(([what, counted, expected]) => ({
    what: what ?? "",
    counted: `${shown(counted)} = ${shown(expected)}`,
    holds: counted !== null && expected !== null && isEqual(counted ?? "", expected ?? ""),
    of: "data" as const,
  }));
}

/** By their digits, since a number may be longer than JavaScript can hold; 2.50 is 2.5. */
function isEqual(one: string, other: string): boolean {
  const digits = (text: string): string => (/^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, "") : text);
  return digits(one) === digits(other);
}

function growthSums(growth: ReportData["growth"], rowsOf: RowsOf): readonly CountedSum[] {
  return growth.flatMap(({ table, before, added }) => {
    const rows = rowsOf(table);
    if (rows === undefined) return [];
    const [what, side] =
      before === 0
        ? ["rows added by all runs on record = rows of the table", formatCount(added)]
        : [
            "rows before the first run on record + rows added since = rows of the table",
            `${formatCount(before)} + ${formatCount(added)}`,
          ];
    return [
      {
        what: `${table}: ${what}`,
        counted: `${side} = ${formatCount(rows)}`,
        holds: before + added === rows,
        of: "record" as const,
      },
    ];
  });
}

/** One sum for each table that analyses add up to. */
function totalSums(analyses: ReportData["analyses"], rowsOf: RowsOf): readonly CountedSum[] {
  const tables = [...new Set(analyses.flatMap(({ total }) => total ?? []))];
  return tables.flatMap((table) => {
    const rows = rowsOf(table);
    const totals = analyses.filter(({ total }) => total === table).flatMap((one) => totalOf(one) ?? []);
    if (rows === undefined || totals.length === 0) return [];
    const right = totals.filter((total) => total === rows).length;
    return [
      {
        what: `${table}: total of each analysis that counts its rows = rows of the table`,
        counted: `${right} of ${totals.length} are ${formatCount(rows)}`,
        holds: right === totals.length,
        of: "data" as const,
      },
    ];
  });
}
