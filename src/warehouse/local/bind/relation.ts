/** What the binder is told of the tables and views that a statement names. */
import type { DataType } from "../../../dialect/types.ts";
import type { BoundQuery } from "../bound/query.ts";

/** A column of a table or a view. */
export interface RelationColumn {
  readonly name: string;
  readonly type: DataType;
}

/** A table or a view, as the session finds it. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
  /** How DuckDB is told of it. */
  readonly sql: string;
  readonly columns: readonly RelationColumn[];
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
}

/** A table of a WITH, while the query that it belongs to is bound. */
export interface CommonRelation {
  /** Its name in the written text. */
  readonly alias: string;
  readonly columns: BoundQuery["columns"];
}
