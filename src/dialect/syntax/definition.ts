/** Views, schemas, and what drops them ("CREATE VIEW", "CREATE MATERIALIZED VIEW", "CREATE SCHEMA", "DROP TABLE" and the like). */
import type { Name, NumberLiteral, QualifiedName, Span, StringLiteral } from "./node.ts";
import type { Query } from "./query.ts";
import type { Behavior, TableAttribute } from "./table.ts";

/** CREATE [OR REPLACE] VIEW. */
export interface CreateView {
  readonly kind: "create_view";
  readonly orReplace: boolean;
  readonly name: QualifiedName;
  readonly columns: readonly Name[];
  readonly query: Query;
  /** WITH NO SCHEMA BINDING: what the view reads is looked for when it is read. */
  readonly lateBinding: boolean;
  readonly span: Span;
}

/** CREATE MATERIALIZED VIEW. */
export interface CreateMaterializedView {
  readonly kind: "create_materialized_view";
  readonly name: QualifiedName;
  readonly columns: readonly Name[];
  readonly attributes: readonly TableAttribute[];
  readonly autoRefresh: boolean | undefined;
  readonly query: Query;
  readonly span: Span;
}

/** REFRESH MATERIALIZED VIEW. */
export interface RefreshMaterializedView {
  readonly kind: "refresh_materialized_view";
  readonly name: QualifiedName;
  readonly behavior: Behavior;
  readonly span: Span;
}

/** CREATE SCHEMA of this database. */
export interface CreateSchema {
  readonly kind: "create_schema";
  readonly ifNotExists: boolean;
  /** Undefined where the name is that of its owner. */
  readonly name: QualifiedName | undefined;
  readonly authorization: Name | undefined;
  readonly quota:
    | "unlimited"
    | { readonly size: NumberLiteral; readonly unit: "mb" | "gb" | "tb" }
    | undefined;
  readonly span: Span;
}

/** DROP of tables, views and schemas; what else is dropped is a command. */
export interface Drop {
  readonly kind: "drop";
  readonly object: "table" | "view" | "materialized view" | "schema";
  readonly ifExists: boolean;
  readonly names: readonly QualifiedName[];
  /** DROP EXTERNAL DATABASE, of a schema only. */
  readonly externalDatabase: boolean;
  readonly behavior: Behavior;
  readonly span: Span;
}

/** COMMENT ON. */
export interface Comment {
  readonly kind: "comment";
  readonly object:
    | "table"
    | "column"
    | "constraint"
    | "database"
    | "view"
    | "schema"
    | "function"
    | "procedure";
  readonly name: QualifiedName;
  /** The table of a constraint. */
  readonly on: QualifiedName | undefined;
  readonly text: StringLiteral | undefined;
  readonly span: Span;
}
