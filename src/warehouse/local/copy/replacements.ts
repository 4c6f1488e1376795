/** The rows of one COPY in which ACCEPTINVCHARS has replaced something. */

/** A row in which something was replaced, with the first column of it. */
export interface ReplacedRow {
  readonly url: string;
  readonly line: number;
  readonly column: string;
  readonly rawLine: string;
}

/** "A log entry is added … for each of the first 100 rows on each node slice" (Database Developer Guide, "SYS_COPY_REPLACEMENTS"). */
const MOST = 100;

/** Takes note of them, one row at a time. */
export class Replacements {
  /** Rows that were loaded with something in the place of something else. */
  count = 0;
  /** The first of them. */
  readonly rows: ReplacedRow[] = [];
  /** The first column of the row that is being converted. */
  private column: string | undefined;

  /** A row begins. */
  begin(): void {
    this.column = undefined;
  }

  /** Something of this column was replaced in the row. */
  note(column: string): void {
    this.column ??= column;
  }

  /** The row is loaded. */
  end(row: () => Omit<ReplacedRow, "column">): void {
    if (this.column === undefined) return;
    this.count += 1;
    if (this.rows.length < MOST) this.rows.push({ ...row(), column: this.column });
  }
}
