/** Holds the keys of a load's files against the columns of its table. Pure. */
import { RequiredError } from "../errors.ts";
import type { PlannedCopy } from "../plan/planned-copy.ts";
import type { ColumnsResult, UnfilledColumn, UntakenKey } from "../records/result.ts";
import type { SampledFile } from "../sources/sample-rows.ts";
import type { SourceName } from "../sources/source.ts";
import { countOf, formatCount } from "../text/amounts.ts";
import { nearest } from "../text/nearest.ts";

/** The way to a value in a row: keys, and places in arrays. */
type Path = readonly (string | number)[];

/** What is compared. */
export interface Compared {
  readonly source: SourceName;
  readonly copy: PlannedCopy;
  /** By column, in order; undefined where the JSONPaths file is none. */
  readonly paths: readonly Path[] | undefined;
  readonly ignoreCase: boolean;
  /** Rows in the table, and those that have a value, by column. */
  readonly rows: number;
  readonly filled: ReadonlyMap<string, number>;
  readonly sample: readonly SampledFile[];
  /** New files of the source. */
  readonly files: number;
}

/**
 * Returns the keys that no column takes, and the columns that no key fills: those that are empty in all rows of the load, and whose key
 * is in no row that was looked at. A key that is there and holds nothing is none of them: a day without orders has no prices. Where
 * nothing can be looked at, an empty column is one that nothing fills; where files have no keys at all, a required one alone is asked about.
 */
export function compareKeys(compared: Compared): ColumnsResult {
  const { source, copy, paths, rows, filled, sample, files } = compared;
  const all = sample.flatMap(({ rows: some }) => some);
  const untaken = paths === undefined || copy.matching.by === "none" ? [] : untakenKeys(compared, paths);
  const keys = untaken.map(({ key }) => key);
  const isKeyThere = (index: number): boolean =>
    paths !== undefined &&
    all.some((row) => follow(row, paths[index] ?? [], compared.ignoreCase) !== undefined);
  const isAsked = (column: string): boolean => copy.matching.by !== "none" || copy.required.includes(column);
  const unfilled = copy.columns.flatMap((column, index): readonly UnfilledColumn[] =>
    rows === 0 || (filled.get(column) ?? 0) > 0 || isKeyThere(index) || !isAsked(column)
      ? []
      : [{ column, required: copy.required.includes(column), near: near(column, keys) }],
  );
  return {
    source,
    table: copy.table,
    rows,
    looked: {
      files: sample.length,
      ofFiles: files,
      rows: all.length,
      whole: sample.length === files && sample.every(({ whole }) => whole),
    },
    untaken,
    unfilled,
    url: sample.find((one) => one.rows.length > 0)?.url ?? sample[0]?.url,
  };
}

/** By key: how many of the rows have it, and the first file. Only what is at the root of a row: what is below a key goes with it. */
function untakenKeys({ sample, ignoreCase }: Compared, paths: readonly Path[]): readonly UntakenKey[] {
  const fold = (key: string): string => (ignoreCase ? key.toLowerCase() : key);
  const taken = new Set(paths.map(([first]) => (typeof first === "string" ? fold(first) : undefined)));
  const found = new Map<string, { rows: number; readonly url: string }>();
  for (const { url, rows } of sample)
    for (const row of rows)
      for (const key of Object.keys(row)) {
        if (taken.has(fold(key))) continue;
        const known = found.get(key);
        if (known === undefined) found.set(key, { rows: 1, url });
        else known.rows += 1;
      }
  return [...found]
    .map(([key, { rows, url }]) => ({ key, rows, url }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** `user_id` and `userId` were both meant to be `userid`. */
function near(column: string, keys: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return keys.find((key) => plain(key) === plain(column)) ?? nearest(column, keys);
}

/** The value at the end of a path; undefined where a key on the way is not there. */
function follow(row: unknown, path: Path, ignoreCase: boolean): unknown {
  let here: unknown = row;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return undefined;
    const found = Object.keys(here).find((key) =>
      ignoreCase ? key.toLowerCase() === String(step).toLowerCase() : key === String(step),
    );
    if (found === undefined) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[found];
  }
  return here;
}

/**
 * Returns the error of a load whose required columns nothing fills; undefined when there are none.
 * @param path the staging file
 */
export function refuseUnfilled(columns: ColumnsResult, path: string): RequiredError | undefined {
  const missing = columns.unfilled.filter(({ required }) => required);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ column }) => column).join(", ");
  const what = `${columns.looked.files === 0 ? "nothing" : "no key"} fills the required ${missing.length === 1 ? "column" : "columns"} ${names} of ${columns.table}: empty in all ${countOf(columns.rows, "row")} of the load`;
  const hints = missing.flatMap(({ column, near: key }) => (key === undefined ? [] : `${key} for ${column}`));
  const keys = columns.untaken.map(({ key, rows }) => `${key} (${formatCount(rows)})`).join(", ");
  const seen =
    keys === ""
      ? ""
      : `no column takes the keys ${keys} of ${countOf(columns.looked.rows, "row")} looked at; `;
  const meant = hints.length === 0 ? "" : `is ${hints.join(", ")} meant? `;
  return new RequiredError(what, {
    where: [path, columns.url].filter(Boolean).join(", "),
    next: `${seen}${meant}nothing was published, and the files are loaded by the next run: rename the keys, give the source a JSONPaths file, or take the columns out of -- required`,
  });
}
