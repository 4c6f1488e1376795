/** Whether a column's default is the one that is declared; pure. */
import { isSymbol, isWord, lex, type Token } from "../dialect/lexer.ts";

/** A literal by its value, or an expression, which the catalogue may have rewritten past recognition. */
type Default = { readonly literal: string } | "expression" | undefined;

/** The catalogue's call for an identity: `"identity"(100123, 0, ('1,1'::character varying)::text)`. */
const IDENTITY = /^"?(?:default_)?identity"?\s*\(/i;

/**
 * Compares the text behind DEFAULT in a file with that of the catalogue, undefined for none: literals by their value, since the catalogue
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
  return IDENTITY.test(found.trim());
}

/** Seed and step of an identity in the catalogue's text, as `1,1`; undefined where it does not tell them. */
export function seedAndStep(found: string): string | undefined {
  return /'(-?\d+),\s*(-?\d+)'/.exec(found)?.slice(1).join(",");
}

function meaning(text: string | undefined): Default {
  if (text === undefined) return undefined;
  const tokens = withoutTypes(lex(text).tokens);
  const sign = isSymbol(tokens[0], "-") ? "-" : "";
  const [value, ...more] = sign === "" ? tokens : tokens.slice(1);
  if (value === undefined || more.length > 0) return "expression";
  if (value.kind === "number") return { literal: `${sign}${value.text}` };
  if (value.kind === "string" && sign === "") return { literal: value.value };
  if (isWord(value, "null")) return undefined;
  if (isWord(value, "true", "false")) return { literal: value.value };
  return "expression";
}

/** Without the cast behind a value, and without the brackets that the catalogue puts around it. */
function withoutTypes(tokens: readonly Token[]): readonly Token[] {
  const cast = tokens.findIndex((token) => isSymbol(token, "::"));
  const value = cast === -1 ? tokens : tokens.slice(0, cast);
  // Behind a cast stands its type, and at the most another cast; anything else makes it the cast of a part.
  const isCastOfAll = tokens
    .slice(value.length)
    .every((token) => token.kind === "word" || token.kind === "number" || TYPE_MARKS.includes(token.text));
  return isCastOfAll ? value.filter((token) => !isSymbol(token, "(") && !isSymbol(token, ")")) : tokens;
}

const TYPE_MARKS = ["::", "(", ")", ","];

function sameValue(one: string, other: string): boolean {
  if (one === other) return true;
  const truth = (text: string): string => ({ t: "true", f: "false" })[text.toLowerCase()] ?? text;
  if (truth(one) === truth(other)) return true;
  const isNumber = (text: string): boolean => /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return isNumber(one) && isNumber(other) && Number(one) === Number(other);
}
