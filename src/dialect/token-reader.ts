/** Reads tokens from left to right; the parsers of this room stand on it. */
import { SqlError, type Position } from "../errors.ts";
import { isSymbol, isWord, type Token } from "./lexer.ts";
import type { QualifiedName } from "./table-name.ts";

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

/** Returns the index of the END that ends the CASE at `start`; undefined where none does. */
export function endOfCase(tokens: readonly Token[], start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    if (isWord(tokens[at], "case")) depth += 1;
    if (isWord(tokens[at], "end")) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

/** Returns whether the token may be a name: a quoted one, or a word. */
export function isName(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "name";
}

/** Where the text after the last of these tokens would stand. */
function endOf(tokens: readonly Token[]): Position {
  const last = tokens.at(-1);
  return { line: last?.line ?? 1, column: last === undefined ? 1 : last.column + last.text.length };
}

/** Returns a syntax error (42601) in Redshift's words, at a token or, where there is none, at the end of the statement. */
export function syntaxError(tokens: readonly Token[], at: number, next?: string): SqlError {
  const token = tokens[at];
  return token === undefined
    ? new SqlError("syntax error at end of input", endOf(tokens), { next })
    : new SqlError(`syntax error at or near "${token.text}"`, token, { next });
}

/** A cursor over tokens. What is expected and not there is a SqlError in Redshift's words. */
export class TokenReader {
  readonly tokens: readonly Token[];
  at: number;

  constructor(tokens: readonly Token[], at = 0) {
    this.tokens = tokens;
    this.at = at;
  }

  get atEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  /** The token here, and one step on. */
  take(): Token {
    const token = this.peek();
    if (token === undefined) throw this.error();
    this.at += 1;
    return token;
  }

  /** Steps over these words if they stand here one after the other. */
  accept(...words: readonly string[]): boolean {
    const here = words.every((word, ahead) => isWord(this.peek(ahead), word));
    if (here) this.at += words.length;
    return here;
  }

  /** Steps over one of these words and returns it. */
  acceptOne(...words: readonly string[]): string | undefined {
    return isWord(this.peek(), ...words) ? this.take().value : undefined;
  }

  acceptSymbol(symbol: string): boolean {
    const here = isSymbol(this.peek(), symbol);
    if (here) this.at += 1;
    return here;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.accept(word)) throw this.error();
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.error();
  }

  /** A name, folded. */
  name(): string {
    if (!isName(this.peek())) throw this.error();
    return this.take().value;
  }

  /** `name` or `schema.name`, taken apart. */
  qualifiedName(): QualifiedName {
    const first = this.name();
    if (!this.acceptSymbol(".")) return { schema: undefined, name: first };
    return { schema: first, name: this.name() };
  }

  /** `( a, b, … )` as the names in it. */
  nameList(): readonly string[] {
    this.expectSymbol("(");
    const names = [this.name()];
    while (this.acceptSymbol(",")) names.push(this.name());
    this.expectSymbol(")");
    return names;
  }

  /** What stands between the bracket here and the one that closes it; the cursor goes behind it. */
  group(): readonly Token[] {
    if (!isSymbol(this.peek(), "(")) throw this.error();
    const close = closingOf(this.tokens, this.at);
    if (close === this.tokens.length) throw syntaxError(this.tokens, close);
    const inside = this.tokens.slice(this.at + 1, close);
    this.at = close + 1;
    return inside;
  }

  /** A whole number, with a sign or without. */
  integer(): number {
    const sign = this.acceptSymbol("-") ? -1 : 1;
    const token = this.peek();
    if (token?.kind !== "number" || !/^\d+$/.test(token.text)) throw this.error();
    this.at += 1;
    return sign * Number(token.text);
  }

  /** A syntax error at this place. */
  error(next?: string): SqlError {
    return syntaxError(this.tokens, this.at, next);
  }
}

/** Cuts tokens at a symbol that stands outside all brackets: returns the parts without it, at least one, which may be empty. */
export function splitAt(tokens: readonly Token[], symbol: string): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0 && isSymbol(token, symbol)) {
      parts.push([]);
      continue;
    }
    if (isSymbol(token, "(")) depth += 1;
    if (isSymbol(token, ")")) depth -= 1;
    parts.at(-1)?.push(token);
  }
  return parts;
}
