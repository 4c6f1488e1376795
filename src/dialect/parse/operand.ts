/** Operands: what stands between operators, with the steps into a SUPER value after it. */
import { ParseError } from "../parse-error.ts";
import { quoteName } from "../quote.ts";
import type {
  Case,
  CaseBranch,
  Column,
  Expression,
  IntervalField,
  IntervalLiteral,
} from "../syntax/expression.ts";
import type { Name } from "../syntax/node.ts";
import { call, isCall } from "./call.ts";
import type { Cursor } from "./cursor.ts";
import { isQuery, queryInBrackets, subqueryOr } from "./in-brackets.ts";
import { isName, isReserved, label, name, numberLiteral, placeholder, stringLiteral } from "./names.ts";
import { INTERVAL_FIELDS, LITERAL_TYPES, typeName } from "./type-name.ts";

/** Functions that are called without brackets ("Reserved words"; "SYSDATE function", "CURRENT_USER"). */
const KEYWORD_VALUES: ReadonlySet<string> = new Set(
  `current_date current_time current_timestamp current_user current_user_id localtime localtimestamp session_user sysdate
  user`.split(/\s+/),
);

/** Types whose name begins a literal, so that a column of that name wants quotes (github.com/sqlfluff/sqlfluff/issues/2558). */
const NO_COLUMNS: ReadonlySet<string> = new Set(["datetime", "time", "timestamp"]);

/** Reads one operand. */
export function operand(cursor: Cursor): Expression {
  const { start } = cursor;
  let base = primary(cursor);
  let levels = 0;
  for (;;) {
    if (base.kind === "column" && isOuterJoinMark(cursor)) {
      cursor.at += 3;
      return { kind: "outer_join_mark", column: base, span: cursor.span(start) };
    }
    if (cursor.acceptSymbol(".")) {
      base = { kind: "field", base, name: label(cursor), span: cursor.span(start) };
    } else if (cursor.acceptSymbol("[")) {
      const index = cursor.rules.expression(cursor);
      cursor.expectSymbol("]");
      base = { kind: "subscript", base, index, span: cursor.span(start) };
    } else {
      cursor.leave(levels);
      return base;
    }
    cursor.enter();
    levels += 1;
  }
}

function isOuterJoinMark(cursor: Cursor): boolean {
  return cursor.symbol() === "(" && cursor.symbol(1) === "+" && cursor.symbol(2) === ")";
}

function primary(cursor: Cursor): Expression {
  const found = placeholder(cursor);
  if (found !== undefined) return found;
  switch (cursor.peek()?.kind) {
    case "string":
      return stringLiteral(cursor);
    case "number":
      return numberLiteral(cursor);
    case "word":
      return word(cursor);
    case "name":
    case "variable":
      return isCall(cursor) ? call(cursor) : column(cursor);
    default:
      if (cursor.symbol() !== "(") throw cursor.error("a value");
      return brackets(cursor);
  }
}

/** `(a)`, which is a, `(a, b)`, or `(select …)`. */
function brackets(cursor: Cursor): Expression {
  const { start } = cursor;
  if (isQuery(cursor, 1))
    return { kind: "subquery", query: queryInBrackets(cursor), span: cursor.span(start) };
  cursor.expectSymbol("(");
  const first = subqueryOr(cursor, cursor.rules.expression(cursor));
  if (first.kind === "query") {
    cursor.expectSymbol(")");
    return { kind: "subquery", query: first, span: cursor.span(start) };
  }
  const rest = cursor.acceptSymbol(",") ? cursor.list(cursor.rules.expression) : [];
  cursor.expectSymbol(")");
  return rest.length === 0 ? first : { kind: "row", items: [first, ...rest], span: cursor.span(start) };
}

function word(cursor: Cursor): Expression {
  const { start } = cursor;
  const here = cursor.word();
  switch (here) {
    case "null":
    case "true":
    case "false":
      cursor.at += 1;
      return { kind: "constant", value: here, span: cursor.span(start) };
    case "case":
      return caseExpression(cursor);
    case "interval":
      return interval(cursor);
    case "exists":
      if (cursor.symbol(1) !== "(") break;
      cursor.at += 1;
      return { kind: "exists", query: queryInBrackets(cursor), span: cursor.span(start) };
    case "prior":
      if (!isName(cursor, 1)) break;
      cursor.at += 1;
      return { kind: "prior", operand: operand(cursor), span: cursor.span(start) };
    default:
  }
  if (isTypedLiteral(cursor, here)) {
    const type = typeName(cursor);
    const value = literalText(cursor);
    return { kind: "typed_literal", type, value, span: cursor.span(start) };
  }
  if (isCall(cursor)) return call(cursor);
  if (KEYWORD_VALUES.has(here)) {
    cursor.at += 1;
    return { kind: "keyword_value", name: here, span: cursor.span(start) };
  }
  refuseLists(cursor);
  return column(cursor);
}

