/** Whether a column's default is the one that is declared; pure. */
import { parseExpression } from "../dialect/parse/parse.ts";
import type { Call, Expression } from "../dialect/syntax/expression.ts";
import { SqlError } from "../errors.ts";

/** A literal by its value, or an expression, which the catalogue may have rewritten past recognition. */
type Default = { readonly literal: string } | "expression" | undefined;

/** What the catalogue calls an identity: `"identity"(100123, 0, ('1,1'::character varying)::text)`. */
const IDENTITIES: readonly string[] = ["identity", "default_identity"];

/**
 * Compares the text after DEFAULT in a file with that of the catalogue, undefined for none: literals by their value, since the catalogue
 * adds a type to them (`'x'::character varying`). Of an expression it is only known that there is one: SYSDATE, say, is kept as another one.
 */
export function isSameDefault(declared: string | undefined, found: string | undefined): boolean {
  if (found !== undefined && isIdentity(found)) return false;
  const [one, other] = [meaning(declared), meaning(found)];
  if (one === undefined || other === undefined) return one === other;
  if (one === "expression") return true;
  return other !== "expression" && sameValue(one.literal, other.literal);
}

/** Whether the catalogue's text of a default is that of an identity column. */
export function isIdentity(found: string): boolean {
  return identityOf(found) !== undefined;
}

/** Seed and step of an identity in the catalogue's text, as `1,1`; undefined where it does not tell them. */
export function seedAndStep(found: string): string | undefined {
  const values = identityOf(found)?.args.map(withoutCasts) ?? [];
  const numbers = values.flatMap((value) => (value.kind === "string" ? [value.value] : []));
  return numbers.map((text) => /^(-?\d+),\s*(-?\d+)$/.exec(text)?.slice(1).join(",")).find(Boolean);
}

function identityOf(found: string): Call | undefined {
  const tree = read(found);
  const isOne = tree?.kind === "call" && IDENTITIES.includes(tree.name.parts.at(-1)?.value ?? "");
  return isOne ? tree : undefined;
}

/** Undefined for what the parser does not take: the catalogue's words are PostgreSQL's, and not all of them Redshift's. */
function read(text: string): Expression | undefined {
  try {
    return parseExpression(text);
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

function meaning(text: string | undefined): Default {
  if (text === undefined) return undefined;
  const tree = read(text);
  const value = tree && withoutCasts(tree);
  if (value === undefined) return "expression";
  if (value.kind === "unary" && value.operator === "-") {
    const operand = withoutCasts(value.operand);
    return operand.kind === "number" ? { literal: `-${operand.text}` } : "expression";
  }
  if (value.kind === "number") return { literal: value.text };
  if (value.kind === "string") return { literal: value.value };
  if (value.kind !== "constant" || value.value === "default") return "expression";
  return value.value === "null" ? undefined : { literal: value.value };
}

/** Without the types that the catalogue puts after a value. */
function withoutCasts(value: Expression): Expression {
  return value.kind === "cast" && value.form === "::" ? withoutCasts(value.operand) : value;
}

function sameValue(one: string, other: string): boolean {
  if (one === other) return true;
  const truth = (text: string): string => ({ t: "true", f: "false" })[text.toLowerCase()] ?? text;
  if (truth(one) === truth(other)) return true;
  const isNumber = (text: string): boolean => /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return isNumber(one) && isNumber(other) && Number(one) === Number(other);
}
