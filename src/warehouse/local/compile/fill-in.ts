/** A statement with texts in the place of its variables, from its tree: what is sent need not be read again to know what it says. */
import { isSymbol, type Token } from "../../../dialect/lexer.ts";
import type { ParsedStatement } from "../../../dialect/parsed.ts";
import { quoteLiteral } from "../../../dialect/quote.ts";
import type { Span, StringLiteral } from "../../../dialect/syntax/node.ts";
import type { Statement as Tree } from "../../../dialect/syntax/statement.ts";
import { variablesIn } from "../../../dialect/variables.ts";

/** Texts that stand for themselves between their quotes; all others are read. */
const PLAIN = /^[^'\\\n\r]*$/;

/** A statement with places for texts. */
export interface Template {
  readonly statement: ParsedStatement;
  /** What stands before, between and behind the places. */
  readonly pieces: readonly string[];
  /** The variables, as tokens of the statement. */
  readonly places: readonly Token[];
}

/**
 * Returns the template of a statement with variables. Undefined without any, and where one takes something else than a text, or stands beside something
 * that may change what a text means there: `e'\n'`, `date '2018-11-01'`, or two texts that are one.
 */
export function templateOf(statement: ParsedStatement): Template | undefined {
  const uses = variablesIn(statement.tree);
  if (uses.length === 0 || uses.some(({ form }) => form !== "literal")) return undefined;
  const pieces: string[] = [];
  const places: Token[] = [];
  let at = 0;
  for (const { span } of uses) {
    const index = statement.tokens.findIndex(({ start }) => start === span[0]);
    const place = statement.tokens[index];
    if (place === undefined || !isApart(statement.tokens, index)) return undefined;
    pieces.push(statement.text.slice(at, place.start - statement.start));
    places.push(place);
    at = place.end - statement.start;
  }
  return { statement, pieces: [...pieces, statement.text.slice(at)], places };
}

function isApart(tokens: readonly Token[], index: number): boolean {
  const [before, place, after] = [tokens[index - 1], tokens[index] as Token, tokens[index + 1]];
  const isValue = before?.kind === "operator" || isSymbol(before, "(") || isSymbol(before, ",");
  if (after === undefined || !isValue) return isValue;
  return (
    after.kind === "operator" ||
    after.kind === "punctuation" ||
    (after.kind === "word" && after.start > place.end)
  );
}

/**
 * Returns the statement that a text is: its words have the columns that they have in that text, as far as lines are longer or shorter by what is filled in; their
 * offsets stay, since those of the tree do. Undefined for any other text.
 */
export function filledIn({ statement, pieces, places }: Template, sql: string): ParsedStatement | undefined {
  const texts = new Map<number, string>();
  const [first = "", ...rest] = pieces;
  if (!sql.startsWith(first)) return undefined;
  let at = first.length;
  for (const [index, piece] of rest.entries()) {
    if (sql[at] !== "'") return undefined;
    const end = sql.indexOf("'", at + 1);
    const text = sql.slice(at + 1, end);
    if (end === -1 || !PLAIN.test(text) || !sql.startsWith(piece, end + 1)) return undefined;
    texts.set((places[index] as Token).start, text);
    at = end + 1 + piece.length;
  }
  if (at !== sql.length) return undefined;
  return {
    ...statement,
    text: sql,
    // Asked for where the statement is refused, and hardly one is.
    get tokens() {
      return withTexts(statement.tokens, texts);
    },
    tree: filled(statement.tree, texts) as Tree,
  };
}

/** The tokens, with texts for variables; what follows one in its line is moved. */
function withTexts(tokens: readonly Token[], texts: ReadonlyMap<number, string>): readonly Token[] {
  let [line, moved] = [0, 0];
  return tokens.map((token) => {
    if (token.line !== line) [line, moved] = [token.line, 0];
    const column = token.column + moved;
    const value = texts.get(token.start);
    if (value === undefined) return { ...token, column };
    const text = quoteLiteral(value);
    moved += text.length - token.text.length;
    return { ...token, kind: "string", text, value, column };
  });
}

/** The node with texts for its variables: what holds none is the same as before. */
function filled(node: unknown, texts: ReadonlyMap<number, string>): unknown {
  if (typeof node !== "object" || node === null) return node;
  if (Array.isArray(node)) {
    const items = node.map((item) => filled(item, texts));
    return items.some((item, index) => item !== node[index]) ? items : node;
  }
  const { kind, span } = node as { readonly kind?: string; readonly span?: Span };
  if (span !== undefined && !holdsAny(span, texts)) return node;
  if (kind === "variable" && span !== undefined) {
    const text: StringLiteral = { kind: "string", value: texts.get(span[0]) ?? "", span };
    return text;
  }
  let copy: Record<string, unknown> | undefined;
  for (const key in node) {
    if (key === "span") continue;
    const held = (node as Readonly<Record<string, unknown>>)[key];
    const own = filled(held, texts);
    if (own !== held) (copy ??= { ...node })[key] = own;
  }
  return copy ?? node;
}

function holdsAny([start, end]: Span, texts: ReadonlyMap<number, string>): boolean {
  for (const at of texts.keys()) if (at >= start && at < end) return true;
  return false;
}
