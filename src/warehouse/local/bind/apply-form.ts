/** A call by its form: arguments converted, DuckDB's text put together. */
import { duckType } from "../types/duck-type.ts";
import type { Span } from "../../../dialect/syntax/node.ts";
import type { Apply, BoundExpression } from "../bound/expression.ts";
import { fillPlaces } from "../bound/template.ts";
import { duckLiteral } from "../quote.ts";
import { argumentForm, cast } from "./convert.ts";
import type { Context } from "./context.ts";
import type { MatchedForm } from "./form.ts";

/** An argument: a value, or the part of a date by DuckDB's name. */
export type Argument = BoundExpression | string;

/** Returns the arguments with the types that the form gives them; parts and literals are left out. */
export function convertedArgs(
  context: Context,
  { types }: MatchedForm,
  args: readonly Argument[],
  span: Span,
): readonly BoundExpression[] {
  return args.flatMap((arg, at) => {
    const type = types[at];
    return typeof arg === "string" || type === undefined
      ? []
      : [cast(context, arg, type, argumentForm(arg), span)];
  });
}

/** Returns the call of a scalar form. */
export function applyForm(
  context: Context,
  matched: MatchedForm,
  args: readonly Argument[],
  span: Span,
): Apply {
  const { form, gives, types, defaults } = matched;
  const kept: BoundExpression[] = [];
  const texts = args.map((arg, at) => {
    const type = types[at];
    if (typeof arg === "string") return duckLiteral(arg);
    if (type === undefined) return duckLiteral(arg.kind === "constant" ? (arg.value ?? "") : "");
    kept.push(cast(context, arg, type, argumentForm(arg), span));
    return `$${kept.length}`;
  });
  const all = [...texts, ...defaults];
  const sql = fillPlaces(form.sql ?? "$1", (place) =>
    place === "*" ? texts.join(", ") : (all[Number(place) - 1] ?? "NULL"),
  );
  // What DuckDB computes from a NULL that it knows, it takes for a whole number where a decimal keeps its digits.
  const typed =
    gives.name === "decimal" && form.gives === "$1" && sql !== "$1"
      ? `CAST(${sql} AS ${duckType(gives)})`
      : sql;
  return { kind: "apply", type: gives, sql: typed, args: kept };
}
