/**
 * What executes Redshift SQL. Two implementations: `local/` (DuckDB in process) and `redshift/` (pg). Values cross this
 * border as text in Postgres' text format, which is what Redshift sends over the wire: 't'/'f' for booleans,
 * 'YYYY-MM-DD HH:MM:SS[.ffffff]' for timestamps, plain digits for numbers.
 */

/** A column of a result. */
export interface Column {
  readonly name: string;
  /** Redshift's name of the type: `bigint`, `character varying(256)`, `timestamp without time zone` … */
  readonly type: string;
}

/** The values of a row in the order of the columns, in Postgres' text format; null is SQL's null. */
export type Row = readonly (string | null)[];

/** What one statement did. */
export interface Result {
  /** As in Postgres' CommandComplete: SELECT, INSERT, UPDATE, DELETE, MERGE, COPY, CREATE TABLE, BEGIN … */
  readonly command: string;
  /** Rows returned, or rows changed, or rows loaded; 0 where it has no meaning. */
  readonly rowCount: number;
  /** Rows that a COPY left out, as it says itself; undefined of other statements, and where its messages do not arrive. */
  readonly rejected?: number | undefined;
  /** Rows in which a COPY has replaced characters that are not UTF-8 (ACCEPTINVCHARS), in the same way. */
  readonly replaced?: number | undefined;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** INFO and WARNING messages, in order. */
  readonly notices: readonly string[];
}

/** How a statement is sent. */
export interface ExecuteOptions {
  /** Names the run and the step in the warehouse's query history, where it keeps one. */
  readonly label?: string;
}

/** A statement with how it is sent. */
export interface Sent extends ExecuteOptions {
  readonly sql: string;
}

/** One connection: its own transaction, its own settings. */
export interface Session {
  /**
   * Runs one Redshift statement, sent as it stands.
   * @throws WarehouseError when the warehouse refuses it; SqlError when it is not Redshift SQL or, locally, not
   * supported; UnreachableError when the connection is gone.
   */
  execute(sql: string, options?: ExecuteOptions): Promise<Result>;
  /**
   * Runs several statements in one round trip, where there is something to be saved by it; outside a transaction they are
   * one. Returns a result for each. @throws as `execute` does, for the first that fails; those after it are not run.
   */
  executeTogether?(statements: readonly string[]): Promise<readonly Result[]>;
  /**
   * Sends several statements, each in a message of its own, without waiting for an answer in between, where there is something to be saved
   * by it. For statements of a transaction that is open: those after one that fails, or that is cancelled, fail too, with 25P02; outside of
   * one they would run. Returns for each what `execute` would.
   */
  executeAhead?(statements: readonly Sent[]): readonly Promise<Result>[];
  /** Asks the warehouse to stop the statement that is running, if one is; the statement then fails with 57014. */
  cancel(): Promise<void>;
}

/** An open warehouse. */
export interface Warehouse {
  readonly kind: "local" | "redshift";
  /** For people: the file, or host and database. Never a secret. */
  readonly name: string;
  /** Opens a session, lends it, and closes it whatever happens; an open transaction is rolled back. */
  withSession<T>(use: (session: Session) => Promise<T>): Promise<T>;
}
