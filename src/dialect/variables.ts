/** psql's variables: `:'name'` a quoted literal, `:"name"` a quoted name, bare `:name` a keyword, a number or a literal. */
import { SqlError, type Position } from "../errors.ts";
import type { Token } from "./lexer.ts";
import { ownValue } from "./own-value.ts";
import { quoteLiteral, quoteName } from "./quote.ts";
import type { Script, Statement } from "./statements.ts";

/** The value of a variable, and with its kind the forms in which it may be used. */
export type VariableValue =
  | { readonly kind: "literal"; readonly value: string }
  | { readonly kind: "name"; readonly value: string }
  | { readonly kind: "keyword"; readonly value: string }
  | { readonly kind: "integer"; readonly value: number };

/** How a variable is written: `:'name'`, `:"name"` or `:name`. */
type VariableForm = "literal" | "name" | "bare";

/** One use of a variable, with its place. */
export interface Variable extends Position {
  readonly name: string;
  readonly form: VariableForm;
}

/** What may stand for a bare variable without quotes; the empty one leaves the place empty. */
const KEYWORDS: readonly string[] = ["", "bzip2", "default", "gzip", "lzop", "zstd"];

/** Returns the variables of a text, each time they are used, in order. */
export function variablesIn(tokens: readonly Token[]): readonly Variable[] {
  return tokens
    .filter(({ kind }) => kind === "variable")
    .map((token) => ({ name: token.value, form: formOf(token), line: token.line, column: token.column }));
}

/**
 * Puts values in the place of variables and leaves everything else as it stands. Strings and comments are not touched,
 * as psql does not touch them.
 * @param source the text that the tokens are of
 * @param part all of it, or one statement, whose text alone is then returned
 * @throws SqlError for a variable without a value, with one of the wrong kind, and for a keyword that is not known.
 */
export function renderVariables(
  source: string,
  part: readonly Token[] | Script | Statement,
  values: Readonly<Record<string, VariableValue>>,
): { readonly text: string } {
  const { tokens, start, end } = within(source, part);
  let text = "";
  let at = start;
  for (const token of tokens) {
    if (token.kind !== "variable") continue;
    const value = ownValue(values, token.value);
    if (value === undefined) throw unknown(token, Object.keys(values));
    text += source.slice(at, token.start) + render(token, value);
    at = token.end;
  }
  return { text: text + source.slice(at, end) };
}

function within(source: string, part: readonly Token[] | Script | Statement) {
  if ("statements" in part) {
    return { tokens: part.statements.flatMap(({ tokens }) => tokens), start: 0, end: source.length };
  }
  return "tokens" in part ? part : { tokens: part, start: 0, end: source.length };
}

function formOf(token: Token): VariableForm {
  if (token.text[1] === "'") return "literal";
  return token.text[1] === '"' ? "name" : "bare";
}

function render(token: Token, value: VariableValue): string {
  const form = formOf(token);
  if (form === "literal" && value.kind === "literal") return quoteLiteral(value.value);
  if (form === "name" && value.kind === "name") return quoteName(value.value);
  if (form === "bare" && value.kind === "literal") return quoteLiteral(value.value);
  if (form === "bare" && value.kind === "integer" && Number.isSafeInteger(value.value)) {
    // A blank before the sign, since two of them begin a comment.
    return value.value < 0 ? ` ${String(value.value)}` : String(value.value);
  }
  if (form === "bare" && value.kind === "keyword" && KEYWORDS.includes(value.value)) return value.value;
  throw misfit(token, form, value);
}

function unknown(token: Token, known: readonly string[]): SqlError {
  return new SqlError(`unknown variable ${token.text}`, token, {
    next:
      known.length === 0
        ? "no variable has a value here; write the value itself"
        : `the variables that have a value here: ${known.toSorted().join(", ")}`,
  });
}

function misfit(token: Token, form: VariableForm, value: VariableValue): SqlError {
  if (form === "bare" && value.kind === "keyword") {
    return new SqlError(`${JSON.stringify(value.value)} cannot stand for ${token.text}`, token, {
      next: `keywords that can: ${KEYWORDS.filter((keyword) => keyword !== "").join(", ")}, or nothing`,
    });
  }
  const wanted = {
    literal: "a literal",
    name: "a name",
    bare: "a keyword, a whole number or a literal",
  }[form];
  const written = {
    literal: `:'${token.value}'`,
    name: `:"${token.value}"`,
    keyword: `:${token.value}`,
    integer: `:${token.value}`,
  };
  return new SqlError(
    `${token.text} takes ${wanted}, and the value is of another kind: ${value.kind}`,
    token,
    {
      next: `write ${written[value.kind]}`,
    },
  );
}
