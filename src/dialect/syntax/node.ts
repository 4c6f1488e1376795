/** What every node of the tree has, and the nodes that stand in all statements: names, types, variables. */

/** Where a node starts and ends in the source, in UTF-16 units. */
export type Span = readonly [start: number, end: number];

/** One name, folded and without quotes ("Names and identifiers"). */
export interface Name {
  readonly kind: "name";
  /** What it means; for a psql variable the name of the variable. */
  readonly value: string;
  /** Whether the name is the psql variable `:"value"`, which nothing has been put in for yet. */
  readonly variable: boolean;
  readonly span: Span;
}

/** One to three names with points between them: `database.schema.table`. */
export interface QualifiedName {
  readonly kind: "qualified_name";
  readonly parts: readonly Name[];
  readonly span: Span;
}

/** A data type as it is written, synonyms unresolved ("Data types"); whether there is one of the name is not said here. */
export interface TypeName {
  readonly kind: "type_name";
  /** Its words in lower case with one blank between: `double precision`, `timestamp with time zone`, `interval year to month`. */
  readonly name: string;
  /** What stands in the brackets after it: `(10, 2)`, `(max)`. */
  readonly args: readonly (number | "max")[];
  readonly span: Span;
}

/** A psql variable in the place of a value: `:'name'` or bare `:name`. */
export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  /** Whether it is written `:'name'`, a literal, or bare. */
  readonly form: "literal" | "bare";
  readonly span: Span;
}

/** A place for a value, `$1`, in a prepared statement. */
export interface Parameter {
  readonly kind: "parameter";
  readonly number: number;
  readonly span: Span;
}

/** A text, with what its quotes and escapes mean ("String literals"; `$$…$$` is one too). */
export interface StringLiteral {
  readonly kind: "string";
  readonly value: string;
  readonly span: Span;
}

/** A number as it is written, never negative ("Numeric literals"). */
export interface NumberLiteral {
  readonly kind: "number";
  readonly text: string;
  readonly span: Span;
}

/** A text, or what stands in its place until it is put in. */
export type Text = StringLiteral | Variable | Parameter;

/** A whole number, or what stands in its place until it is put in. */
export type Count = NumberLiteral | Variable | Parameter;
