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
  const { columns, rows } = answer;
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
}
