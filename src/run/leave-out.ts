/**
 * Leaves out rows that COPY has loaded and that do not hold what each row of their source needs: they are rejected rows like any other, and
 * where they stand is looked for in what the COPY has read.
 */
import { quoteLiteral, quoteName } from "../dialect/quote.ts";
import { RejectsError, StepError } from "../errors.ts";
import type { PlannedCopy } from "../plan/planned-copy.ts";
import { NEEDED } from "../records/remedy.ts";
import { readTaking } from "../records/copy-paths.ts";
import type { Reject } from "../records/result.ts";
import { mayBeToldOf } from "../sources/told-character.ts";
import { loadedRows, type FoundRow } from "./told-rows.ts";
import { findLacking, type LackingRow, type Wanted } from "../sources/find-lacking.ts";
import { sayWhere } from "../sources/row-need.ts";
import type { Store } from "../store/store.ts";
import { countOf } from "../text/amounts.ts";
import type { Session } from "../warehouse/warehouse.ts";
import type { PreparedSource } from "./prepare.ts";

/** Rows of one load that lack something. */
export interface Lacking {
  readonly rows: number;
  readonly copy: PlannedCopy;
  /** Where they stand; undefined while nobody has looked, empty where the files do not tell as many as there are. */
  readonly found: readonly Reject[] | undefined;
}

/** As many as COPY takes for MAXERROR: no more are listed. */
const MOST_LISTED = 100_000;

/** Returns the condition of the rows of a staging table that lack something; undefined where nothing is needed. @param held a column's value, null for empty */
export function lackingCondition(
  { needs }: Pick<PlannedCopy, "needs">,
  held: (column: string) => string,
): string | undefined {
  const conditions = needs.map(({ columns, where }) => {
    const isEmpty = columns.map((column) => `${held(column)} is null`).join(" or ");
    return where === undefined
      ? `(${isEmpty})`
      : `(${quoteName(where.column)} = ${quoteLiteral(where.value)} and (${isEmpty}))`;
  });
  return conditions.length === 0 ? undefined : conditions.join(" or ");
}

/** Returns a column's value, null where it is an empty text. */
export function heldIn({ texts }: Pick<PlannedCopy, "texts">, column: string): string {
  return texts.includes(column) ? `nullif(${quoteName(column)}, '')` : quoteName(column);
}

/** Takes the rows out of the staging table. @throws StepError where they are not as many as were counted */
export async function takeOut(session: Session, { copy, rows }: Lacking, where: string): Promise<void> {
  const condition = lackingCondition(copy, (column) => heldIn(copy, column));
  const { rowCount } = await session.execute(`delete from ${copy.table} where ${condition}`);
  if (rowCount === rows) return;
  throw new StepError(
    `the load does not add up: ${countOf(rows, "row")} of ${copy.table} lacked something, but ${rowCount} could be removed`,
    { where, next: "nothing was published; does anything else write to the table? Run again" },
  );
}

/**
 * Looks for the rows in what the COPY has read, and returns them; none where the files do not tell exactly as many as there are.
 * @param listed the rows that the COPY has left out itself, which may lack something too
 * @throws UnreachableError when an object is gone
 */
export async function seekLacking(
  store: Store,
  source: PreparedSource,
  { rows, copy }: Lacking,
  listed: readonly Reject[],
): Promise<readonly Reject[]> {
  if (rows > MOST_LISTED) return [];
  const errorsOn = new Map<string, Reject[]>();
  for (const error of listed) {
    const key = `${error.url}\n${error.line}`;
    errorsOn.set(key, [...(errorsOn.get(key) ?? []), error]);
  }
  const found: FoundRow[] = [];
  const wanted = await wantedOf(store, source, copy);
  for await (const row of findLacking(store, source.prepared?.objects ?? [], wanted)) {
    if (found.length === rows + listed.length) return [];
    const { url } = row.file;
    const errors = row.lines.flatMap((line) => errorsOn.get(`${url}\n${line}`) ?? []);
    found.push({
      reject: rejectOf(row),
      errors: errors.filter((error) => mayBeAbout(error, row)),
      isAlone: row.isAlone,
    });
  }
  return loadedRows(found, rows);
}

/** Whether an error of COPY on a line of the row may be about it, and not about another row there. */
function mayBeAbout({ row, column, reason }: Reject, lacking: LackingRow): boolean {
  if (row !== undefined && lacking.row !== undefined) return row === lacking.row;
  if (lacking.isAlone) return true;
  // Without a column it is about what is not a row.
  return column !== undefined && mayBeToldOf(lacking.valueOf(column), reason);
}

/** Returns why rows of Parquet that lack something end the run: they have no lines, and one error fails a load of Parquet. */
export function refuseLacking(
  { newFiles }: PreparedSource,
  { rows, copy }: Lacking,
  where: string,
): RejectsError {
  const needs = copy.needs.map((need) => `${need.columns.join(", ")}${sayWhere(need)}`).join("; ");
  const [file, ...more] = newFiles;
  const only = more.length === 0 ? file?.url : undefined;
  return new RejectsError(
    `${countOf(rows, "row")} of ${copy.table} ${rows === 1 ? "has" : "have"} no value where each row needs one (${needs}): nothing was loaded`,
    {
      where: only ?? where,
      next: `fix the ${only === undefined ? "files" : "file"}: rows of Parquet have no lines, and one such row fails the load, whatever DWH_MAX_REJECTS says`,
      atLeast: rows,
    },
  );
}

function rejectOf({ file, line, row, column, need }: LackingRow): Reject {
  return {
    source: file.source,
    url: file.url,
    line,
    ...(row !== undefined && { row }),
    column,
    columnType: undefined,
    value: undefined,
    code: NEEDED,
    reason: `no value, which each row needs${sayWhere(need)}`,
  };
}

async function wantedOf(
  store: Store,
  { source, pack, jsonpaths }: PreparedSource,
  { needs, columns, matching, texts, trims }: PlannedCopy,
): Promise<Wanted> {
  const given =
    matching.by === "path" && jsonpaths !== undefined ? { ...matching, url: jsonpaths } : matching;
  return {
    needs,
    layout: { format: source.format, taking: await readTaking(store, { columns, matching: given }) },
    emptiness: { texts, trims },
    compression: pack.compression,
  };
}
