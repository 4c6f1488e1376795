/** Expressions as Redshift SQL, with brackets where an operand binds less tightly than its operator. */
import { BINARY, POWER, PREFIX } from "../parse/precedence.ts";
import type { Case, Expression, IntervalLiteral, Trim } from "../syntax/expression.ts";
import type { Query } from "../syntax/query.ts";
import { printCall } from "./call.ts";
import { printName, printQualifiedName, printType, printValue } from "./name.ts";
import type { Printer } from "./printer.ts";

/** More tightly than every operator: an operand alone. */
const ALONE = 20;
const CAST = 15;

/** How tightly an expression binds as it is printed. */
function powerOf(expression: Expression): number {
  switch (expression.kind) {
    case "binary":
      return BINARY.get(expression.operator) ?? ALONE;
    case "unary":
      return expression.operator === "not" ? POWER.not : (PREFIX.get(expression.operator) ?? ALONE);
    case "logical":
      return POWER[expression.operator];
    case "is":
      return POWER.is;
    case "between":
    case "in_list":
    case "in_query":
    case "like":
      return POWER.condition;
    case "quantified":
      return POWER.comparison;
    case "at_time_zone":
    case "collate":
      return POWER.zone;
    case "cast":
      return expression.form === "::" ? CAST : ALONE;
    case "prior":
      return CAST;
    default:
      return ALONE;
  }
}

/** Returns the expression, in brackets unless it binds more tightly than `least`. */
function within(expression: Expression, least: number, printer: Printer): string {
  const text = printExpression(expression, printer);
  return powerOf(expression) > least ? text : `(${text})`;
}

/** Returns an expression as SQL. */
export function printExpression(expression: Expression, printer: Printer): string {
  const inside = (operand: Expression, least: number): string => within(operand, least, printer);
  const whole = printer.expression;
  const not = "not" in expression && expression.not ? "not " : "";
  switch (expression.kind) {
    case "string":
    case "number":
    case "variable":
    case "parameter":
      return printValue(expression);
    case "constant":
      return expression.value;
    case "typed_literal":
      return `${printType(expression.type)} ${printValue(expression.value)}`;
    case "interval":
      return printInterval(expression);
    case "keyword_value":
      return expression.name;
    case "column":
      return expression.parts.map(printName).join(".");
    case "star":
      return [...expression.of.map(printName), "*"].join(".");
    case "field":
      return `${printBase(expression.base, printer, false)}.${printName(expression.name)}`;
    case "subscript":
      return `${printBase(expression.base, printer, true)}[${whole(expression.index)}]`;
    case "outer_join_mark":
      return `${whole(expression.column)} (+)`;
    case "unary":
      return printUnary(expression.operator, expression.operand, inside);
    case "binary": {
      const power = BINARY.get(expression.operator) ?? ALONE;
      const chained = power === POWER.comparison ? power : power - 1;
      return `${inside(expression.left, chained)} ${expression.operator} ${inside(expression.right, power)}`;
    }
    case "logical": {
      const power = POWER[expression.operator];
      return expression.operands.map((operand) => inside(operand, power)).join(` ${expression.operator} `);
    }
    case "is":
      return `${inside(expression.operand, POWER.other)} is ${not}${expression.test}`;
    case "between": {
      const ends = [expression.low, expression.high].map((end) => inside(end, POWER.condition));
      const symmetric = expression.symmetric ? "symmetric " : "";
      return `${inside(expression.operand, POWER.condition)} ${not}between ${symmetric}${ends.join(" and ")}`;
    }
    case "in_list":
      return `${inside(expression.operand, POWER.condition)} ${not}in (${expression.items.map(whole).join(", ")})`;
    case "in_query":
      return `${inside(expression.operand, POWER.condition)} ${not}in (${printer.query(expression.query)})`;
    case "like": {
      const escape =
        expression.escape === undefined ? "" : ` escape ${inside(expression.escape, POWER.condition)}`;
      const pattern = inside(expression.pattern, POWER.condition);
      return `${inside(expression.operand, POWER.condition)} ${not}${expression.operator} ${pattern}${escape}`;
    }
    case "quantified": {
      const of = isQuery(expression.of) ? printer.query(expression.of) : whole(expression.of);
      const { operator, quantifier } = expression;
      return `${inside(expression.operand, POWER.comparison)} ${operator} ${quantifier} (${of})`;
    }
    case "exists":
      return `exists (${printer.query(expression.query)})`;
    case "array_query":
      return `array(${printer.query(expression.query)})`;
    case "subquery":
      return `(${printer.query(expression.query)})`;
    case "row":
      return `(${expression.items.map(whole).join(", ")})`;
    case "case":
      return printCase(expression, whole);
    case "cast":
      if (expression.form === "::")
        return `${inside(expression.operand, CAST - 1)}::${printType(expression.type)}`;
      if (expression.form === "convert")
        return `convert(${printType(expression.type)}, ${whole(expression.operand)})`;
      return `${expression.form}(${whole(expression.operand)} as ${printType(expression.type)})`;
    case "at_time_zone":
      return `${inside(expression.operand, POWER.zone - 1)} at time zone ${inside(expression.zone, POWER.zone)}`;
    case "collate":
      return `${inside(expression.operand, POWER.zone - 1)} collate ${printQualifiedName(expression.collation)}`;
    case "call":
      return printCall(expression, printer);
    case "extract":
      return `extract(${/^[a-z_]+$/.test(expression.part) ? expression.part : printText(expression.part)} from ${whole(expression.operand)})`;
    case "trim":
      return printTrim(expression, whole);
    case "position":
      return `position(${inside(expression.needle, POWER.condition)} in ${whole(expression.haystack)})`;
    case "prior":
      return `prior ${inside(expression.operand, CAST)}`;
  }
}

function isQuery(of: Query | Expression): of is Query {
  return of.kind === "query";
}

function printText(value: string): string {
  return printValue({ kind: "string", value, span: [0, 0] });
}

/** The base of a step into SUPER: after a bare column a point would be one more of its parts. */
function printBase(base: Expression, printer: Printer, subscript: boolean): string {
  const text = printer.expression(base);
  const steps = base.kind === "subscript" || base.kind === "field" || (subscript && base.kind === "column");
  return steps ? text : `(${text})`;
}

function printUnary(
  operator: string,
  operand: Expression,
  inside: (operand: Expression, least: number) => string,
): string {
  if (operator === "not") return `not ${inside(operand, POWER.not - 1)}`;
  const power = PREFIX.get(operator) ?? ALONE;
  return `${operator} ${inside(operand, power === POWER.sign ? power - 1 : power)}`;
}

function printInterval({ value, from, to, precision }: IntervalLiteral): string {
  const words = ["interval", printValue(value), from, to === undefined ? undefined : `to ${to}`];
  const digits = precision === undefined ? "" : ` (${String(precision)})`;
  return words.filter((word) => word !== undefined).join(" ") + digits;
}

function printCase(
  { operand, branches, otherwise }: Case,
  whole: (expression: Expression) => string,
): string {
  const head = operand === undefined ? "case" : `case ${whole(operand)}`;
  const tests = branches.map(({ when, result }) => ` when ${whole(when)} then ${whole(result)}`).join("");
  return `${head}${tests}${otherwise === undefined ? "" : ` else ${whole(otherwise)}`} end`;
}

function printTrim({ side, characters, operand }: Trim, whole: (expression: Expression) => string): string {
  const before = [side, characters === undefined ? undefined : whole(characters)].filter(Boolean);
  return `trim(${before.length === 0 ? "" : `${before.join(" ")} from `}${whole(operand)})`;
}
