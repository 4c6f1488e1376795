/** Sentences on values that a COPY changed. Pure. */
import { countOf, formatCount } from "../text/amounts.ts";
import type { ChangedValues } from "./result.ts";

/** Columns and files that are named. */
const SHOWN = 5;

/** Returns what COPYs changed, a sentence for each source and option; none where they changed nothing. */
export function sayChanged(changed: readonly ChangedValues[]): readonly string[] {
  const sources = [...new Set(changed.map(({ source }) => source))];
  return sources.flatMap((source) => {
    const of = (kind: ChangedValues["kind"]): readonly ChangedValues[] =>
      changed.filter((one) => one.source === source && one.kind === kind);
    return [...sayReplaced(source, of("replaced")), ...sayCut(source, of("cut"))];
  });
}

function sayReplaced(source: string, changed: readonly ChangedValues[]): readonly string[] {
  if (changed.length === 0) return [];
  const rows = changed.reduce((total, one) => total + one.rows, 0);
  const known = changed.flatMap(({ column, url, rows: count }) =>
    url === undefined ? [] : `${column ?? "a column"} of ${url} (${formatCount(count)})`,
  );
  const places = known.length === 0 ? "the warehouse does not say where" : shown(known);
  return [
    `${source}: characters that are not UTF-8 were replaced in ${countOf(rows, "row")} (ACCEPTINVCHARS): ${places}`,
  ];
}

function sayCut(source: string, changed: readonly ChangedValues[]): readonly string[] {
  if (changed.length === 0) return [];
  const columns = changed.map(({ column = "", rows }) => `${column} (${countOf(rows, "row")})`);
  return [
    `${source}: values fill their column completely and may have been cut (TRUNCATECOLUMNS); the warehouse does not say which: ${shown(columns)}`,
  ];
}

function shown(all: readonly string[]): string {
  const more = all.length - SHOWN;
  return `${all.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${formatCount(more)} more` : ""}`;
}
