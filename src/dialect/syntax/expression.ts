/** Expressions ("Expressions", "Conditions", "SQL functions reference" of the Database Developer Guide). */
import type {
  Name,
  NumberLiteral,
  Parameter,
  QualifiedName,
  Span,
  StringLiteral,
  TypeName,
  Variable,
} from "./node.ts";
import type { Between, InList, InQuery, Is, Like, Quantified } from "./condition.ts";
import type { OrderItem, Query } from "./query.ts";

/** Everything that has a value. */
export type Expression =
  | StringLiteral
  | NumberLiteral
  | Variable
  | Parameter
  | Constant
  | TypedLiteral
  | IntervalLiteral
  | KeywordValue
  | Column
  | Star
  | Field
  | Subscript
  | OuterJoinMark
  | Unary
  | Binary
  | Logical
  | Is
  | Between
  | InList
  | InQuery
  | Like
  | Quantified
  | Exists
  | Subquery
  | ArrayQuery
  | Row
  | Case
  | Cast
  | AtTimeZone
  | Collate
  | Call
  | Extract
  | Trim
  | Position
  | Prior;

/** TRUE, FALSE, NULL, or DEFAULT where a statement gives values. */
export interface Constant {
  readonly kind: "constant";
  readonly value: "true" | "false" | "null" | "default";
  readonly span: Span;
}

/** `date '2008-01-31'` ("Date, time, and timestamp literals"). */
export interface TypedLiteral {
  readonly kind: "typed_literal";
  readonly type: TypeName;
  readonly value: StringLiteral | Variable;
  readonly span: Span;
}

/** The units of an interval. */
export type IntervalField = "year" | "month" | "day" | "hour" | "minute" | "second";

/** `interval '30' day` ("Interval data types and literals"). */
export interface IntervalLiteral {
  readonly kind: "interval";
  readonly value: StringLiteral | Variable;
  readonly from: IntervalField | undefined;
  readonly to: IntervalField | undefined;
  /** Digits of a second. */
  readonly precision: number | undefined;
  readonly span: Span;
}

/** A function that is called without brackets: `current_date`, `sysdate`, `user`. */
export interface KeywordValue {
  readonly kind: "keyword_value";
  readonly name: string;
  readonly span: Span;
}

/** `column`, `table.column`, `schema.table.column`, or a path into a SUPER value: which of them the tables tell. */
export interface Column {
  readonly kind: "column";
  readonly parts: readonly Name[];
  readonly span: Span;
}

/** `*` or `table.*`: in a select list, and as the argument of COUNT. */
export interface Star {
  readonly kind: "star";
  readonly of: readonly Name[];
  readonly span: Span;
}

/** `base.name`, a step into a SUPER value after a subscript, a bracket or a call ("Querying semistructured data"). */
export interface Field {
  readonly kind: "field";
  readonly base: Expression;
  readonly name: Name;
  readonly span: Span;
}

/** `base[index]`, a step into a SUPER value. */
export interface Subscript {
  readonly kind: "subscript";
  readonly base: Expression;
  readonly index: Expression;
  readonly span: Span;
}

/** `column (+)` ("Oracle-style outer joins in the WHERE clause"). */
export interface OuterJoinMark {
  readonly kind: "outer_join_mark";
  readonly column: Column;
  readonly span: Span;
}

/** An operator before its operand ("Mathematical operator symbols", "Logical conditions"). */
export interface Unary {
  readonly kind: "unary";
  readonly operator: "-" | "+" | "~" | "@" | "|/" | "||/" | "not";
  readonly operand: Expression;
  readonly span: Span;
}

