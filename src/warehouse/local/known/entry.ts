/**
 * What is known here of a statement, a clause or a condition of Redshift: docs/dialect.md is made of these tables, and
 * test/warehouse/local/known.long.test.ts runs every example. An entry with neither `differs` nor `refused` is as on Redshift.
 */
export interface KnownEntry {
  /** The title of its page in the Database Developer Guide, where that is not its name. */
  readonly page?: string;
  /** A statement that has it: it runs, or it is refused where the entry says so. */
  readonly example: string;
  /** What is not as on Redshift. */
  readonly differs?: string;
  /** What to write instead of what Redshift has and this warehouse does not: 0A000. */
  readonly refused?: string;
}

/** The clauses of a statement, or the forms of an expression, by their words. */
export type KnownClauses = Readonly<Record<string, KnownEntry>>;
