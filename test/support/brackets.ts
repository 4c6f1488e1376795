/** Tokens in brackets and between commas, for readers of statements that only tests have. */
import { isSymbol, type Token } from "../../src/dialect/lexer.ts";

/** Returns the index of the bracket that closes the one at `open`; the number of tokens where none does. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], "(")) depth += 1;
    if (isSymbol(tokens[at], ")")) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** Returns whether the token may be a name: a quoted one, or a word. */
export function isName(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "name";
}

/** Returns what stands between symbols that are outside all brackets: at least one part, which may be empty. */
export function splitAt(tokens: readonly Token[], symbol: string): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (let at = 0; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], symbol)) {
      parts.push([]);
      continue;
    }
    const end = isSymbol(tokens[at], "(") ? closingOf(tokens, at) : at;
    parts.at(-1)?.push(...tokens.slice(at, end + 1));
    at = end;
  }
  return parts;
}