/** @throws ParseError for `array[…]` and `unnest (…)`, which are Postgres'. */
function refuseLists(cursor: Cursor): void {
  const token = cursor.peek();
  if (cursor.isWords("array") && cursor.symbol(1) === "[")
    throw cursor.unsupported(
      "ARRAY[…] is not supported",
      "keep a list as SUPER: array(1, 2, 3), or a row for each element",
    );
  if (token !== undefined && cursor.isWords("unnest") && cursor.symbol(1) === "(")
    throw new ParseError("function unnest does not exist", token, {
      sqlState: "42883",
      next: "unnest the SUPER column by naming it in FROM: from t, t.items as item",
    });
}

/** Whether a type and the text of its literal stand here: `date '…'`, `timestamp with time zone '…'`. */
function isTypedLiteral(cursor: Cursor, here: string): boolean {
  if (!LITERAL_TYPES.has(here)) return false;
  let ahead = 1;
  if (here === "double" && cursor.word(1) === "precision") ahead = 2;
  if ((here === "time" || here === "timestamp") && ["with", "without"].includes(cursor.word(1))) ahead = 4;
  const token = cursor.peek(ahead);
  return token?.kind === "string" || (token?.kind === "variable" && token.text[1] === "'");
}

function literalText(cursor: Cursor): IntervalLiteral["value"] {
  const found = placeholder(cursor);
  if (found?.kind === "variable" && found.form === "literal") return found;
  if (found !== undefined) throw cursor.errorAt(cursor.at - 1, "expected here: a text in quotes");
  return stringLiteral(cursor);
}

/** `interval '30' day`. A unit in the plural would be the name of the column, and the interval one of seconds: it is refused. */
function interval(cursor: Cursor): IntervalLiteral {
  const { start } = cursor;
  const text = cursor.peek(1)?.kind;
  if (text !== "string" && text !== "variable") return notALiteral(cursor);
  cursor.expect("interval");
  const value = literalText(cursor);
  const from = cursor.acceptOne(...INTERVAL_FIELDS);
  const plural = from === undefined && INTERVAL_FIELDS.some((field) => cursor.word() === `${field}s`);
  if (plural) throw cursor.error("a unit without s: YEAR, MONTH, DAY, HOUR, MINUTE or SECOND");
  const to = from !== undefined && cursor.accept("to") ? cursor.expectOne(...finer(from)) : undefined;
  const seconds = (to ?? from) === "second" && cursor.acceptSymbol("(");
  const precision = seconds ? Number(numberLiteral(cursor).text) : undefined;
  if (seconds) cursor.expectSymbol(")");
  return { kind: "interval", value, from, to, precision, span: cursor.span(start) };
}

function notALiteral(cursor: Cursor): never {
  const next = `write interval '…', or "interval" where it is a name`;
  throw cursor.errorAt(cursor.at, next, "it begins a literal here, and is a reserved word");
}

/** The units to which an interval may go on: a year to a month, a day to what is within it. */
function finer(from: IntervalField): readonly IntervalField[] {
  if (from === "year" || from === "month") return ["month"];
  return INTERVAL_FIELDS.slice(INTERVAL_FIELDS.indexOf(from) + 1);
}

function caseExpression(cursor: Cursor): Case {
  const { start } = cursor;
  cursor.expect("case");
  const of = cursor.word() === "when" ? undefined : cursor.rules.expression(cursor);
  const branches: CaseBranch[] = [];
  do {
    cursor.expect("when");
    const when = cursor.rules.expression(cursor);
    cursor.expect("then");
    branches.push({ when, result: cursor.rules.expression(cursor) });
  } while (cursor.word() === "when");
  const otherwise = cursor.accept("else") ? cursor.rules.expression(cursor) : undefined;
  cursor.expect("end");
  return { kind: "case", operand: of, branches, otherwise, span: cursor.span(start) };
}

/** A column with all names before it and after it. */
function column(cursor: Cursor): Expression {
  const { start } = cursor;
  const here = cursor.word();
  if (NO_COLUMNS.has(here) && (isReserved(here) || cursor.symbol(1) !== ".")) {
    const next = `write ${quoteName(here)}, or the table before it, where it is a column`;
    throw cursor.errorAt(cursor.at, next, `it begins a literal here, as in ${here} '…'`);
  }
  const parts: Name[] = [name(cursor, "a value")];
  while (cursor.acceptSymbol(".")) parts.push(label(cursor));
  return { kind: "column", parts, span: cursor.span(start) } satisfies Column;
}
