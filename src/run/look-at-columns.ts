/** Looks at a table that a COPY has just filled: which of its columns hold anything, and which keys the files had for them. */
import { quoteName } from "../dialect/quote.ts";
import { StepError, WarehouseError } from "../errors.ts";
import type { PlannedCopy } from "../plan/planned-copy.ts";
import { readTaking } from "../records/copy-paths.ts";
import type { ChangedValues, ColumnsResult } from "../records/result.ts";
import type { SourceName } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { compareKeys } from "./compare-keys.ts";
import { heldIn, lackingCondition } from "./leave-out.ts";
import type { PreparedSource } from "./prepare.ts";

/** What a table holds: its rows, and by column those that have a value; an empty text is none. */
export interface Held {
  readonly rows: number;
  readonly filled: ReadonlyMap<string, number>;
  /** Rows in which no column has a value. */
  readonly empty: number;
  /** Rows that do not hold what the header says that each row needs. */
  readonly lacking: number;
  /** By column that COPY cuts: values that fill it to the end. */
  readonly full?: ReadonlyMap<string, number>;
  /** The same of the rows, and of the columns, that the header of the staging file requires something of. */
  readonly asked: { readonly rows: number; readonly filled: ReadonlyMap<string, number> };
}

/**
 * Asks the table with one aggregate.
 * @throws as `Session.execute` does; StepError where the condition in the header is none of this table
 */
export async function countHeld(session: Session, copy: PlannedCopy, path: string): Promise<Held> {
  const { table, columns, required, requiredWhere, cuts = [] } = copy;
  const held = (column: string): string => heldIn(copy, column);
  // Where no columns are known, no row is known to hold nothing.
  const isEmpty = columns.map((column) => `${held(column)} is null`).join(" and ") || "false";
  const counts = [
    "count(*)",
    `count(case when ${isEmpty} then 1 end)`,
    `count(case when ${lackingCondition(copy, held) ?? "false"} then 1 end)`,
    ...columns.map((column) => `count(${held(column)})`),
    ...cuts.map(
      ({ column, full }) => `count(case when octet_length(${quoteName(column)}) >= ${full} then 1 end)`,
    ),
  ];
  const only = (what: string): string => `count(case when (${requiredWhere}) then ${what} end)`;
  const narrowed =
    requiredWhere === undefined ? [] : [only("1"), ...required.map((column) => only(held(column)))];
  const answer = await session
    .execute(`select ${[...counts, ...narrowed].join(", ")} from ${table}`)
    .catch((error: unknown) => {
      if (requiredWhere === undefined || !(error instanceof WarehouseError)) throw error;
      throw new StepError(`the rows where ${requiredWhere} could not be counted: ${error.message}`, {
        where: path,
        next: "fix -- required-where in the header: it is a condition on the table's columns",
        cause: error,
      });
    });
  const numbers = (answer.rows[0] ?? []).map(Number);
  const [rows = 0, empty = 0, lacking = 0, ...all] = numbers.slice(0, counts.length);
  const filled = new Map(columns.map((column, index) => [column, all[index] ?? 0]));
  const full = new Map(cuts.map(({ column }, index) => [column, all[columns.length + index] ?? 0]));
  if (requiredWhere === undefined) return { rows, empty, lacking, filled, full, asked: { rows, filled } };
  const [some = 0, ...found] = numbers.slice(counts.length);
  return {
    rows,
    empty,
    lacking,
    filled,
    full,
    asked: { rows: some, filled: new Map(required.map((column, index) => [column, found[index] ?? 0])) },
  };
}

/** Returns what may have been cut, by column: whether a value that fills its column to the end was longer, the warehouse does not tell. */
export function cutValues(
  source: SourceName,
  held: Pick<Held, "full"> | undefined,
): readonly ChangedValues[] {
  return [...(held?.full ?? [])]
    .filter(([, rows]) => rows > 0)
    .map(([column, rows]) => ({ source, kind: "cut", column, url: undefined, rows }));
}

/** Returns what the keys of the files and the columns of a table that holds so much make of each other. @throws as `Store.read` does */
export async function lookAtColumns(
  store: Store,
  { source, sample, newFiles }: PreparedSource,
  copy: PlannedCopy,
  held: Held,
): Promise<ColumnsResult> {
  const taking = await readTaking(store, copy);
  return compareKeys({
    source: source.name,
    copy,
    taking,
    ...held,
    sample,
    files: newFiles.length,
  });
}
