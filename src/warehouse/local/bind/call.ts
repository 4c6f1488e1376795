/** Calls of functions, aggregates and window functions. */
import type { Call, Expression } from "../../../dialect/syntax/expression.ts";
import { SqlError, WarehouseError } from "../../../errors.ts";
import { nearest } from "../../../text/nearest.ts";
import type { Aggregate, BoundExpression } from "../bound/expression.ts";
import { TEXT } from "../bound/type.ts";
import { datePart, DATE_PARTS } from "../functions/date-part.ts";
import { AGGREGATE_FUNCTIONS } from "../functions/aggregate.ts";
import type { FunctionCall, FunctionEntry } from "../functions/entry.ts";
import { findFunction, FUNCTION_TABLES } from "../functions/tables.ts";
import { applyForm, convertedArgs, type Argument } from "./apply-form.ts";
import { comparable } from "./compare.ts";
import { fault, type Context } from "./context.ts";
import { typeName } from "./convert.ts";
import { noSuchFunction } from "./no-such-function.ts";
import { matchForm, partPlaces, type MatchedForm } from "./form.ts";
import { hangingOn, refuseHanging } from "./hanging.ts";
import type { Scope } from "./scope.ts";
import { toolsOf } from "./tools.ts";

/** Returns the value of a call. @throws SqlError 42883 for a function that does not exist, or not with these arguments. */
export function call(syntax: Call, scope: Scope, context: Context): BoundExpression {
  const name = nameOf(syntax, context);
  const entry = findFunction(name);
  if (entry === undefined) throw unknown(name, syntax, scope, context);
  if (entry.refused !== undefined) {
    const what = `${name.toUpperCase()} is not supported on the local warehouse`;
    throw fault(context, what, syntax.span, { sqlState: "0A000", next: entry.refused });
  }
  const forms = entry.forms ?? [];
  if (entry.bind !== undefined && forms.length === 0)
    return entry.bind(callOf({ name, entry, syntax }, scope, context));
  const parts = partPlaces(forms);
  const inside = insideOf(entry, syntax, scope);
  const args = syntax.args.map((arg, at): Argument =>
    parts.has(at) ? partOf(arg, context) : context.expression(arg, inside, context),
  );
  const matched = matchForm(
    forms,
    args.map((arg) => (typeof arg === "string" ? "part" : arg.type)),
  );
  if (matched === undefined) {
    if (entry.bind !== undefined) return entry.bind(callOf({ name, entry, syntax }, scope, context));
    throw noSuchFunction(context, name, args, syntax.span);
  }
  if (matched.form.duck === undefined) {
    refuseHanging(context, name, syntax);
    return applyForm(context, matched, args, syntax.span);
  }
  return aggregate({ name, entry, matched, args, syntax }, scope, context);
}

interface AggregateCall {
  readonly name: string;
  readonly entry: FunctionEntry;
  readonly matched: MatchedForm;
  readonly args: readonly Argument[];
  readonly syntax: Call;
}

function aggregate(
  { name, entry, matched, args, syntax }: AggregateCall,
  scope: Scope,
  context: Context,
): BoundExpression {
  const { form, gives } = matched;
  const hanging = hangingOn({ name, entry, syntax }, scope, context);
  const converted = convertedArgs(context, matched, args, syntax.span);
  const inner: Aggregate = {
    kind: "aggregate",
    type: gives,
    name: form.duck ?? name,
    args: hanging.distinct ? converted.map(comparable) : converted,
    ...hanging,
  };
  return form.sql === undefined ? inner : { kind: "apply", type: gives, sql: form.sql, args: [inner] };
}

const AGGREGATES: ReadonlySet<FunctionEntry> = new Set(Object.values(AGGREGATE_FUNCTIONS));

