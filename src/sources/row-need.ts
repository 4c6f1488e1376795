/** What each row of a source has to hold, as the header of its staging file says. Pure. */

/** Columns of a staging table that no row may leave empty. */
export interface RowNeed {
  readonly columns: readonly string[];
  /** Asked of the rows in which this text column has this value; undefined is all of them. */
  readonly where: { readonly column: string; readonly value: string } | undefined;
}

/** What a COPY takes for empty. */
export interface Emptiness {
  /** Columns that hold text; others have no value where there are blanks alone. */
  readonly texts: readonly string[];
  /** Whether blanks at the end of a text go (TRIMBLANKS, BLANKSASNULL). */
  readonly trims: boolean;
}

/** The values of a row by column, as they stand in the file; undefined for null and for what is not there. */
export type ValueOf = (column: string) => string | undefined;

/** White space as COPY trims it. */
const BLANKS_AT_END = /[ \t\n\v\f\r]+$/;

/** Returns the columns of all the needs, and those of their conditions, each once. */
export function columnsIn(needs: readonly RowNeed[]): readonly string[] {
  return [...new Set(needs.flatMap(({ columns, where }) => [...columns, ...(where ? [where.column] : [])]))];
}

/** Returns the first need that a row does not meet, with the first column that is empty; undefined where it meets all. */
export function firstUnmet(
  needs: readonly RowNeed[],
  valueOf: ValueOf,
  emptiness: Emptiness,
): { readonly need: RowNeed; readonly column: string } | undefined {
  for (const need of needs) {
    const { where } = need;
    // Redshift, and so the warehouse on this machine, compares texts without the blanks at their ends.
    if (where !== undefined && loaded(valueOf(where.column), emptiness.trims) !== trimmed(where.value))
      continue;
    const column = need.columns.find((one) => isEmpty(valueOf(one), one, emptiness));
    if (column !== undefined) return { need, column };
  }
  return undefined;
}

/** Returns a need in words: ` where kind = 'sale'`, or nothing. */
export function sayWhere({ where }: RowNeed): string {
  return where === undefined ? "" : ` where ${where.column} = '${where.value}'`;
}

function isEmpty(value: string | undefined, column: string, { texts, trims }: Emptiness): boolean {
  return (loaded(value, trims || !texts.includes(column)) ?? "") === "";
}

function loaded(value: string | undefined, trims: boolean): string | undefined {
  return value === undefined ? undefined : trimmed(trims ? value.replace(BLANKS_AT_END, "") : value);
}

function trimmed(text: string): string {
  return text.replace(/ +$/, "");
}
