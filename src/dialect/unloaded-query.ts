/** The query of an UNLOAD, which stands in it as a text ("UNLOAD" of the Database Developer Guide). */
import { parseScript } from "./parse/parse.ts";
import type { Span } from "./syntax/node.ts";
import type { Statement } from "./syntax/statement.ts";
import type { Unload } from "./syntax/transfer.ts";

/**
 * Returns the statements of the text, whose spans are offsets in it; refuse/unload.ts refuses all but one query. None where a variable
 * stands for the text. @throws ParseError for what is not a statement.
 */
export function unloadedStatements({ query }: Unload): readonly Statement[] {
  return query.kind === "string" ? parseScript(query.value) : [];
}

/**
 * Returns where a character of a text stands in the source.
 * @param source what the span is of
 * @param span the literal's, quotes included
 * @param offset in the text that the literal means
 */
export function offsetInSource(source: string, [start, end]: Span, offset: number): number {
  const literal = source.slice(start, end);
  const [dollar] = /^\$[^$]*\$/.exec(literal) ?? [];
  if (dollar !== undefined) return start + dollar.length + offset;
  let at = literal.indexOf("'") + 1;
  // A doubled quote and a character after a backslash are one each: lexer.ts.
  for (let count = 0; count < offset; count += 1) at += literal[at] === "'" || literal[at] === "\\" ? 2 : 1;
  return start + at;
}
