/** psql's variables: `:'name'` a quoted literal, `:"name"` a quoted name, bare `:name` a keyword, a number or a literal. */
import { SqlError, type Position } from "../errors.ts";
import { ownValue } from "./own-value.ts";
import type { ParsedStatement } from "./parsed.ts";
import { placeOf } from "./place.ts";
import { quoteLiteral, quoteName } from "./quote.ts";
import { keptByTree } from "./syntax/kept.ts";
import type { Span } from "./syntax/node.ts";
import type { Statement as Tree } from "./syntax/statement.ts";
import { nodesOf } from "./syntax/walk.ts";

/** The value of a variable, and with its kind the forms in which it may be used. */
export type VariableValue =
  | { readonly kind: "literal"; readonly value: string }
  | { readonly kind: "name"; readonly value: string }
  | { readonly kind: "keyword"; readonly value: string }
  | { readonly kind: "integer"; readonly value: number };

/** One use of a variable in a tree. */
export interface VariableUse {
  readonly name: string;
  /** How it is written: `:'name'`, `:"name"` or `:name`. */
  readonly form: "literal" | "name" | "bare";
  readonly span: Span;
}

/** What may stand for a bare variable without quotes; the empty one leaves the place empty. */
const KEYWORDS: readonly string[] = ["", "bzip2", "default", "gzip", "lzop", "zstd"];

/** Returns the variables of a statement, each time they are used, in the order of the text. */
export const variablesIn: (tree: Tree) => readonly VariableUse[] = keptByTree((tree) => {
  const uses: VariableUse[] = [];
  for (const node of nodesOf(tree)) {
    if (node.kind === "variable") uses.push(node);
    if (node.kind === "name" && node.variable) uses.push({ name: node.value, form: "name", span: node.span });
  }
  return uses.toSorted((one, other) => one.span[0] - other.span[0]);
});

/**
 * Returns the text of a statement with values in the place of its variables; everything else is left as it stands. Strings and comments
 * are not touched, as psql does not touch them.
 * @throws SqlError for a variable without a value, with one of the wrong kind, and for a keyword that is not known.
 */
export function renderVariables(
  statement: ParsedStatement,
  values: Readonly<Record<string, VariableValue>>,
): string {
  let sql = "";
  let at = 0;
  for (const use of variablesIn(statement.tree)) {
    const [start, end] = use.span.map((offset) => offset - statement.start) as [number, number];
    const place = { text: statement.text.slice(start, end), ...placeOf(statement, use.span[0]) };
    const value = ownValue(values, use.name);
    if (value === undefined) throw unknown(place, Object.keys(values));
    sql += statement.text.slice(at, start) + render(use, value, place);
    at = end;
  }
  return sql + statement.text.slice(at);
}

/** A use of a variable as it is written, and where. */
interface Place extends Position {
  readonly text: string;
}

function render({ name, form }: VariableUse, value: VariableValue, place: Place): string {
  if (form === "literal" && value.kind === "literal") return quoteLiteral(value.value);
  if (form === "name" && value.kind === "name") return quoteName(value.value);
  if (form === "bare" && value.kind === "literal") return quoteLiteral(value.value);
  if (form === "bare" && value.kind === "integer" && Number.isSafeInteger(value.value)) {
    // A blank before the sign, since two of them begin a comment.
    return value.value < 0 ? ` ${String(value.value)}` : String(value.value);
  }
  if (form === "bare" && value.kind === "keyword" && KEYWORDS.includes(value.value)) return value.value;
  throw misfit({ name, form }, value, place);
}

function unknown(token: Place, known: readonly string[]): SqlError {
  return new SqlError(`unknown variable ${token.text}`, token, {
    next:
      known.length === 0
        ? "variables have no value here; write the value itself"
        : `variables with a value here: ${known.toSorted().join(", ")}`,
  });
}

function misfit({ name, form }: Omit<VariableUse, "span">, value: VariableValue, token: Place): SqlError {
  if (form === "bare" && value.kind === "keyword") {
    return new SqlError(`${JSON.stringify(value.value)} cannot be the value of ${token.text}`, token, {
      next: `allowed keywords: ${KEYWORDS.filter((keyword) => keyword !== "").join(", ")}, or nothing`,
    });
  }
  const wanted = {
    literal: "a literal",
    name: "a name",
    bare: "a keyword, a whole number or a literal",
  }[form];
  const written = {
    literal: `:'${name}'`,
    name: `:"${name}"`,
    keyword: `:${name}`,
    integer: `:${name}`,
  };
  return new SqlError(`${token.text} takes ${wanted}, but the value is another kind: ${value.kind}`, token, {
    next: `write ${written[value.kind]}`,
  });
}
