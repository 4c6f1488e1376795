/** One thing that Redshift refuses in a statement that it can read. */

/** What is refused, where, and the way out. */
export interface Refusal {
  /** Where, as an offset in the source. */
  readonly start: number;
  readonly message: string;
  readonly sqlState: string;
  readonly next: string | undefined;
  /** As `SqlError.info`. */
  readonly info?: string;
}
