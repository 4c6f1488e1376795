/**
 * Computations of floats that end in no number: DuckDB makes infinity of them, Redshift an error ("Numeric types": the range of REAL and
 * DOUBLE PRECISION; the words are PostgreSQL 8's). An infinity that a column or a text gives stays one.
 */
import type { Aggregate, Apply, BoundExpression } from "../bound/expression.ts";
import { isFloat, isNumber } from "../types/numeric.ts";

/** The one element of a list. */
const FIRST = "[CAST(1 AS BIGINT)]";

/**
 * What stands before the computation in DuckDB's text: it is computed once, however many ask for it; and after it what tells whether all
 * that it was made of is finite, since a subquery cannot stand after an arrow.
 */
const GUARD = "list_transform([{'value': $1, 'known': ";

/** The same before what no row changes. */
const FIXED_GUARD = "redshift_functions.finite($1, ";

/** In a HAVING, DuckDB takes a name with a point in it for a column. */
const part = (name: string): string => `struct_extract("pair", '${name}')`;

/**
 * Returns a computation that is an error where it leaves the range. A guarded operand is taken bare and the guard put around the whole:
 * infinity goes through +, - and *, and through the left of / and %.
 */
export function finite(computation: Apply, operator: string): Apply {
  const through = operator === "+" || operator === "-" || operator === "*" ? 2 : 1;
  return guarded({
    ...computation,
    args: computation.args.map((value, at) => (at < through ? bare(value) : value)),
  });
}

/** Returns an aggregate of floats, such as a sum, that is an error where it leaves their range. */
export function finiteAggregate(aggregate: Aggregate): Apply {
  const args = aggregate.args.map((one): Apply => ({
    kind: "apply",
    type: one.type,
    sql: "abs($1)",
    args: [one],
  }));
  return guarded(aggregate, [{ ...aggregate, name: "max", args }]);
}

/** What 38 digits hold at most ("Numeric types"), where DuckDB may make one more; without its point. */
export const MOST_OF_38_DIGITS = 10n ** 38n - 1n;

/**
 * Returns a decimal that is an error where it is beyond a number, or NULL.
 * @param limit the number without its point, of as many digits as the decimal has at most
 */
export function upTo(value: BoundExpression, limit: bigint, orNull = false): BoundExpression {
  if (value.type.name !== "decimal") return value;
  const { precision, scale } = value.type;
  const digits = String(limit);
  const written = `${digits.slice(0, precision - scale)}.${digits.slice(precision - scale)}`;
  const macro = orNull ? "up_to_or_null" : "up_to";
  const most = `CAST('${written}' AS DECIMAL(${precision}, ${scale}))`;
  const sql = isFixed(value)
    ? `redshift_functions.${macro}($1, ${most})`
    : `list_transform([$1], "computed" -> redshift_functions.${macro}("computed", ${most}))${FIRST}`;
  return { kind: "apply", type: value.type, sql, args: [value] };
}

function guarded(value: BoundExpression, made = sourcesOf(value)): Apply {
  const all = [...new Map(made.map((one) => [JSON.stringify(one), one])).values()];
  const conditions = all.map((_, at) => `isfinite($${at + 2})`);
  const known = conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
  const sql = isFixed(value)
    ? `${FIXED_GUARD}${known})`
    : `${GUARD}${known}}], "pair" -> redshift_functions.finite(${part("value")}, ${part("known")}))${FIRST}`;
  return { kind: "apply", type: value.type, sql, args: [value, ...all] };
}

function bare(value: BoundExpression): BoundExpression {
  const isGuard =
    value.kind === "apply" && (value.sql.startsWith(GUARD) || value.sql.startsWith(FIXED_GUARD));
  return isGuard ? (value.args[0] ?? value) : value;
}

/** Whether no row changes it, as that of a DEFAULT, in which DuckDB takes no arrow: it may be computed twice. */
function isFixed(value: BoundExpression): boolean {
  if (value.kind === "conversion") return isFixed(value.operand);
  return value.kind === "constant" || (value.kind === "apply" && value.args.every(isFixed));
}

/** The values from which an infinity may come that nobody computed. */
function sourcesOf(value: BoundExpression): readonly BoundExpression[] {
  switch (value.kind) {
    case "constant":
      return isFloat(value.type) && value.value !== null && !Number.isFinite(Number(value.value))
        ? [value]
        : [];
    case "conversion":
      if (isNumber(value.operand.type)) return sourcesOf(value.operand);
      return isFloat(value.type) ? [value] : [];
    case "apply":
      return value.args.flatMap(sourcesOf);
    case "column":
    case "aggregate":
    case "nested":
      return isFloat(value.type) ? [value] : [];
  }
}