/** An operator between its operands; `!=` is told as `<>`. */
export interface Binary {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** Operators that compare ("Comparison condition"). */
export type ComparisonOperator = "=" | "<>" | "<" | ">" | "<=" | ">=";

/** Operators on numbers and texts; `~~` is LIKE and `~` the POSIX pattern. */
export type BinaryOperator =
  | ComparisonOperator
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "^"
  | "||"
  | "|"
  | "&"
  | "#"
  | "<<"
  | ">>"
  | "~"
  | "~*"
  | "!~"
  | "!~*"
  | "~~"
  | "~~*"
  | "!~~"
  | "!~~*";

/** Two or more conditions with AND, or with OR, between them. */
export interface Logical {
  readonly kind: "logical";
  readonly operator: "and" | "or";
  readonly operands: readonly Expression[];
  readonly span: Span;
}

/** `exists (select …)` ("EXISTS condition"). */
export interface Exists {
  readonly kind: "exists";
  readonly query: Query;
  readonly span: Span;
}

/** `(select …)` as one value. */
export interface Subquery {
  readonly kind: "subquery";
  readonly query: Query;
  readonly span: Span;
}

/** `array (select …)`, as clients ask the catalogue (PostgreSQL 8.0, "Array Constructors"). */
export interface ArrayQuery {
  readonly kind: "array_query";
  readonly query: Query;
  readonly span: Span;
}

/** `(a, b)`, two or more. */
export interface Row {
  readonly kind: "row";
  readonly items: readonly Expression[];
  readonly span: Span;
}

/** CASE with an operand or without ("CASE conditional expression"). */
export interface Case {
  readonly kind: "case";
  readonly operand: Expression | undefined;
  readonly branches: readonly CaseBranch[];
  readonly otherwise: Expression | undefined;
  readonly span: Span;
}

/** One WHEN of a CASE. */
export interface CaseBranch {
  readonly when: Expression;
  readonly result: Expression;
}

/** `cast (x as t)`, `x::t`, `try_cast (x as t)`, `convert (t, x)` ("CAST function", "TRY_CAST function", "CONVERT function"). */
export interface Cast {
  readonly kind: "cast";
  readonly form: "cast" | "::" | "try_cast" | "convert";
  readonly operand: Expression;
  readonly type: TypeName;
  readonly span: Span;
}

/** `x at time zone z` ("AT TIME ZONE function"). */
export interface AtTimeZone {
  readonly kind: "at_time_zone";
  readonly operand: Expression;
  readonly zone: Expression;
  readonly span: Span;
}

/** `x collate name`, which clients send to the catalogue; for a column's own order there is the function COLLATE. */
export interface Collate {
  readonly kind: "collate";
  readonly operand: Expression;
  readonly collation: QualifiedName;
  readonly span: Span;
}

/** A call of a function, an aggregate or a window function; `substring (x from a for b)` is told as `substring (x, a, b)`. */
export interface Call {
  readonly kind: "call";
  readonly name: QualifiedName;
  readonly approximate: boolean;
  /** What stands before the arguments. */
  readonly quantifier: "distinct" | "all" | undefined;
  readonly args: readonly Expression[];
  /** IGNORE or RESPECT NULLS, whether within the brackets or after them. */
  readonly nulls: "ignore" | "respect" | undefined;
  readonly withinGroup: readonly OrderItem[] | undefined;
  readonly over: Window | undefined;
  readonly span: Span;
}

/** What stands in the brackets of OVER ("Window function syntax summary"). */
export interface Window {
  readonly kind: "window";
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly frame: Frame | undefined;
  readonly span: Span;
}

/** ROWS or RANGE; without BETWEEN `end` is undefined. Whether Redshift takes it for the function is not said here. */
export interface Frame {
  readonly kind: "frame";
  readonly unit: "rows" | "range";
  readonly start: FrameBound;
  readonly end: FrameBound | undefined;
  readonly span: Span;
}

/** One end of a frame. */
export interface FrameBound {
  readonly kind: "frame_bound";
  readonly at: "unbounded preceding" | "preceding" | "current row" | "following" | "unbounded following";
  /** How many rows away, with PRECEDING and FOLLOWING. */
  readonly offset: Expression | undefined;
  readonly span: Span;
}

/** `extract (part from x)` ("EXTRACT function"). */
export interface Extract {
  readonly kind: "extract";
  /** In lower case, without quotes. */
  readonly part: string;
  readonly operand: Expression;
  readonly span: Span;
}

/** `trim ([both | leading | trailing] [characters from] x)`, and TRIM with a comma ("TRIM function"). */
export interface Trim {
  readonly kind: "trim";
  readonly side: "both" | "leading" | "trailing" | undefined;
  readonly characters: Expression | undefined;
  readonly operand: Expression;
  readonly span: Span;
}

/** `position (a in b)` ("POSITION function"). */
export interface Position {
  readonly kind: "position";
  readonly needle: Expression;
  readonly haystack: Expression;
  readonly span: Span;
}

/** `prior x`, the value in the row above ("CONNECT BY clause"). */
export interface Prior {
  readonly kind: "prior";
  readonly operand: Expression;
  readonly span: Span;
}