/** What stands within an aggregate holds no other; the arguments of a window function may. */
function insideOf(entry: FunctionEntry, { over }: Call, scope: Scope): Scope {
  if (entry.window === "only") return scope;
  const aggregates = AGGREGATES.has(entry) || entry.forms?.some(({ duck }) => duck !== undefined) === true;
  if (!aggregates) return scope;
  const place = "an aggregate function call";
  return {
    ...scope,
    withoutAggregates: over === undefined ? (scope.withoutAggregates ?? place) : scope.withoutAggregates,
    withoutWindows: scope.withoutWindows ?? place,
  };
}

/** The name, which may stand after pg_catalog; that of a function of the information schema after it. */
function nameOf({ name, span }: Call, context: Context): string {
  const parts = name.parts.map(({ value }) => value);
  const last = parts.at(-1) as string;
  const schema = last.startsWith("_pg_") ? "information_schema" : "pg_catalog";
  if (parts.length === 1 || parts.at(-2) === schema) return last;
  throw fault(context, `function ${parts.join(".")} does not exist`, span, {
    sqlState: "42883",
    next: "user-defined functions are not supported on the local warehouse",
  });
}

/** The part of a date: a bare word or a text. */
function partOf(arg: Expression, context: Context): string {
  if (arg.kind === "parameter" && context.parameters !== undefined) {
    context.parameters.set(arg.number, TEXT);
    return "day";
  }
  const word =
    arg.kind === "column" && arg.parts.length === 1
      ? arg.parts[0]?.value
      : arg.kind === "string"
        ? arg.value
        : undefined;
  const part = word === undefined ? undefined : datePart(word);
  if (part !== undefined) return part;
  const what = word === undefined ? "a date part is expected here" : `"${word}" is not a date part`;
  throw fault(context, what, arg.span, { sqlState: "22023", next: `use one of ${DATE_PARTS.join(", ")}` });
}

function callOf(
  { name, entry, syntax }: Pick<AggregateCall, "name" | "entry" | "syntax">,
  scope: Scope,
  context: Context,
): FunctionCall {
  const inside = insideOf(entry, syntax, scope);
  const arg = (index: number): BoundExpression => {
    const own = syntax.args[index];
    if (own === undefined) throw noSuchFunction(context, name, [], syntax.span);
    return context.expression(own, inside, context);
  };
  return {
    name,
    span: syntax.span,
    count: syntax.args.length,
    arg,
    args: () => syntax.args.map((_, index) => arg(index)),
    part: (index) => {
      const own = syntax.args[index];
      if (own === undefined) throw noSuchFunction(context, name, [], syntax.span);
      return partOf(own, context);
    },
    syntax,
    get hanging() {
      return hangingOn({ name, entry: undefined, syntax }, scope, context);
    },
    binder: toolsOf(context),
  };
}

type StatementFault = (SqlError | WarehouseError) & { readonly sqlState: string };

function isFault(error: unknown): error is StatementFault {
  return (error instanceof SqlError || error instanceof WarehouseError) && error.sqlState !== undefined;
}

function unknown(name: string, { args, name: { span } }: Call, scope: Scope, context: Context): Error {
  const known = Object.values(FUNCTION_TABLES).flatMap((table) =>
    Object.entries(table).flatMap(([one, { refused }]) => (refused === undefined ? [one] : [])),
  );
  const guess = nearest(name, known);
  const types = args.map((arg) => {
    if (arg.kind === "star") return "*";
    try {
      return typeName(context.expression(arg, scope, context).type);
    } catch (error) {
      // A date part is a column to whoever does not know the function: Redshift looks at the arguments first too.
      if (guess === undefined || !isFault(error)) throw error;
      const { message, sqlState } = error;
      throw fault(context, message, arg.span, { sqlState, next: `did you mean the function ${guess}?` });
    }
  });
  return fault(context, `function ${name}(${types.join(", ")}) does not exist`, span, {
    sqlState: "42883",
    next: guess === undefined ? "docs/dialect.md lists what is supported" : `did you mean ${guess}?`,
  });
}
