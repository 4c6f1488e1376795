/** Queries ("SELECT" of the Database Developer Guide). */
import type { Call, Expression } from "./expression.ts";
import type { Count, Name, QualifiedName, Span, TypeName } from "./node.ts";

/** A query with what belongs to the whole of it. */
export interface Query {
  readonly kind: "query";
  readonly with: With | undefined;
  readonly body: QueryBody;
  readonly orderBy: readonly OrderItem[];
  /** LIMIT ALL is told as no limit. */
  readonly limit: Expression | undefined;
  readonly offset: Expression | undefined;
  readonly span: Span;
}

/** A SELECT, several with UNION and the like between them, or a query in brackets. */
export type QueryBody = Select | SetOperation | Query;

/** WITH [RECURSIVE] ("WITH clause"). */
export interface With {
  readonly kind: "with";
  readonly recursive: boolean;
  readonly tables: readonly CommonTable[];
  readonly span: Span;
}

/** One table of a WITH. */
export interface CommonTable {
  readonly kind: "common_table";
  readonly name: Name;
  readonly columns: readonly Name[];
  readonly query: Query;
  readonly span: Span;
}

/** Queries of one precedence from left to right: those with INTERSECT, or those with UNION, EXCEPT and MINUS ("UNION, INTERSECT, and EXCEPT"). */
export interface SetOperation {
  readonly kind: "set_operation";
  readonly first: QueryBody;
  readonly rest: readonly SetOperand[];
  readonly span: Span;
}

/** One more query; MINUS is told as EXCEPT. */
export interface SetOperand {
  readonly operator: "union" | "union all" | "intersect" | "except";
  readonly query: QueryBody;
}

/** One SELECT. */
export interface Select {
  readonly kind: "select";
  readonly quantifier: "distinct" | "all" | undefined;
  readonly top: Count | undefined;
  readonly items: readonly SelectItem[];
  /** Columns that EXCLUDE leaves out. */
  readonly exclude: readonly Name[];
  readonly into: Into | undefined;
  readonly from: readonly TableReference[];
  readonly where: Expression | undefined;
  readonly connectBy: ConnectBy | undefined;
  readonly groupBy: GroupBy | undefined;
  readonly having: Expression | undefined;
  readonly qualify: Expression | undefined;
  readonly span: Span;
}

/** One expression of a select list, with its label. */
export interface SelectItem {
  readonly kind: "select_item";
  readonly expression: Expression;
  readonly alias: Name | undefined;
  readonly span: Span;
}

/** `into [temporary] table` ("SELECT INTO"). */
export interface Into {
  readonly kind: "into";
  readonly temporary: boolean;
  readonly table: QualifiedName;
  readonly span: Span;
}

/** `[start with …] connect by …` ("CONNECT BY clause"). */
export interface ConnectBy {
  readonly kind: "connect_by";
  readonly startWith: Expression | undefined;
  readonly condition: Expression;
  readonly span: Span;
}

/** `group by …` ("GROUP BY clause"). */
export interface GroupBy {
  readonly kind: "group_by";
  readonly items: "all" | readonly GroupItem[];
  readonly span: Span;
}

/** One item of GROUP BY. */
export type GroupItem = Expression | Grouping;

/** GROUPING SETS, ROLLUP or CUBE; a set of several columns is a row, the empty one has no columns. */
export interface Grouping {
  readonly kind: "grouping";
  readonly form: "grouping sets" | "rollup" | "cube";
  readonly items: readonly (GroupItem | EmptySet)[];
  readonly span: Span;
}

/** `()` in GROUPING SETS. */
export interface EmptySet {
  readonly kind: "empty_set";
  readonly span: Span;
}

/** One item of ORDER BY. */
export interface OrderItem {
  readonly kind: "order_item";
  readonly expression: Expression;
  readonly direction: "asc" | "desc" | undefined;
  readonly nulls: "first" | "last" | undefined;
  readonly span: Span;
}

/** What stands in FROM ("FROM clause"). */
export type TableReference =
  | TableName
  | Unnest
  | DerivedTable
  | FunctionTable
  | Join
  | Pivot
  | Unpivot
  | ObjectUnpivot;

/** How a table is called in its query. */
export interface Alias {
  readonly kind: "alias";
  readonly name: Name;
  readonly columns: readonly Name[];
  readonly span: Span;
}

/** A table, a view, a CTE; or a SUPER path of a table that stands before it, `from t, t.items as x`, which the tables tell. */
export interface TableName {
  readonly kind: "table";
  readonly name: QualifiedName;
  readonly alias: Alias | undefined;
  readonly span: Span;
}

/** A SUPER path that is surely one: with a subscript, with `at index` ("Unnesting queries"), or in UNNEST (…) ("UNNEST examples"). */
export interface Unnest {
  readonly kind: "unnest";
  /** Whether UNNEST is written: then an alias with a column is that of a table. */
  readonly called: boolean;
  readonly path: Expression;
  readonly alias: Alias | undefined;
  readonly at: Name | undefined;
  readonly span: Span;
}

/** A query in brackets. */
export interface DerivedTable {
  readonly kind: "derived_table";
  readonly query: Query;
  readonly alias: Alias | undefined;
  readonly span: Span;
}

/** A function that returns rows; `columns` with types for one that returns records. */
export interface FunctionTable {
  readonly kind: "function_table";
  readonly call: Call;
  readonly alias: Alias | undefined;
  readonly columns: readonly TypedColumn[];
  readonly span: Span;
}

/** One column of a function that returns records. */
export interface TypedColumn {
  readonly kind: "typed_column";
  readonly name: Name;
  readonly type: TypeName;
  readonly span: Span;
}

/** A join of two; a join within brackets is one whose right side is a join. */
export interface Join {
  readonly kind: "join";
  readonly type: "inner" | "left" | "right" | "full" | "cross";
  readonly natural: boolean;
  readonly left: TableReference;
  readonly right: TableReference;
  readonly on: Expression | undefined;
  readonly using: readonly Name[];
  readonly span: Span;
}

/** `t pivot (sum (x) for c in ('a', 'b'))` ("PIVOT and UNPIVOT examples"). */
export interface Pivot {
  readonly kind: "pivot";
  readonly source: TableReference;
  readonly aggregate: SelectItem;
  readonly by: Name;
  readonly values: readonly SelectItem[];
  readonly alias: Alias | undefined;
  readonly span: Span;
}

/** `t unpivot (value for name in (a, b as x))`. */
export interface Unpivot {
  readonly kind: "unpivot";
  readonly source: TableReference;
  readonly nulls: "include" | "exclude" | undefined;
  readonly value: Name;
  readonly name: Name;
  readonly columns: readonly UnpivotColumn[];
  readonly alias: Alias | undefined;
  readonly span: Span;
}

/** One column of an UNPIVOT; its alias is the value that tells of it. */
export interface UnpivotColumn {
  readonly kind: "unpivot_column";
  readonly column: Name;
  readonly alias: Name | undefined;
  readonly span: Span;
}

/** `unpivot object as value at attribute` ("Object unpivoting"). */
export interface ObjectUnpivot {
  readonly kind: "object_unpivot";
  readonly path: Expression;
  readonly value: Name;
  readonly attribute: Name | undefined;
  readonly span: Span;
}
