/** Names and values as Redshift SQL. */
import { quoteLiteral, quoteName } from "../quote.ts";
import { RESERVED_WORDS } from "../reserved-words.ts";
import type { Count, Name, QualifiedName, Text, TypeName } from "../syntax/node.ts";

/** What is a name without quotes ("Names and identifiers"). */
const PLAIN_NAME = /^[a-z_][a-z0-9_$]*$/;

/** Words that are not reserved, and mean something else where a name may stand. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  `approximate at boost connect cube datetime exclude filter over predicate prior qualify rollup set start time`.split(
    /\s+/,
  ),
);

/** Functions whose calls have a form of their own, which another function of the name would be read as. */
const SPECIAL_CALLS: ReadonlySet<string> = new Set([
  "cast",
  "try_cast",
  "convert",
  "extract",
  "position",
  "trim",
]);

/** Returns the name of a function that is called with plain arguments. */
export function printFunctionName({ parts }: QualifiedName): string {
  const [only] = parts;
  const special = parts.length === 1 && only !== undefined && SPECIAL_CALLS.has(only.value) && !only.variable;
  return special ? quoteName(only.value) : parts.map(printName).join(".");
}

/** Returns a name, in quotes where it needs them. */
export function printName({ value, variable }: Name): string {
  if (variable) return `:"${value}"`;
  const plain = PLAIN_NAME.test(value) && !RESERVED_WORDS.has(value) && !AMBIGUOUS.has(value);
  return plain ? value : quoteName(value);
}

/** Returns names with commas between, in brackets. */
export function printNames(names: readonly Name[]): string {
  return `(${names.map(printName).join(", ")})`;
}

/** What is the name of a temporary table without quotes. */
const TEMPORARY = /^#[a-z_][a-z0-9_$]*$/;

/** Returns a name with its points; the # of a temporary table stands without quotes. */
export function printQualifiedName({ parts }: QualifiedName): string {
  const [first, ...others] = parts;
  if (first === undefined) return "";
  const head = TEMPORARY.test(first.value) && !first.variable ? first.value : printName(first);
  return [head, ...others.map(printName)].join(".");
}

/** Returns a literal, a variable or a parameter. */
export function printValue(value: Text | Count): string {
  switch (value.kind) {
    case "string":
      return quoteLiteral(value.value);
    case "number":
      return value.text;
    case "variable":
      return value.form === "literal" ? `:'${value.name}'` : `:${value.name}`;
    case "parameter":
      return `$${String(value.number)}`;
  }
}

/** Returns a type: what stands in the brackets goes before WITH TIME ZONE. */
export function printType({ name, args }: TypeName): string {
  if (args.length === 0) return name;
  const brackets = `(${args.join(", ")})`;
  const zone = / with(?:out)? time zone$/.exec(name);
  return zone === null ? `${name}${brackets}` : `${name.slice(0, zone.index)}${brackets}${zone[0]}`;
}
