/**
 * Redshift SQL as tokens. White space and comments are left out of the tokens; comments are returned beside them.
 * Every part of the project that reads SQL starts here.
 */
import type { Position } from "../errors.ts";
import { beginOf, BEYOND, DIGIT, LETTER, OPERATOR, PUNCTUATION, SPACE } from "./begins.ts";
import { endOfBlockComment, endOfSpace, endOfWord, match } from "./extent.ts";
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

const CAPITAL = /[A-Z]/;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const VARIABLE = /:(?:'([A-Za-z_][A-Za-z0-9_]*)'|"([A-Za-z_][A-Za-z0-9_]*)"|([A-Za-z_][A-Za-z0-9_]*))/y;
const PARAMETER = /\$(\d+)/y;
// Operators that only others have (->, =>, //, ==) are one token too, so that they can be refused by name.
const OPERATORS =
  /::|:=|\|\|\/|\|\||->>|->|=>|==|<=|>=|<>|<@|@>|!=|!~\*|!~~\*|!~~|!~|~\*|~~\*|~~|<<|>>|\|\/|\/\/|\*\*|&&|[-+*/%^<>=~!@#&|?:]/y;
const DOLLAR = /\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$/y;

const QUOTE = 34;
const HASH = 35;
const DOLLAR_SIGN = 36;
const APOSTROPHE = 39;
const ASTERISK = 42;
const HYPHEN = 45;
const POINT = 46;
const SLASH = 47;
const COLON = 58;

/** In UTF-8. */
const MAX_NAME_BYTES = 127;

/**
 * Splits a text into tokens, and returns them and the comments in order.
 * @throws ParseError for an unterminated string, name or comment, for a character that SQL does not have, and for more than MAX_TOKENS.
 */
export function lex(source: string): Lexed {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  let newline = source.indexOf("\n");

  /** Counts the lines up to an offset; offsets come in rising order. */
  const countLines = (offset: number): void => {
    while (newline !== -1 && newline < offset) {
      line += 1;
      lineStart = newline + 1;
      newline = source.indexOf("\n", lineStart);
    }
  };
  const place = (): Position & { readonly start: number } => {
    countLines(at);
    return { line, column: at - lineStart + 1, start: at };
  };
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
  const push = (kind: TokenKind, end: number, text: string, value: string): void => {
    refuseMore();
    countLines(at);
    tokens.push({ kind, text, value, start: at, end, line, column: at - lineStart + 1 });
    at = end;
  };
  const comment = (end: number, text: string): void => {
    refuseMore();
    const from = place();
    countLines(end);
    comments.push({ text: text.trim(), ...from, end, endLine: line });
    at = end;
  };
  /** Takes what the pattern finds here; a group of it, if it has one, is the token's value. */
  const take = (kind: TokenKind, pattern: RegExp): boolean => {
    const found = match(pattern, source, at);
    if (found === undefined) return false;
    const [text] = found;
    push(kind, at + text.length, text, found[1] ?? found[2] ?? found[3] ?? text);
    return true;
  };

  const word = (): boolean => {
    const end = endOfWord(source, at);
    if (end === undefined) return false;
    const text = source.slice(at, end);
    push("word", end, text, named(text));
    return true;
  };

  const number = (): boolean => {
    const found = match(NUMBER, source, at);
    if (found === undefined) return false;
    const [text] = found;
    refuseJunk(source, at + text.length);
    if (text.length > MAX_DIGITS)
      throw new ParseError("value overflows numeric format", place(), { sqlState: "22003" });
    push("number", at + text.length, text, text);
    return true;
  };

  const parameter = (): boolean => {
    const found = match(PARAMETER, source, at);
    if (found === undefined) return false;
    const [text, value = ""] = found;
    refuseParameter(value);
    push("parameter", at + text.length, text, value);
    return true;
  };

  const string = (start: number): void => {
    const read = readString(source, start);
    if (read === undefined)
      throw new ParseError("unterminated string", place(), {
        next: "end it with '; a quote in it is written ''",
      });
    push("string", read.end, source.slice(at, read.end), read.value);
  };

  const quotedName = (): void => {
    const name = readQuoted(source, at);
    if (name === undefined)
      throw new ParseError("unterminated quoted name", place(), { next: 'end it with "' });
    if (name.value === "") throw new ParseError('zero-length delimited identifier at or near """"', place());
    push("name", name.end, source.slice(at, name.end), named(name.value));
  };

  const dollarString = (): boolean => {
    const tag = match(DOLLAR, source, at)?.[0];
    if (tag === undefined) return false;
    const close = source.indexOf(tag, at + tag.length);
    if (close === -1) throw new ParseError(`unterminated ${tag} string`, place());
    const end = close + tag.length;
    push("string", end, source.slice(at, end), source.slice(at + tag.length, close));
    return true;
  };

  const lineComment = (): void => {
    const ending = source.indexOf("\n", at);
    const end = ending === -1 ? source.length : ending;
    comment(end, source.slice(at + 2, end));
  };

  const blockComment = (): void => {
    const end = endOfBlockComment(source, at);
    if (end === undefined)
      throw new ParseError("unterminated /* comment", place(), { next: "end it with */" });
    comment(end, source.slice(at + 2, end - 2));
  };

  // As Postgres says it of a number that no Bind can reach.
  const refuseParameter = (given: string): void => {
    if (Number(given) >= 1 && Number(given) <= MAX_PARAMETER) return;
    const shown = given.length > 20 ? `${given.slice(0, 20)}…` : given;
    throw new ParseError(`there is no parameter $${shown}`, place(), {
      sqlState: "42P02",
      next: `parameters are $1 to $${String(MAX_PARAMETER)}`,
    });
  };

  // Postgres 8 reads 1_000 and 0x1A as a number with a label, which nobody means.
  const refuseJunk = (text: string, end: number): void => {
    const junk = text.charCodeAt(end) === HASH ? undefined : endOfWord(text, end);
    if (junk === undefined) return;
    throw new ParseError(
      `trailing junk after numeric literal at or near "${text.slice(at, end)}${text.slice(end, junk).slice(0, MAX_NAME_BYTES)}"`,
      place(),
      {
        next: "write the number in decimal digits, with a blank after it",
      },
    );
  };

  const sign = (kind: "operator" | "punctuation"): boolean => {
    const text = source.charAt(at);
    push(kind, at + 1, text, text);
    return true;
  };
  /** Takes the token or the comment that begins with this unit, if one does. */
  const taken = (unit: number): boolean => {
    const next = source.charCodeAt(at + 1);
    switch (beginOf(unit)) {
      case LETTER:
        // E'…', with its escapes, which plain literals have too.
        if ((unit !== 69 && unit !== 101) || next !== APOSTROPHE) return word();
        string(at + 1);
        return true;
      case BEYOND:
        return word();
      case DIGIT:
        return number();
      case PUNCTUATION:
        if (unit === POINT && number()) return true;
        return sign("punctuation");
      case OPERATOR:
        if (unit === HYPHEN && next === HYPHEN) lineComment();
        else if (unit === SLASH && next === ASTERISK) blockComment();
        else
          return (
            (unit === HASH && word()) ||
            (unit === COLON && take("variable", VARIABLE)) ||
            // Most stand alone, and need no pattern.
            (beginOf(next) === OPERATOR ? take("operator", OPERATORS) : sign("operator"))
          );
        return true;
      default:
        if (unit === APOSTROPHE) string(at);
        else if (unit === QUOTE) quotedName();
        else return unit === DOLLAR_SIGN && (dollarString() || parameter());
        return true;
    }
  };

  if (source.startsWith("\uFEFF")) at = 1;
  while (at < source.length) {
    const unit = source.charCodeAt(at);
    if (beginOf(unit) === SPACE) at = endOfSpace(source, at);
    else if (!taken(unit)) {
      const code = source.codePointAt(at) as number;
      const hex = code.toString(16).toUpperCase().padStart(4, "0");
      const shown = `${JSON.stringify(String.fromCodePoint(code))}${code < 128 ? "" : ` (U+${hex})`}`;
      throw new ParseError(`unexpected character ${shown}`, place());
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
  return CAPITAL.test(name) ? name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : name;
}
