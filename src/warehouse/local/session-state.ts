/** What a statement finds when it runs: its session, and what that shares with the others of the warehouse. */
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Store } from "../../store/store.ts";
import type { Relation } from "./bind/relation.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Compiler } from "./compile/compiler.ts";
import type { SessionUser } from "./session-user.ts";
import type { TableLocks } from "./table-locks.ts";
import type { Transaction } from "./transaction.ts";

/** What the sessions of one warehouse share. */
export interface SharedState {
  readonly instance: DuckDBInstance;
  /** The database file, or `:memory:`. */
  readonly file: string;
  /** Its rows outlive a rollback of the session: load errors. */
  readonly log: DuckDBConnection;
  readonly locks: TableLocks;
  readonly compiler: Compiler;
  /** Who is connected, by what `pg_backend_pid()` tells there, and since when. */
  readonly sessions: Map<number, { readonly user: SessionUser; readonly since: Date }>;
  /** Where COPY reads and UNLOAD writes. */
  readonly store: Store;
  /** Where the warehouse stands; undefined is nowhere in particular. */
  readonly region: string | undefined;
  /** What the warehouse is called as a database. */
  readonly database: string;
  readonly now: () => Date;
  /** The most load errors of one COPY that the log keeps. */
  readonly mostLogged: number;
  /** What is known of system tables. */
  readonly system: Map<string, Relation>;
  /** Whether the file may hold views that its catalogue does not know, from an earlier version. */
  readonly hasOlderViews: boolean;
  /** System tables that nobody may read. */
  readonly refusedViews: ReadonlySet<string>;
  /** Returns a number that rises with every statement and every transaction. */
  nextId(): number;
}

/** One session. */
export interface SessionState {
  /** What `pg_backend_pid()` tells. */
  readonly id: number;
  readonly user: SessionUser;
  readonly connection: DuckDBConnection;
  readonly catalogue: Catalogue;
  readonly transaction: Transaction;
  /** What the connection was told of the session, by the names of its variables. */
  readonly told: Map<string, string>;
  /** Parameters by name, as SET and SHOW know them. */
  readonly settings: Map<string, string>;
  /**
   * What RESET restores: what the session began with. "The default value is defined as the value that the parameter would have had, if no SET had ever been
   * issued for it in the current session", which the start-up packet and the user's account may give (PostgreSQL manual, "RESET"; Database Developer Guide, "RESET": "its default value").
   */
  defaults: ReadonlyMap<string, string>;
  /** The query id of the last COPY and the rows that it loaded; -1 and 0 before the first. */
  lastCopy: { readonly id: number; readonly count: number };
  /** The query id of the last UNLOAD and the rows that it wrote; -1 and 0 before the first. */
  lastUnload: { readonly id: number; readonly count: number };
  readonly shared: SharedState;
}
