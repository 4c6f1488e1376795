/** The tokens of one statement, read from left to right: every rule of this folder takes them from here. */
import type { Token } from "../lexer.ts";
import { ParseError } from "../parse-error.ts";
import type { Expression } from "../syntax/expression.ts";
import type { Span } from "../syntax/node.ts";
import type { Query } from "../syntax/query.ts";

/** How deep brackets, subqueries and chains of operators may nest; what is deeper would overflow the stack of whoever walks the tree. */
export const MAX_DEPTH = 500;

/** The rules that contain each other, given to all so that no two files import each other. */
export interface Rules {
  readonly expression: (cursor: Cursor) => Expression;
  /** An expression whose operators all bind tighter than a condition: the ends of BETWEEN, a pattern. */
  readonly tight: (cursor: Cursor) => Expression;
  readonly query: (cursor: Cursor) => Query;
  /** The rest of a query whose first part, which starts at `start`, has been read in brackets. */
  readonly queryTail: (cursor: Cursor, first: Query, start: number) => Query;
}

/** A cursor over tokens. What is expected and not there is a ParseError. */
export class Cursor {
  readonly tokens: readonly Token[];
  readonly rules: Rules;
  at = 0;
  private depth = 0;

  constructor(tokens: readonly Token[], rules: Rules) {
    this.tokens = tokens;
    this.rules = rules;
  }

  get atEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  /** The token here, and one step on. */
  take(expected: string): Token {
    const token = this.tokens[this.at];
    if (token === undefined) throw this.error(expected);
    this.at += 1;
    return token;
  }

  /** The unquoted word here, in lower case; nothing where something else stands. */
  word(ahead = 0): string {
    const token = this.tokens[this.at + ahead];
    return token?.kind === "word" ? token.value : "";
  }

  /** Whether these words stand here, one after the other. */
  isWords(...words: readonly string[]): boolean {
    for (let ahead = 0; ahead < words.length; ahead += 1) if (this.word(ahead) !== words[ahead]) return false;
    return true;
  }

  /** The punctuation or operator here; nothing where something else stands. */
  symbol(ahead = 0): string {
    const token = this.tokens[this.at + ahead];
    return token?.kind === "punctuation" || token?.kind === "operator" ? token.text : "";
  }

  /** Steps over these words if all of them stand here. */
  accept(...words: readonly string[]): boolean {
    const here = this.isWords(...words);
    if (here) this.at += words.length;
    return here;
  }

  /** Steps over one of these words and returns it. */
  acceptOne<W extends string>(...words: readonly W[]): W | undefined {
    const at = words.indexOf(this.word() as W);
    if (at === -1) return undefined;
    this.at += 1;
    return words[at];
  }

  acceptSymbol(symbol: string): boolean {
    const here = this.symbol() === symbol;
    if (here) this.at += 1;
    return here;
  }

  expect(...words: readonly string[]): void {
    for (const word of words) if (!this.accept(word)) throw this.error(word.toUpperCase());
  }

  expectOne<W extends string>(...words: readonly W[]): W {
    const found = this.acceptOne(...words);
    if (found === undefined) throw this.error(words.map((word) => word.toUpperCase()).join(" or "));
    return found;
  }

  expectSymbol(symbol: string): void {
    if (!this.acceptSymbol(symbol)) throw this.error(symbol);
  }

  /** One or more of these, with commas between. */
  list<T>(item: (cursor: Cursor) => T): readonly T[] {
    const items = [item(this)];
    while (this.acceptSymbol(",")) items.push(item(this));
    return items;
  }

  /** `( … )`: what stands between. */
  inBrackets<T>(inside: (cursor: Cursor) => T): T {
    this.expectSymbol("(");
    const result = inside(this);
    this.expectSymbol(")");
    return result;
  }

  /** Where the token here starts. */
  get start(): number {
    return this.tokens[this.at]?.start ?? this.end;
  }

  /** Where the token before this one ends. */
  private get end(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  /** From here to the end of what was read last. */
  span(start: number): Span {
    return [start, this.end];
  }

  /** Reads one level deeper. @throws ParseError where there are more than MAX_DEPTH levels. */
  nested<T>(read: () => T): T {
    this.enter();
    const result = read();
    this.leave(1);
    return result;
  }

  /** One level down; whoever does not use `nested` leaves as many as it entered. A ParseError ends the cursor, so nothing is left then. */
  enter(): void {
    if (this.depth >= MAX_DEPTH) {
      const place = this.peek() ?? this.last();
      throw new ParseError(`the statement is nested deeper than ${String(MAX_DEPTH)} levels`, place, {
        sqlState: "54001",
        next: "take it apart: a CTE for a part of the query, IN for a long chain of OR",
      });
    }
    this.depth += 1;
  }

  leave(levels: number): void {
    this.depth -= levels;
  }

  /** That something else was expected here. */
  error(expected?: string): ParseError {
    if (expected === undefined) return this.errorAt(this.at);
    const comma = this.symbol(-1) === "," ? " (or leave the comma before it out)" : "";
    return this.errorAt(this.at, `expected here: ${expected}${comma}`);
  }

  /** That Redshift says of what stands here that it is not supported. */
  unsupported(what: string, next: string): ParseError {
    return new ParseError(what, this.peek() ?? this.last(), { sqlState: "0A000", next });
  }

  /** A syntax error in Redshift's words at the token of this index. */
  errorAt(index: number, next?: string, why?: string): ParseError {
    const token = this.tokens[index];
    const more = why === undefined ? "" : `: ${why}`;
    return token === undefined
      ? new ParseError(`syntax error at end of input${more}`, this.last(), { next })
      : new ParseError(`syntax error at or near "${token.text}"${more}`, token, { next });
  }

  /** The place after the last token. */
  private last(): { readonly start: number; readonly line: number; readonly column: number } {
    const token = this.tokens.at(-1);
    if (token === undefined) return { start: 0, line: 1, column: 1 };
    return { start: token.end, line: token.line, column: token.column + token.text.length };
  }
}
