/** What the server needs of a warehouse beyond `warehouse.ts`. */
import type { Description } from "../warehouse/local/columns-of.ts";
import type { SentStatement } from "../warehouse/local/compile/compiler.ts";
import type { SessionUser } from "../warehouse/local/session-user.ts";
import type { OpenResult } from "../warehouse/row-source.ts";
import type { Session, Warehouse } from "../warehouse/warehouse.ts";

/** A session that can tell the columns of a statement without running it, as the extended query protocol asks. */
export interface DescribingSession extends Session {
  /** A positive 32-bit number that no other open session has; what `pg_backend_pid()` returns. */
  readonly id: number;
  /** All statements of a text. @throws SqlError for one that cannot be read; WarehouseError 57014 when it is ended by `cancel`, or by `statement_timeout` */
  read(sql: string): Promise<readonly SentStatement[]>;
  /**
   * The columns that the statement would return, in order, and the types of its parameters as far as their places tell them.
   * @throws as `execute` does, for a statement that the warehouse refuses.
   */
  describe(sql: string): Promise<Description>;
  /** As `execute`, with the rows of a query still to come: until they are taken, or closed, nothing else is asked of the session. */
  open(sql: string): Promise<OpenResult>;
  /** The settings of this moment are those that RESET restores: the session begins. */
  keepSettings(): void;
  /** As `Session.cancel`. @param why what the one whose statement it is is told */
  cancel(why?: string): Promise<void>;
}

/** A warehouse whose sessions can describe a statement. */
export interface DescribingWarehouse extends Pick<Warehouse, "name"> {
  /** Opens a session, lends it, and closes it whatever happens; an open transaction is rolled back. */
  withSession<T>(use: (session: DescribingSession) => Promise<T>, user: SessionUser): Promise<T>;
}
