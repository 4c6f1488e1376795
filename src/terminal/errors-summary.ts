/** The rows of a run that could not be loaded, and those that its checks found, as a person reads them. */
import { TABLES } from "../names.ts";
import type { FailuresOfRun } from "../records/read-failures.ts";
import type { LoadErrors } from "../records/read-load-errors.ts";
import type { CheckFailure } from "../report/data.ts";
import { countOf, formatCount } from "../text/amounts.ts";
import { placeOf } from "../text/place.ts";
import { sayUnlisted } from "../text/unlisted.ts";
import { visible } from "../text/visible.ts";
import { renderTextTable } from "./table.ts";

/**
 * Returns both, each with the run that had them; a sentence where there is neither.
 * @param run the run that was asked for
 */
export function renderErrors(
  errors: LoadErrors | undefined,
  failed: FailuresOfRun | undefined,
  { run, width }: { readonly run: string | undefined; readonly width: number },
): string {
  const isRejected = errors !== undefined && errors.rejected > 0;
  const blocks = [
    ...(isRejected ? [renderRejects(errors, width)] : []),
    ...(failed === undefined ? [] : [renderFailures(failed, width)]),
  ];
  if (blocks.length > 0) return blocks.join("\n");
  return `no rejected rows, and no failing rows of checks${run === undefined ? "" : `, of run ${run}`}\n`;
}

function renderFailures({ runId, failures }: FailuresOfRun, width: number): string {
  const head = `run ${runId}: ${failures.map(({ name }) => name).join(", ")} found rows\n`;
  return [head, ...failures.map((one) => renderFailure(one, width))].join("\n");
}

function renderFailure({ name, path, severity, count, offending }: CheckFailure, width: number): string {
  const kept = offending.rows.length;
  const first = kept < count ? `; the first ${formatCount(kept)}` : "";
  return `${severity}: ${name}: ${countOf(count, "failing row")}${first} (${visible(path)})\n${renderTextTable(offending.columns, offending.rows, width)}`;
}

/** The rows without their remedies, and each remedy once for all rows that it is for. */
function withoutRemedies({
  columns,
  rows,
}: LoadErrors): Pick<LoadErrors, "columns" | "rows"> & { readonly remedies: readonly string[] } {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const [remedy, url, line] = [at("remedy"), at("url"), at("line_number")];
  if (remedy === -1) return { columns, rows, remedies: [] };
  const places = new Map<string, string[]>();
  for (const row of rows) {
    const said = row[remedy];
    if (said)
      places.set(said, [
        ...(places.get(said) ?? []),
        placeOf({ url: row[url] ?? "", line: Number(row[line]) }),
      ]);
  }
  return {
    columns: columns.toSpliced(remedy, 1),
    rows: rows.map((row) => row.toSpliced(remedy, 1)),
    remedies: [...places].map(([said, [first = "", ...more]]) =>
      visible(`  ${first}${more.length === 0 ? "" : ` and ${countOf(more.length, "more row")}`}: ${said}`),
    ),
  };
}

function renderRejects(errors: LoadErrors, width: number): string {
  const { runId, rejected, atLeast, listed, unread } = errors;
  const { columns, rows, remedies } = withoutRemedies(errors);
  const more = listed - rows.length;
  const lines = [
    `run ${runId}: ${atLeast ? "at least " : ""}${countOf(rejected, "rejected row")}`,
    sayUnlisted(rejected, listed, atLeast),
    unread && visible(unread),
    rows.length === 0 ? undefined : renderTextTable(columns, rows, width).trimEnd(),
    more > 0 ? `… and ${countOf(more, "more row")}: ${TABLES.rejects}` : undefined,
    ...(remedies.length === 0 ? [] : ["", "what to do:", ...remedies]),
  ];
  return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}
