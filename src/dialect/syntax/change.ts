/** Statements that change rows ("INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE" of the Database Developer Guide). */
import type { Expression } from "./expression.ts";
import type { Name, QualifiedName, Span } from "./node.ts";
import type { Alias, Query, TableReference, With } from "./query.ts";

/** INSERT INTO. */
export interface Insert {
  readonly kind: "insert";
  readonly table: QualifiedName;
  readonly columns: readonly Name[];
  readonly source: InsertValues | DefaultValues | Query;
  readonly span: Span;
}

/** `values (…), (…)`. */
export interface InsertValues {
  readonly kind: "values";
  readonly rows: readonly (readonly Expression[])[];
  readonly span: Span;
}

/** `default values`. */
export interface DefaultValues {
  readonly kind: "default_values";
  readonly span: Span;
}

/** UPDATE, with WITH before it or without. */
export interface Update {
  readonly kind: "update";
  readonly with: With | undefined;
  readonly table: QualifiedName;
  readonly alias: Alias | undefined;
  readonly set: readonly Assignment[];
  readonly from: readonly TableReference[];
  readonly where: Expression | undefined;
  readonly span: Span;
}

/** `column = value`. */
export interface Assignment {
  readonly kind: "assignment";
  readonly column: Name;
  readonly value: Expression;
  readonly span: Span;
}

/** DELETE, with FROM or without. */
export interface Delete {
  readonly kind: "delete";
  readonly with: With | undefined;
  readonly table: QualifiedName;
  readonly alias: Alias | undefined;
  readonly using: readonly TableReference[];
  readonly where: Expression | undefined;
  readonly span: Span;
}

/** MERGE. */
export interface Merge {
  readonly kind: "merge";
  readonly target: QualifiedName;
  readonly source: QualifiedName;
  readonly alias: Alias | undefined;
  readonly on: Expression;
  readonly action: MergeClauses | RemoveDuplicates;
  readonly span: Span;
}

/** The two WHEN clauses, both of which Redshift wants. */
export interface MergeClauses {
  readonly kind: "merge_clauses";
  /** What becomes of a row that matches: these assignments, or DELETE. */
  readonly matched: "delete" | readonly Assignment[];
  readonly columns: readonly Name[];
  readonly values: readonly Expression[];
  readonly span: Span;
}

/** REMOVE DUPLICATES in the place of the WHEN clauses. */
export interface RemoveDuplicates {
  readonly kind: "remove_duplicates";
  readonly span: Span;
}

/** TRUNCATE of one table. */
export interface Truncate {
  readonly kind: "truncate";
  readonly table: QualifiedName;
  readonly span: Span;
}
