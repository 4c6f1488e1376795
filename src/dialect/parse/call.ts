/** Calls of functions, aggregates and window functions ("SQL functions reference" of the Database Developer Guide). */
import type { Token } from "../lexer.ts";
import type { Call, Expression } from "../syntax/expression.ts";
import type { Cursor } from "./cursor.ts";
import { isQuery, queryInBrackets } from "./in-brackets.ts";
import { isReserved, qualifiedName } from "./names.ts";
import { orderBy } from "./order-by.ts";
import { isSpecialCall, specialCall } from "./special-call.ts";
import { star } from "./select-list.ts";
import { window } from "./window.ts";

/** Reserved words that are functions all the same. */
const RESERVED_FUNCTIONS: ReadonlySet<string> = new Set([
  "array",
  "collate",
  "identity",
  "isnull",
  "left",
  "right",
  "tag",
]);

/** Returns whether a call begins here: names with points between, and a bracket. */
export function isCall(cursor: Cursor): boolean {
  const ahead = cursor.word() === "approximate" && cursor.peek(1)?.kind === "word" ? 1 : 0;
  const first = cursor.word(ahead);
  let at = ahead + 1;
  while (cursor.symbol(at) === "." && cursor.symbol(at + 1) !== "*") at += 2;
  if (cursor.symbol(at) !== "(" || (cursor.symbol(at + 1) === "+" && cursor.symbol(at + 2) === ")"))
    return false;
  return at > ahead + 1 || !isReserved(first) || RESERVED_FUNCTIONS.has(first) || isSpecialCall(first);
}

/** Reads a call with all that belongs to it. */
export function call(cursor: Cursor): Expression {
  const { start } = cursor;
  if (cursor.word() === "array" && isQuery(cursor, 2)) {
    cursor.at += 1;
    return { kind: "array_query", query: queryInBrackets(cursor), span: cursor.span(start) };
  }
  return isSpecialCall(cursor.word()) && cursor.symbol(1) === "("
    ? specialCall(cursor)
    : plainCall(cursor, start);
}

/** Reads a call whose arguments are expressions with commas between. */
export function plainCall(cursor: Cursor, start: number): Call {
  const approximate = cursor.symbol(1) !== "(" && cursor.accept("approximate");
  const name = functionName(cursor);
  cursor.expectSymbol("(");
  const quantifier = cursor.acceptOne("distinct", "all");
  const args = readArguments(cursor, name.parts.at(-1)?.value === "substring");
  const within = nullTreatment(cursor);
  cursor.expectSymbol(")");
  const withinGroup = cursor.isWords("within", "group") ? readWithinGroup(cursor) : undefined;
  const nulls = within ?? nullTreatment(cursor);
  refuseFilter(cursor);
  const over = cursor.word() === "over" && cursor.peek(1) !== undefined ? overWindow(cursor) : undefined;
  return {
    kind: "call",
    name,
    approximate,
    quantifier,
    args,
    nulls,
    withinGroup,
    over,
    span: cursor.span(start),
  };
}

/** `*` alone, as COUNT has it, or expressions; `a from b for c` of SUBSTRING is told as three of them, and `a for c` too, from the first character (PostgreSQL manual, "String Functions"). */
function readArguments(cursor: Cursor, substring: boolean): readonly Expression[] {
  if (cursor.symbol() === ")") return [];
  if (cursor.symbol() === "*") return [star(cursor)];
  const first = cursor.rules.expression(cursor);
  if (substring && cursor.accept("from")) {
    const from = cursor.rules.expression(cursor);
    return cursor.accept("for") ? [first, from, cursor.rules.expression(cursor)] : [first, from];
  }
  if (substring && cursor.isWords("for")) {
    const { start } = cursor.peek() as Token;
    cursor.accept("for");
    const one = { kind: "number", text: "1", span: [start, start] } as const;
    return [first, one, cursor.rules.expression(cursor)];
  }
  return cursor.acceptSymbol(",") ? [first, ...cursor.list(cursor.rules.expression)] : [first];
}

function functionName(cursor: Cursor): Call["name"] {
  const token = cursor.peek();
  if (token?.kind !== "word" || !isReserved(token.value)) return qualifiedName(cursor, "a function");
  cursor.at += 1;
  const span = [token.start, token.end] as const;
  return {
    kind: "qualified_name",
    parts: [{ kind: "name", value: token.value, variable: false, span }],
    span,
  };
}

function nullTreatment(cursor: Cursor): Call["nulls"] {
  if (cursor.accept("ignore", "nulls")) return "ignore";
  return cursor.accept("respect", "nulls") ? "respect" : undefined;
}

function readWithinGroup(cursor: Cursor): Call["withinGroup"] {
  cursor.expect("within", "group");
  return cursor.inBrackets(orderBy);
}

function refuseFilter(cursor: Cursor): void {
  if (cursor.word() !== "filter" || cursor.symbol(1) !== "(") return;
  const next = "put a CASE into the aggregate: sum(case when … then 1 else 0 end)";
  throw cursor.errorAt(cursor.at, next, "Redshift has no FILTER");
}

function overWindow(cursor: Cursor): Call["over"] {
  const named = cursor.symbol(1) !== "(";
  if (named && !cursor.isWords("over")) return undefined;
  cursor.expect("over");
  if (named) {
    const next = "write the window itself: over (partition by … order by …)";
    throw cursor.errorAt(cursor.at, next, "Redshift has no named windows");
  }
  return cursor.inBrackets(window);
}
