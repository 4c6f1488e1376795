/** The result of a statement that returns no rows. */
import type { Result } from "../warehouse.ts";

/** What such a result may have besides its command; both are optional. */
interface Said {
  /** Rows changed or loaded; 0 unless it is given. */
  readonly rowCount?: number;
  readonly notices?: readonly string[];
}

/** Returns a result without columns and rows, with the command's words as in Postgres' CommandComplete. */
export function commandResult(command: string, { rowCount = 0, notices = [] }: Said = {}): Result {
  return { command, rowCount, columns: [], rows: [], notices };
}
