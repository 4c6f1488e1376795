/** Rows under the names of their columns. */

/** One row by column name; values in the warehouse's text format, null for NULL. */
export type NamedRow = Readonly<Record<string, string | null>>;

/**
 * Returns one object a row, its keys in the order of the columns. Of two columns of one name the later one is kept; a row
 * that is too short has null for what it lacks.
 */
export function rowsAsObjects(answer: {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}): readonly NamedRow[] {
  return namedRows(answer).map((row) => Object.fromEntries(row));
}

/** Returns the same for `jsonDocument`, which leaves the keys of a Map as they are: the names of columns are data. */
export function namedRows(answer: {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}): readonly ReadonlyMap<string, string | null>[] {
  const { columns, rows } = answer;
  return rows.map((row) => new Map(columns.map(({ name }, index) => [name, row[index] ?? null])));
}
