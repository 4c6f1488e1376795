/** Transactions, settings, cursors, prepared statements, and upkeep of tables. */
import type { Expression } from "./expression.ts";
import type { Name, NumberLiteral, QualifiedName, Span, TypeName } from "./node.ts";
import type { Query } from "./query.ts";
import type { Statement } from "./statement.ts";

/** BEGIN and START TRANSACTION ("BEGIN"). */
export interface Begin {
  readonly kind: "begin";
  readonly isolation:
    | "serializable"
    | "read committed"
    | "read uncommitted"
    | "repeatable read"
    | "snapshot"
    | undefined;
  readonly access: "read only" | "read write" | undefined;
  readonly span: Span;
}

/** COMMIT and END. */
export interface Commit {
  readonly kind: "commit";
  readonly span: Span;
}

/** ROLLBACK and ABORT. */
export interface Rollback {
  readonly kind: "rollback";
  readonly span: Span;
}

/** LOCK [TABLE]. */
export interface Lock {
  readonly kind: "lock";
  readonly tables: readonly QualifiedName[];
  readonly span: Span;
}

/** SET of a setting; no values mean DEFAULT. */
export interface SetSetting {
  readonly kind: "set";
  readonly scope: "session" | "local" | undefined;
  /** In lower case, with its points: `search_path`, `timezone`, `app.user`. */
  readonly name: string;
  readonly values: readonly SettingValue[];
  readonly span: Span;
}

/** One value of a setting: a text, a number with its sign, a word. */
export interface SettingValue {
  readonly kind: "setting_value";
  readonly text: string;
  readonly form: "string" | "number" | "word" | "name";
  readonly span: Span;
}

/** RESET of a setting, or of all. */
export interface Reset {
  readonly kind: "reset";
  readonly name: string;
  readonly span: Span;
}

/** SHOW of a setting, or of all. */
export interface Show {
  readonly kind: "show";
  readonly name: string;
  readonly span: Span;
}

/** ANALYZE of a table, or of all. */
export interface Analyze {
  readonly kind: "analyze";
  readonly verbose: boolean;
  readonly table: QualifiedName | undefined;
  readonly columns: readonly Name[];
  /** PREDICATE COLUMNS or ALL COLUMNS. */
  readonly which: "predicate" | "all" | undefined;
  readonly span: Span;
}

/** VACUUM of a table, or of all. */
export interface Vacuum {
  readonly kind: "vacuum";
  readonly form: "full" | "sort only" | "delete only" | "reindex" | "recluster" | undefined;
  readonly table: QualifiedName | undefined;
  readonly threshold: NumberLiteral | undefined;
  readonly boost: boolean;
  readonly span: Span;
}

/** EXPLAIN. */
export interface Explain {
  readonly kind: "explain";
  readonly verbose: boolean;
  readonly statement: Statement;
  readonly span: Span;
}

/** DECLARE … CURSOR FOR. */
export interface DeclareCursor {
  readonly kind: "declare_cursor";
  readonly name: Name;
  readonly query: Query;
  readonly span: Span;
}

/** FETCH from a cursor. */
export interface FetchCursor {
  readonly kind: "fetch";
  /** How many rows; NEXT is told as 1. */
  readonly count: "all" | number;
  readonly cursor: Name;
  readonly span: Span;
}

/** CLOSE of a cursor. */
export interface CloseCursor {
  readonly kind: "close";
  readonly cursor: Name;
  readonly span: Span;
}

/** PREPARE. */
export interface Prepare {
  readonly kind: "prepare";
  readonly name: Name;
  readonly types: readonly TypeName[];
  readonly statement: Statement;
  readonly span: Span;
}

/** EXECUTE of a prepared statement. */
export interface Execute {
  readonly kind: "execute";
  readonly name: Name;
  readonly args: readonly Expression[];
  readonly span: Span;
}

/** DEALLOCATE; no name means ALL. */
export interface Deallocate {
  readonly kind: "deallocate";
  readonly name: Name | undefined;
  readonly span: Span;
}

/** CALL of a procedure. */
export interface CallProcedure {
  readonly kind: "call_procedure";
  readonly name: QualifiedName;
  readonly args: readonly Expression[];
  readonly span: Span;
}
