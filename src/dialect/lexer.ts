/**
 * Redshift SQL as tokens. White space and comments are left out of the tokens; comments are returned beside them.
 * Every part of the project that reads SQL starts here.
 */
import type { Position } from "../errors.ts";
import { ParseError } from "./parse-error.ts";
import { readQuoted, readString } from "./quoted-text.ts";

/** What a token is, and with it what its `value` holds. */
export type TokenKind =
  /** An unquoted name or keyword; `value` is folded to lower case. */
  | "word"
  /** A quoted name; `value` is folded too, as Redshift does unless enable_case_sensitive_identifier is on. */
  | "name"
  /** A string literal; `value` is the text that it means. */
  | "string"
  | "number"
  /** One operator of one or more characters, `::` and `||` included. */
  | "operator"
  /** One of ( ) [ ] , ; . */
  | "punctuation"
  /** A psql variable: `:name`, `:'name'` or `:"name"`; `value` is the name, `text[1]` tells the form. */
  | "variable"
  /** A place for a value, `$1`, in a statement of the extended query protocol; `value` is the number. */
  | "parameter";

/** One token with its place: line and column from 1, in UTF-16 units. */
export interface Token extends Position {
  readonly kind: TokenKind;
  /** As it stands in the source. */
  readonly text: string;
  readonly value: string;
  /** Where it starts and ends in the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** One comment with its place. */
export interface Comment extends Position {
  /** Without the dashes, or the slash and star; trimmed. */
  readonly text: string;
  /** The line on which it ends; another than `line` only for a block comment. */
  readonly endLine: number;
  readonly start: number;
  readonly end: number;
}

/** A whole text: its tokens and its comments, each in order. */
export interface Lexed {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

/** How many tokens and comments a text may have: what is made of them is fifty times as large as the text. */
export const MAX_TOKENS = 1_000_000;
/** The longest number, in characters: the digits that Postgres' numeric has on both sides of its point (Postgres manual, "Numeric Types"). */
const MAX_DIGITS = 131_072 + 16_383 + 1;
/** The highest number of a parameter: how many values a Bind can hold (Postgres manual, "Message Formats"). */
const MAX_PARAMETER = 65_535;

// A leading # makes a temporary table; elsewhere # is the operator for exclusive or.
const WORD = /#?[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const VARIABLE = /:(?:'([A-Za-z_][A-Za-z0-9_]*)'|"([A-Za-z_][A-Za-z0-9_]*)"|([A-Za-z_][A-Za-z0-9_]*))/y;
const PARAMETER = /\$(\d+)/y;
// Operators that only others have (->, =>, //, ==) are one token too, so that they can be refused by name.
const OPERATOR =
  /::|:=|\|\|\/|\|\||->>|->|=>|==|<=|>=|<>|<@|@>|!=|!~\*|!~~\*|!~~|!~|~\*|~~\*|~~|<<|>>|\|\/|\/\/|\*\*|&&|[-+*/%^<>=~!@#&|?:]/y;
const DOLLAR = /\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$/y;
const PUNCTUATION = /[()[\],;.]/y;
// As Redshift's own scanner: a no-break space, say, is no white space and is better told of here than by the server.
const SPACE = /[ \t\n\r\f\v]+/y;

/**
 * In the order in which they are tried, the frequent ones first where no other one begins alike; a group of the pattern, if it has one, is the
 * token's value.
 */
const PLAIN: readonly (readonly [TokenKind, RegExp])[] = [
  ["word", WORD],
  ["number", NUMBER],
  ["punctuation", PUNCTUATION],
  ["variable", VARIABLE],
  ["parameter", PARAMETER],
  ["operator", OPERATOR],
];

/** In UTF-8. */
const MAX_NAME_BYTES = 127;

/**
 * Splits a text into tokens, and returns them and the comments in order.
 * @throws ParseError for an unterminated string, name or comment, for a character that SQL does not have, and for more than MAX_TOKENS.
 */
export function lex(source: string): Lexed {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  const positionAt = positions(source);
  let at = 0;

  const place = (): Position & { readonly start: number } => ({ ...positionAt(at), start: at });
  const refuseMore = (): void => {
    if (tokens.length + comments.length < MAX_TOKENS) return;
    throw new ParseError(`the text has more than ${String(MAX_TOKENS)} words, values and signs`, place(), {
      sqlState: "54001",
      next: "send it in parts; many rows come in with COPY",
    });
  };
  /** "Names and identifiers" of the Developer Guide: "Be between 1 and 127 bytes in length". */
  const named = (name: string): string => {
    if (name.length <= MAX_NAME_BYTES / 4) return fold(name);
    const bytes = Buffer.byteLength(name);
    if (bytes <= MAX_NAME_BYTES) return fold(name);
    throw new ParseError(
      `the name "${name.slice(0, 20)}…" has ${String(bytes)} bytes, and a name has at most ${String(MAX_NAME_BYTES)}`,
      place(),
      { sqlState: "42622", next: "shorten it" },
    );
  };
  const push = (kind: TokenKind, end: number, value: string): void => {
    refuseMore();
    tokens.push({ kind, text: source.slice(at, end), value, start: at, end, ...positionAt(at) });
    at = end;
  };
  const comment = (end: number, text: string): void => {
    refuseMore();
    const position = positionAt(at);
    comments.push({ text: text.trim(), start: at, end, ...position, endLine: positionAt(end).line });
    at = end;
  };

  const plain = (): void => {
    for (const [kind, pattern] of PLAIN) {
      const found = match(pattern, source, at);
      if (found !== undefined) {
        const value = found[1] ?? found[2] ?? found[3] ?? found[0];
        if (kind === "number") refuseJunk(source, at + found[0].length);
        if (kind === "number" && found[0].length > MAX_DIGITS)
          throw new ParseError("value overflows numeric format", place(), { sqlState: "22003" });
        if (kind === "parameter") refuseParameter(value);
        push(kind, at + found[0].length, kind === "word" ? named(value) : value);
        return;
      }
    }
    const code = source.codePointAt(at) as number;
    const hex = code.toString(16).toUpperCase().padStart(4, "0");
    const shown = `${JSON.stringify(String.fromCodePoint(code))}${code < 128 ? "" : ` (U+${hex})`}`;
    throw new ParseError(`unexpected character ${shown}`, place());
  };

  // As Postgres says it of a number that no Bind can reach.
  const refuseParameter = (number: string): void => {
    if (Number(number) >= 1 && Number(number) <= MAX_PARAMETER) return;
    const shown = number.length > 20 ? `${number.slice(0, 20)}…` : number;
    throw new ParseError(`there is no parameter $${shown}`, place(), {
      sqlState: "42P02",
      next: `parameters are $1 to $${String(MAX_PARAMETER)}`,
    });
  };

  // Postgres 8 reads 1_000 and 0x1A as a number with a label, which nobody means.
  const refuseJunk = (text: string, end: number): void => {
    const junk = match(WORD, text, end);
    if (junk === undefined || junk[0].startsWith("#")) return;
    throw new ParseError(
      `trailing junk after numeric literal at or near "${text.slice(at, end)}${junk[0].slice(0, MAX_NAME_BYTES)}"`,
      place(),
      {
        next: "write the number in decimal digits, with a blank after it",
      },
    );
  };

  if (source.startsWith("\uFEFF")) at = 1;
  while (at < source.length) {
    const char = source[at] as string;
    const two = source.slice(at, at + 2);
    const space = match(SPACE, source, at);
    if (space !== undefined) {
      at += space[0].length;
    } else if (two === "--") {
      const newline = source.indexOf("\n", at);
      const end = newline === -1 ? source.length : newline;
      comment(end, source.slice(at + 2, end));
    } else if (two === "/*") {
      const end = endOfBlockComment(source, at);
      if (end === undefined)
        throw new ParseError("unterminated /* comment", place(), { next: "end it with */" });
      comment(end, source.slice(at + 2, end - 2));
    } else if (char === "'" || two === "e'" || two === "E'") {
      const string = readString(source, char === "'" ? at : at + 1);
      if (string === undefined)
        throw new ParseError("unterminated string", place(), {
          next: "end it with '; a quote in it is written ''",
        });
      push("string", string.end, string.value);
    } else if (char === '"') {
      const name = readQuoted(source, at);
      if (name === undefined)
        throw new ParseError("unterminated quoted name", place(), { next: 'end it with "' });
      if (name.value === "")
        throw new ParseError('zero-length delimited identifier at or near """"', place());
      push("name", name.end, named(name.value));
    } else {
      const dollar = match(DOLLAR, source, at);
      if (dollar !== undefined) {
        const tag = dollar[0];
        const close = source.indexOf(tag, at + tag.length);
        if (close === -1) throw new ParseError(`unterminated ${tag} string`, place());
        push("string", close + tag.length, source.slice(at + tag.length, close));
      } else {
        plain();
      }
    }
  }
  return { tokens, comments };
}

/** Returns whether the token is one of these unquoted words, given in lower case. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}

/** Returns whether the token is this punctuation or operator. */
export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return (token?.kind === "punctuation" || token?.kind === "operator") && token.text === symbol;
}

/** Redshift folds the ASCII letters of a name and no others. */
function fold(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Makes a function that tells line and column of an offset; offsets are asked in rising order. */
function positions(source: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  let newline = source.indexOf("\n");
  return (offset) => {
    while (newline !== -1 && newline < offset) {
      line += 1;
      lineStart = newline + 1;
      newline = source.indexOf("\n", lineStart);
    }
    return { line, column: offset - lineStart + 1 };
  };
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}

/** Block comments nest, as in Postgres. */
function endOfBlockComment(source: string, start: number): number | undefined {
  let depth = 0;
  for (const { 0: mark, index } of from(source, COMMENT_MARK, start)) {
    depth += mark === "/*" ? 1 : -1;
    if (depth === 0) return index + 2;
  }
  return undefined;
}

const COMMENT_MARK = /\/\*|\*\//g;

/** The matches of a pattern from a place on. */
function from(source: string, pattern: RegExp, start: number): Iterable<RegExpExecArray> {
  const own = new RegExp(pattern);
  own.lastIndex = start;
  return source.matchAll(own);
}
