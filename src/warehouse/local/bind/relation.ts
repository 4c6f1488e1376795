/** What the binder is told of the tables and views that a statement names. */
import type { TableDefinition } from "../../../dialect/table-definition.ts";
import type { DataType } from "../../../dialect/types.ts";
import type { BoundQuery } from "../bound/query.ts";

/** A column of a table or a view. */
export interface RelationColumn {
  readonly name: string;
  readonly type: DataType;
}

/** A table or a view, as the session finds it. */
export interface Relation {
  /** The schema; undefined for a temporary table. */
  readonly schema: string | undefined;
  readonly name: string;
  readonly kind: "table" | "view" | "materialized view" | "system";
  /** How DuckDB is told of it. */
  readonly sql: string;
  /** How a query reads its rows, where that is not by its name (own-rows.ts). */
  readonly pieces?: string;
  readonly columns: readonly RelationColumn[];
  /** What was declared of a table. */
  readonly table?: TableDefinition;
  /** The query of a view WITH NO SCHEMA BINDING, which is bound where it is read. */
  readonly late?: LateQuery;
  /** The query of a materialized view. */
  readonly refresh?: LateQuery;
}

/** Redshift's text of a query, and the names that its view gives the columns. */
export interface LateQuery {
  readonly source: string;
  readonly columns: readonly string[];
}

/** A name of a table taken apart; which schema a bare name means is the session's search_path to say. */
export interface RelationName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** The tables and views that a statement names, gathered before it is bound. */
export interface Relations {
  /** Returns the relation; undefined where there is none of the name. */
  readonly find: (name: RelationName) => Relation | undefined;
  /** Whether rows of some of them are read in pieces. */
  readonly inPieces: boolean;
}

/** A table of a WITH, while the query that it belongs to is bound. */
export interface CommonRelation {
  /** Its name in the written text. */
  readonly alias: string;
  readonly columns: BoundQuery["columns"];
  /** Whether it is made of itself. */
  readonly recursive: boolean;
}
