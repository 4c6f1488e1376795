/**
 * How the tables of this folder are read. A table holds the functions of one chapter of the Database Developer Guide by their names,
 * in lower case:
 *
 *     len: {
 *       page: "LEN function",
 *       forms: [{ takes: ["varchar"], gives: "integer", sql: "CAST(length($1) AS INTEGER)" }],
 *     },
 *
 * `page` is the title of the page. `forms` are the ways of calling it; of those that take the arguments that are given, the
 * one with the fewest conversions is bound, the first of equals. Every argument is converted to the type that its place wants (a cast of
 * its own in the written text), so DuckDB is given exactly these types, and `sql` has to give DuckDB's type of `gives`,
 * with a CAST where DuckDB's function gives another one: test/warehouse/local/functions.test.ts holds every form to that.
 *
 * A place of `takes` is
 * - a type: `integer`, `varchar`, `timestamp`, `super` … (`decimal` is decimal(38, 10), a text any length);
 * - a class, whose argument stays what it is: `number`, `whole` (smallint, integer, bigint), `exact` (whole or decimal), `text` (char or
 *   varchar), `any` (a bare literal in quotes is a varchar);
 * - `ordered`: any but a boolean;
 * - `super itself`: a SUPER value, and nothing that would become one, so that a text or a boolean in its place is an error;
 * - `array`: an array of the catalogue, whatever it holds;
 * - `same`: all of these are converted to their common type;
 * - `part`: a part of a date, as a bare word or in quotes; $n is DuckDB's name of it in quotes: 'month';
 * - `literal`: a text that stands in the statement itself; $n is it in quotes.
 * After it, ` = text` makes it optional, with DuckDB's text in its place: "varchar = ' '"; `...` at the last one lets it come once or
 * more: "same...".
 *
 * `gives` is a type; or `$1`, the type of the first argument after its conversion; `same`, the common type; or a function of the types.
 *
 * `sql` is DuckDB's text for the call as one operand (a call, or in brackets), with $1, $2 … for the arguments and $* for all of them with
 * commas between. $1 may stand there more than once. In an aggregate it is what becomes of the aggregate, $1, and may be left out.
 *
 * `duck` is DuckDB's name of an aggregate or of a window function: it makes the entry one. `window: "only"` is a function that needs OVER,
 * `"never"` an aggregate that cannot have it. DISTINCT, WITHIN GROUP, IGNORE NULLS and OVER are written around the call by the binder.
 *
 * `bind` is for what no template can say: it is given the call and makes the bound expression with `call.binder`.
 * `refused` says what to write instead of a function that Redshift has and this warehouse does not: 0A000.
 * `differs` says in words what is not as on Redshift; docs/dialect.md is made of it.
 */
import type { DataType } from "../../../dialect/types.ts";
import type { Call } from "../../../dialect/syntax/expression.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { Aggregate, BoundExpression } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";
import type { Tools } from "./tools.ts";

/** The functions of one chapter. */
export type FunctionTable = Readonly<Record<string, FunctionEntry>>;

/** One function. */
export interface FunctionEntry {
  /** The title of its page. */
  readonly page: string;
  readonly forms?: readonly FunctionForm[];
  readonly bind?: (call: FunctionCall) => BoundExpression;
  /** What to write instead. */
  readonly refused?: string;
  readonly differs?: string;
  readonly window?: "only" | "never";
}

/** One way of calling it. */
export interface FunctionForm {
  readonly takes: readonly string[];
  readonly gives: string | ((types: readonly BoundType[]) => DataType);
  readonly sql?: string;
  readonly duck?: string;
}

/** A call as `bind` sees it. */
export interface FunctionCall {
  readonly name: string;
  readonly span: Span;
  /** How many arguments there are. */
  readonly count: number;
  /** An argument, bound, with the type that it has; from 0. */
  readonly arg: (index: number) => BoundExpression;
  /** All of them. */
  readonly args: () => readonly BoundExpression[];
  /** An argument that is a part of a date, by DuckDB's name without quotes. @throws SqlError for one that is not one. */
  readonly part: (index: number) => string;
  /** As it is written. */
  readonly syntax: Call;
  /** What hangs on an aggregate or a window function, bound: to be spread into an Aggregate. */
  readonly hanging: Pick<Aggregate, "distinct" | "orderBy" | "ignoreNulls" | "over">;
  readonly binder: Tools;
}
