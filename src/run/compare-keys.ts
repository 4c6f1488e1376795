/** Holds the keys of a load's files against the columns of its table. Pure. */
import { RequiredError } from "../errors.ts";
import type { JsonPath } from "../formats/json-path.ts";
import type { KeyMatching, PlannedCopy } from "../plan/planned-copy.ts";
import { remedyOf } from "../records/remedy.ts";
import type { ColumnsResult, UnfilledColumn, UntakenKey } from "../records/result.ts";
import type { JsonTaking } from "../sources/json-taking.ts";
import type { SampledFile } from "../sources/sample-rows.ts";
import type { SourceName } from "../sources/source.ts";
import { countOf, formatCount } from "../text/amounts.ts";
import { nearKey } from "./near-key.ts";
import { findStrangeRow, wrapped } from "./strange-row.ts";

/** What is compared. */
export interface Compared {
  readonly source: SourceName;
  readonly copy: PlannedCopy;
  readonly taking: JsonTaking;
  /** Rows in the table, and those that have a value, by column. */
  readonly rows: number;
  readonly filled: ReadonlyMap<string, number>;
  /** The same of the rows and the columns that the header requires something of. */
  readonly asked: { readonly rows: number; readonly filled: ReadonlyMap<string, number> };
  readonly sample: readonly SampledFile[];
  /** New files of the source. */
  readonly files: number;
}

/**
 * Returns the keys that no column takes, and the columns that nothing fills. These are of two kinds: columns that are empty in all rows of
 * the load and whose key is in no row that was looked at, and required ones that are empty in all rows that are asked about, whether
 * their key is there or not. Otherwise a key that is there but empty is not a fault: a day without orders has no prices. Where files
 * have no keys at all, required columns alone are asked about.
 */
export function compareKeys(compared: Compared): ColumnsResult {
  const { source, copy, taking, rows, filled, asked, sample, files } = compared;
  const all = sample.flatMap(({ rows: some }) => some);
  const { paths, ignoreCase } = taking;
  const strange = findStrangeRow(sample, taking);
  const untaken = paths === undefined ? [] : untakenKeys(sample, paths, ignoreCase);
  const keys = untaken.map(({ key }) => key);
  const isKeyThere = (index: number): boolean =>
    paths !== undefined && all.some((row) => follow(row, paths[index] ?? [], ignoreCase) !== undefined);
  const unfilled = copy.columns.flatMap((column, index): readonly UnfilledColumn[] => {
    const required = copy.required.includes(column);
    const empty = rows > 0 && filled.get(column) === 0;
    const missed = required && asked.rows > 0 && asked.filled.get(column) === 0;
    const keyThere = (empty || missed) && isKeyThere(index);
    const keyless = empty && !keyThere && (required || copy.matching.by !== "none");
    if (!missed && !keyless) return [];
    return [
      {
        column,
        required,
        keyThere,
        near: keyThere ? undefined : nearKey(paths?.[index] ?? [column], all, keys),
      },
    ];
  });
  return {
    source,
    table: copy.table,
    rows,
    asked: { rows: asked.rows, where: copy.requiredWhere },
    looked: {
      files: sample.length,
      ofFiles: files,
      rows: all.length,
      whole: sample.length === files && sample.every(({ whole }) => whole),
    },
    untaken,
    unfilled,
    ...(strange && { strange }),
    url: sample.find((one) => one.rows.length > 0)?.url ?? sample[0]?.url,
  };
}

/** By key: how many of the rows have it, and the first file. Only what is at the root of a row: what is below a key goes with it. */
function untakenKeys(
  sample: readonly SampledFile[],
  paths: readonly JsonPath[],
  ignoreCase: boolean,
): readonly UntakenKey[] {
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

/** The value at the end of a path; undefined where a key on the way is not there. */
function follow(row: unknown, path: JsonPath, ignoreCase: boolean): unknown {
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
 * @param matching how its COPY finds the column of a key
 */
export function refuseUnfilled(
  columns: ColumnsResult,
  path: string,
  matching: KeyMatching,
): RequiredError | undefined {
  const missing = columns.unfilled.filter(({ required }) => required);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ column }) => column).join(", ");
  const { asked, looked } = columns;
  const keyless = missing.filter(({ keyThere }) => !keyThere);
  const byKeys = keyless.length === missing.length && looked.files > 0;
  const where = byKeys || asked.where === undefined ? "" : ` where ${asked.where}`;
  const what =
    `${byKeys ? "no key" : "nothing"} fills the required ${missing.length === 1 ? "column" : "columns"} ${names} of ${columns.table}: ` +
    `empty in all ${countOf(byKeys ? columns.rows : asked.rows, "row")} of the load${where}`;
  const hints = missing.flatMap(({ column, near: key }) =>
    key === undefined ? [] : `${key} fill ${column}`,
  );
  const keys = columns.untaken.map(({ key, rows }) => `${key} (${formatCount(rows)})`).join(", ");
  const seen =
    keys === "" ? "" : `no column takes the keys ${keys} of the ${countOf(looked.rows, "row")} looked at; `;
  const meant = hints.length === 0 ? "" : `should ${hints.join(", ")}? `;
  return new RequiredError(what, {
    where: [path, columns.strange?.url ?? columns.url].filter(Boolean).join(", "),
    next:
      `${seen}${meant}nothing was published, and the files are loaded by the next run: ` +
      `${remedyFor(columns, matching, keyless.length > 0)}, ` +
      "or remove the columns from -- required",
  });
}

function remedyFor({ looked, strange }: ColumnsResult, { by }: KeyMatching, areAway: boolean): string {
  // Rows have no keys at all in text and in Parquet.
  if (looked.files === 0)
    return "fix the files, or list the columns of the COPY in the order of the fields of the files";
  if (!areAway) return "fix the files, whose keys exist but are empty";
  if (strange?.wrapper !== undefined) return remedyOf(wrapped(strange.wrapper)).next;
  if (by === "path") return "fix the paths of these columns in the JSONPaths file of the source";
  return "rename the keys, give the source a JSONPaths file";
}
