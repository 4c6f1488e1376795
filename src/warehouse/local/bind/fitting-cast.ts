/** What a person does where an operator or a function does not take what it is given: the cast to write, by the name of the argument. */
import { renderDataType, shortTypeName } from "../../../dialect/types.ts";
import type { BoundExpression } from "../bound/expression.ts";
import type { BoundType } from "../bound/type.ts";
import type { FunctionEntry, FunctionForm } from "../functions/entry.ts";
import { BINARY_OPERATORS, UNARY_OPERATORS } from "../functions/operators.ts";
import { castKind } from "../types/casts.ts";
import { isText } from "../types/common-type.ts";
import { isNumber } from "../types/numeric.ts";
import { misfit } from "./form.ts";

/** Returns the way out of an operator that two operands, or one, do not have. */
export function operandHint(operator: string, operands: readonly BoundExpression[]): string {
  const forms = [
    ...(BINARY_OPERATORS[LIKE[operator] ?? operator] ?? []),
    ...(UNARY_OPERATORS[operator] ?? []),
  ];
  const [left, right] = operands;
  if (left === undefined || right === undefined || !OF_ONE_TYPE.has(operator))
    return formHint(operands, forms) ?? NOTHING_FITS;
  // A text is cast first: the other side says what it is.
  const pairs = isText(right.type)
    ? [[right, left, 1] as const, [left, right, 0] as const]
    : [[left, right, 0] as const, [right, left, 1] as const];
  for (const [from, to, at] of pairs)
    if (castKind(from.type, to.type) !== undefined && canBeCast(to.type))
      return castOf(from, SIDES[at] as string, to.type);
  return formHint(operands, forms) ?? NOTHING_FITS;
}

/** Operators whose operands have one type, more often than not. */
const OF_ONE_TYPE: ReadonlySet<string> = new Set(["=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "/", "%"]);

/** Words that stand for a sign. */
const LIKE: Readonly<Record<string, string>> = { like: "~~", ilike: "~~*", "similar to": "~~" };

const SIDES = ["the left side", "the right side"];
const NOTHING_FITS = "no cast converts one to the other; docs/dialect.md says which types have operators";

/** A text without a type is not a type to cast to, and one of a text hides what is compared. */
function canBeCast(to: BoundType): boolean {
  return to.name !== "unknown" && !isText(to);
}

/** Returns the way out of a call that no form of the function takes. */
export function callHint(
  name: string,
  entry: FunctionEntry | undefined,
  args: readonly (BoundExpression | string)[],
): string {
  const forms = entry?.forms ?? [];
  if (entry?.bind !== undefined || forms.length === 0)
    return `the page "${entry?.page ?? "SQL functions reference"}" of the Developer Guide says what it takes`;
  const values = args.filter((arg) => typeof arg !== "string");
  const counts = [...new Set(forms.flatMap(countsOf))].toSorted((one, other) => one - other);
  if (!counts.includes(args.length)) {
    const [last, ...before] = counts.toReversed();
    const many = before.length === 0 ? String(last) : `${before.toReversed().join(", ")} or ${String(last)}`;
    return `${name} takes ${many} ${many === "1" ? "argument" : "arguments"}`;
  }
  if (values.length < args.length) return "cast the arguments to the types that the function takes";
  return formHint(values, forms) ?? "cast the arguments to the types that the function takes";
}

/** How many arguments a form takes, as far as eight. */
function countsOf({ takes }: FunctionForm): readonly number[] {
  const least = takes.filter((take) => !take.includes(" = ")).length;
  const most = takes.at(-1)?.endsWith("...") === true ? 8 : takes.length;
  return Array.from({ length: most - least + 1 }, (_, at) => least + at);
}

function formHint(values: readonly BoundExpression[], forms: readonly FunctionForm[]): string | undefined {
  const wanted = misfit(
    forms,
    values.map(({ type }) => type),
  );
  const value = wanted && values[wanted.at];
  if (wanted === undefined || value === undefined) return undefined;
  const place = values.length === 1 ? "the argument" : `argument ${wanted.at + 1}`;
  // Of what type its elements are, a form leaves open.
  if (wanted.type.name === "array") return `${place} has to be an array`;
  if (castKind(value.type, wanted.type) !== undefined) return castOf(value, place, wanted.type);
  if (value.type.name === "boolean" && isText(wanted.type))
    return `write case when ${nameOf(value) ?? "x"} then 'true' else 'false' end for ${place}`;
  return `${place} has to be of type ${shortName(wanted.type)}`;
}

/** Returns the cast to write. @param place what the value is called where it has no name */
export function castOf(value: BoundExpression, place: string, type: BoundType): string {
  const name = nameOf(value);
  const written = type.name === "decimal" ? renderDataType(type) : shortName(type);
  return `cast ${name ?? place} to ${written}: ${name ?? "x"}::${written}`;
}

/** What the statement calls it; undefined for what has no short name. */
function nameOf(value: BoundExpression): string | undefined {
  if (value.kind === "column") return value.name;
  if (value.kind === "conversion") return nameOf(value.operand);
  if (value.kind !== "constant" || value.value === null || value.value.length > 20) return undefined;
  if (value.type.name === "unknown" || isText(value.type)) return `'${value.value.replaceAll("'", "''")}'`;
  if (value.type.name === "boolean") return value.value === "t" ? "true" : "false";
  return isNumber(value.type) ? value.value : undefined;
}

function shortName(type: BoundType): string {
  return type.name === "unknown" ? "varchar" : shortTypeName(type);
}
