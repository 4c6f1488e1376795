/** A statement as DuckDB and the session carry it out; every `sql` is DuckDB's. */
import type { ColumnDefinition, ForeignKey, TableDefinition } from "../../../dialect/table-definition.ts";
import type { QualifiedName } from "../../../dialect/table-name.ts";
import type { ColumnType } from "../../../dialect/types.ts";
import type { RelationColumn } from "../bind/relation.ts";
import type { CopyCommand } from "../copy/command.ts";
import type { UnloadColumn, UnloadCommand } from "../unload/command.ts";
import type { Column } from "../../warehouse.ts";

/** What a statement comes to, told apart by `kind`. */
export type Plan =
  /** Gives rows. */
  | {
      readonly kind: "query";
      readonly command: "SELECT" | "SHOW";
      readonly sql: string;
      readonly columns: readonly Column[];
      readonly from: QuerySource;
    }
  /** Changes rows. */
  | {
      readonly kind: "change";
      readonly command: string;
      readonly sql: string;
      /** The table, by its name in DuckDB, that the rows of an INSERT come into. */
      readonly into?: string;
    }
  | {
      readonly kind: "merge";
      /** The most rows of the source that one row of the target meets; null when none meets any. */
      readonly meetings: string;
      readonly sql: string;
      /** The same where no row meets another. */
      readonly insert: string;
    }
  /** MERGE … REMOVE DUPLICATES: the rows of the source in the place of those that they meet. */
  | {
      readonly kind: "replace";
      readonly meetings: string;
      /** How many rows of the source stand there twice. */
      readonly twins: string;
      readonly remove: string;
      readonly insert: string;
    }
  | { readonly kind: "create table"; readonly table: TableDefinition; readonly defaults: Defaults }
  /** CREATE TABLE AS and SELECT INTO. */
  | {
      readonly kind: "create as";
      readonly table: TableDefinition;
      /** The table by its name in DuckDB. */
      readonly into: string;
      readonly sql: string;
      readonly command: string;
    }
  | CreateViewPlan
  | { readonly kind: "refresh view"; readonly view: QualifiedName; readonly sql: readonly string[] }
  | { readonly kind: "plain"; readonly command: string; readonly statements: readonly string[] }
  | ChangePlan
  | { readonly kind: "truncate"; readonly sql: string }
  /** The tables as `localSpelling` spells them. */
  | { readonly kind: "lock"; readonly tables: readonly string[] }
  | { readonly kind: "begin" | "commit" | "rollback" }
  | {
      readonly kind: "copy";
      readonly command: CopyCommand;
      readonly table: TableDefinition;
      readonly sql: string;
    }
  | {
      readonly kind: "unload";
      readonly command: UnloadCommand;
      readonly columns: readonly UnloadColumn[];
      readonly sql: string;
      readonly from: Exclude<QuerySource, "moment">;
    }
  | SettingPlan
  /** DuckDB's plan of a statement, which is not carried out. */
  | { readonly kind: "explain"; readonly sql: string }
  /** Right, and without meaning here. */
  | { readonly kind: "nothing"; readonly command: string };

/** DuckDB's texts of the defaults of columns, by their names. */
export type Defaults = ReadonlyMap<string, string>;

/** SET, RESET and SHOW; the name is one of `SETTINGS`. */
export type SettingPlan =
  | { readonly kind: "set"; readonly name: string; readonly value: string }
  | { readonly kind: "show"; readonly name: string }
  /** Also SET … TO DEFAULT. */
  | { readonly kind: "reset"; readonly name: string; readonly command: "SET" | "RESET" }
  | { readonly kind: "show all" | "reset all" };

/** A view that is made, or put in the place of another one. */
export interface CreateViewPlan {
  readonly kind: "create view";
  readonly form: "view" | "late" | "materialized view";
  /** OR REPLACE. */
  readonly replaces: boolean;
  readonly view: QualifiedName;
  readonly columns: readonly RelationColumn[];
  /** Redshift's text of its query. */
  readonly source: string;
  readonly statements: readonly string[];
  readonly reads: readonly QualifiedName[];
  /** Schemas that have to be there for a view WITH NO SCHEMA BINDING, whose tables need not ("CREATE VIEW"). */
  readonly schemas: readonly string[];
  /** How a materialized view is declared; empty for others. */
  readonly keys: MaterializedKeys;
}

/** Distribution, sorting and refreshing of a materialized view, without effect. */
export interface MaterializedKeys extends Partial<
  Pick<TableDefinition, "distStyle" | "distKey" | "sortStyle" | "sortKey">
> {
  readonly autoRefresh?: boolean;
}

/** A DROP or an ALTER; names are folded and without quotes. */
export type ChangePlan =
  | {
      readonly kind: "drop";
      readonly what: "table" | "view" | "materialized view" | "schema";
      readonly names: readonly QualifiedName[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "rename table"; readonly table: QualifiedName; readonly to: string }
  | {
      readonly kind: "rename column";
      readonly table: QualifiedName;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "add column";
      readonly table: QualifiedName;
      readonly column: ColumnDefinition;
      readonly defaults: Defaults;
    }
  | {
      readonly kind: "drop column";
      readonly table: QualifiedName;
      readonly column: string;
      readonly cascade: boolean;
    }
  | {
      readonly kind: "retype column";
      readonly table: QualifiedName;
      readonly column: string;
      readonly type: ColumnType;
    }
  | ({ readonly kind: "redeclare"; readonly table: QualifiedName } & Redeclared)
  | ConstraintChange
  | {
      readonly kind: "append";
      readonly table: QualifiedName;
      readonly source: QualifiedName;
      readonly extra: "ignoreextra" | "filltarget" | undefined;
    };

/** A key that is declared from now on, or no longer; a name that the statement gives a new one has no effect. */
export type ConstraintChange =
  | {
      readonly kind: "add constraint";
      readonly table: QualifiedName;
      readonly key:
        | { readonly primaryKey: readonly string[] }
        | { readonly uniqueKey: readonly string[] }
        | { readonly foreignKey: ForeignKey };
    }
  | { readonly kind: "drop constraint"; readonly table: QualifiedName; readonly name: string };

/** What only the catalogue keeps: distribution, sorting, encoding. */
export interface Redeclared {
  readonly keys: Partial<Pick<TableDefinition, "distStyle" | "distKey" | "sortStyle" | "sortKey">>;
  /** Encodings by column. */
  readonly encodings: ReadonlyMap<string, string>;
}

/**
 * Where a query looks: into the transaction; into the load log alone, which is seen at once and not as of the transaction's start; or
 * at what is going on at this moment.
 */
export type QuerySource = "transaction" | "load log" | "moment";
