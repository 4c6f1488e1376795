/** Rows under the names of their columns. */
import { isoMoment } from "./iso-moment.ts";

/** One row by column name; values in the warehouse's text format, null for NULL. */
export type NamedRow = Readonly<Record<string, string | null>>;

interface Rows {
  readonly columns: readonly { readonly name: string; readonly type?: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * Returns one object a row, its keys in the order of the columns. Of two columns of one name the later one is kept; a row
 * that is too short has null for what it lacks.
 */
export function rowsAsObjects({ columns, rows }: Rows): readonly NamedRow[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
}

/**
 * Returns the same as it stands in JSON: moments in ISO 8601, and for `jsonDocument`, which leaves the keys of a Map as they are, since the
 * names of columns are data.
 */
export function namedRows({ columns, rows }: Rows): readonly ReadonlyMap<string, string | null>[] {
  return rows.map(
    (row) => new Map(columns.map(({ name, type }, index) => [name, isoMoment(row[index] ?? null, type)])),
  );
}
