/** Names, values and types, as they stand in every statement. */
import type { Token } from "../lexer.ts";
import { REDSHIFT_RESERVED_WORDS } from "../reserved-words.ts";
import { quoteName } from "../quote.ts";
import type {
  Count,
  Name,
  NumberLiteral,
  Parameter,
  QualifiedName,
  StringLiteral,
  Text,
  Variable,
} from "../syntax/node.ts";
import type { Cursor } from "./cursor.ts";

/**
 * Returns whether the word can only be a name in quotes. OID is on the list of reserved words, and yet a column of the catalogue's
 * tables, which everybody's scripts select without quotes.
 */
export function isReserved(word: string): boolean {
  return REDSHIFT_RESERVED_WORDS.has(word) && word !== "oid";
}

/** Returns whether a name stands here: one in quotes, a variable for one, or a word that is not reserved. */
export function isName(cursor: Cursor, ahead = 0): boolean {
  const token = cursor.peek(ahead);
  return (
    isLabel(token) && (token.kind !== "word" || (!isReserved(token.value) && !token.value.startsWith("#")))
  );
}

/** Whether the token may be a label: any word, and every name. */
function isLabel(token: Token | undefined): token is Token {
  if (token?.kind === "variable") return token.text[1] === '"';
  return token?.kind === "word" || token?.kind === "name";
}

/** Reads a name. @throws ParseError for a reserved word without quotes, and for what is not a word. */
export function name(cursor: Cursor, expected = "a name"): Name {
  if (isName(cursor)) return takeName(cursor);
  throw notAName(cursor, expected);
}

/** Reads a name that may be any word, as after a point and after AS (github.com/darold/ora2pg/issues/520). */
export function label(cursor: Cursor, expected = "a name"): Name {
  const token = cursor.peek();
  if (!isLabel(token) || token.text.startsWith("#")) throw cursor.error(expected);
  return takeName(cursor);
}

/** Reads one to three names with points between; the first of a table may begin with #, which makes it temporary. */
export function qualifiedName(cursor: Cursor, expected = "a name"): QualifiedName {
  const { start } = cursor;
  const temporary = cursor.word().startsWith("#");
  const parts = [temporary ? takeName(cursor) : name(cursor, expected)];
  while (cursor.acceptSymbol(".")) parts.push(label(cursor));
  return { kind: "qualified_name", parts, span: cursor.span(start) };
}

/** Reads `( a, b, … )`. */
export function nameList(cursor: Cursor): readonly Name[] {
  return cursor.inBrackets((inside) => inside.list(name));
}

function takeName(cursor: Cursor): Name {
  const token = cursor.take("a name");
  return {
    kind: "name",
    value: token.value,
    variable: token.kind === "variable",
    span: [token.start, token.end],
  };
}

function notAName(cursor: Cursor, expected: string): Error {
  const token = cursor.peek();
  if (token?.kind !== "word" || !isReserved(token.value)) return cursor.error(expected);
  const comma = cursor.symbol(-1) === "," ? " (or leave the comma before it out)" : "";
  const next = `write ${quoteName(token.value)} where it is a name, or take another name${comma}`;
  return cursor.errorAt(cursor.at, next, `it is a reserved word, and expected here is ${expected}`);
}

/** Reads a text in quotes. */
export function stringLiteral(cursor: Cursor, expected = "a text in quotes"): StringLiteral {
  const token = cursor.peek();
  if (token?.kind !== "string") throw cursor.error(expected);
  cursor.at += 1;
  return { kind: "string", value: token.value, span: [token.start, token.end] };
}

/** Reads a number without a sign. */
export function numberLiteral(cursor: Cursor, expected = "a number"): NumberLiteral {
  const token = cursor.peek();
  if (token?.kind !== "number") throw cursor.error(expected);
  cursor.at += 1;
  return { kind: "number", text: token.text.toLowerCase(), span: [token.start, token.end] };
}

/** Reads a variable or a parameter; returns undefined, and reads nothing, where there is none. */
export function placeholder(cursor: Cursor): Variable | Parameter | undefined {
  const token = cursor.peek();
  if (token === undefined) return undefined;
  const span = [token.start, token.end] as const;
  if (token.kind === "parameter") {
    cursor.at += 1;
    return { kind: "parameter", number: Number(token.value), span };
  }
  if (token.kind !== "variable" || token.text[1] === '"') return undefined;
  cursor.at += 1;
  return { kind: "variable", name: token.value, form: token.text[1] === "'" ? "literal" : "bare", span };
}

/** Reads a text in quotes, or what stands in its place. */
export function text(cursor: Cursor, expected = "a text in quotes"): Text {
  return placeholder(cursor) ?? stringLiteral(cursor, expected);
}

/** Reads a whole number, or what stands in its place. */
export function count(cursor: Cursor, expected = "a whole number"): Count {
  const found = placeholder(cursor);
  if (found !== undefined) return found;
  if (!/^\d+$/.test(cursor.peek()?.text ?? "")) throw cursor.error(expected);
  return numberLiteral(cursor, expected);
}

/** Reads a whole number, below zero or not. */
export function integer(cursor: Cursor, expected = "a whole number"): number {
  const sign = cursor.acceptSymbol("-") ? -1 : 1;
  const token = cursor.peek();
  if (token?.kind !== "number" || !/^\d+$/.test(token.text)) throw cursor.error(expected);
  cursor.at += 1;
  return sign * Number(token.text);
}
