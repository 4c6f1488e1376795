/**
 * Redshift SQL as tokens. White space and comments are left out of the tokens; comments are returned beside them.
 * Every part of the project that reads SQL starts here.
 */
import { SqlError, type Position } from "../errors.ts";

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
  | "variable";

export interface Token extends Position {
  readonly kind: TokenKind;
  /** As it stands in the source. */
  readonly text: string;
  readonly value: string;
  /** Where it starts and ends in the source, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface Comment extends Position {
  /** Without the dashes, or the slash and star; trimmed. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Lexed {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

const WORD = /[\p{L}_#][\p{L}\p{N}_$]*/uy;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const VARIABLE = /:(?:'([A-Za-z_][A-Za-z0-9_]*)'|"([A-Za-z_][A-Za-z0-9_]*)"|([A-Za-z_][A-Za-z0-9_]*))/y;
const OPERATOR = /::|\|\||<=|>=|<>|!=|!~\*|!~|~\*|!~~\*|!~~|~~\*|~~|<<|>>|\|\/|[-+*/%^<>=~!@#&|?:]/y;
const DOLLAR = /\$([A-Za-z_]*)\$/y;
const SPACE = /\s+/y;

/**
 * Splits a text into tokens.
 * @throws SqlError for an unterminated string, name or comment, and for a character that SQL does not have.
 */
export function lex(source: string): Lexed {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  const positionAt = positions(source);
  let at = 0;

  const push = (kind: TokenKind, end: number, value: string): void => {
    tokens.push({ kind, text: source.slice(at, end), value, start: at, end, ...positionAt(at) });
    at = end;
  };
  const comment = (end: number, text: string): void => {
    comments.push({ text: text.trim(), start: at, end, ...positionAt(at) });
    at = end;
  };

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
      if (end === undefined) throw new SqlError("unterminated /* comment", positionAt(at));
      comment(end, source.slice(at + 2, end - 2));
    } else if (char === "'") {
      const string = readString(source, at);
      if (string === undefined) throw new SqlError("unterminated string", positionAt(at));
      push("string", string.end, string.value);
    } else if (char === '"') {
      const name = readQuoted(source, at);
      if (name === undefined) throw new SqlError("unterminated quoted name", positionAt(at));
      push("name", name.end, name.value.toLowerCase());
    } else if (char === "$" && match(DOLLAR, source, at) !== undefined) {
      const tag = (match(DOLLAR, source, at) as RegExpExecArray)[0];
      const close = source.indexOf(tag, at + tag.length);
      if (close === -1) throw new SqlError(`unterminated ${tag} string`, positionAt(at));
      push("string", close + tag.length, source.slice(at + tag.length, close));
    } else {
      const variable = source[at + 1] === ":" ? undefined : match(VARIABLE, source, at);
      const number = match(NUMBER, source, at);
      const word = match(WORD, source, at);
      const operator = match(OPERATOR, source, at);
      if (variable !== undefined) {
        push("variable", at + variable[0].length, (variable[1] ?? variable[2] ?? variable[3]) as string);
      } else if (number !== undefined) {
        push("number", at + number[0].length, number[0]);
      } else if (word !== undefined) {
        push("word", at + word[0].length, word[0].toLowerCase());
      } else if ("()[],;.".includes(char)) {
        push("punctuation", at + 1, char);
      } else if (operator !== undefined) {
        push("operator", at + operator[0].length, operator[0]);
      } else {
        throw new SqlError(`unexpected character ${JSON.stringify(char)}`, positionAt(at));
      }
    }
  }
  return { tokens, comments };
}

/** Whether the token is one of these unquoted words, given in lower case. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.value);
}

/** Whether the token is this punctuation or operator. */
export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return (token?.kind === "punctuation" || token?.kind === "operator") && token.text === symbol;
}

/** Makes a function that tells line and column of an offset; offsets are asked in rising order. */
function positions(source: string): (offset: number) => Position {
  let line = 1;
  let lineStart = 0;
  let seen = 0;
  return (offset) => {
    for (let next = source.indexOf("\n", seen); next !== -1 && next < offset; next = source.indexOf("\n", seen)) {
      line += 1;
      lineStart = next + 1;
      seen = next + 1;
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
  for (let at = start; at < source.length; at += 1) {
    const two = source.slice(at, at + 2);
    if (two === "/*") {
      depth += 1;
      at += 1;
    } else if (two === "*/") {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", "0": "\0" };

/** A string literal: '' is a quote, and a backslash escapes, in plain literals too (Redshift keeps C-style escapes). */
function readString(source: string, start: number): { value: string; end: number } | undefined {
  let value = "";
  for (let at = start + 1; at < source.length; at += 1) {
    const char = source[at] as string;
    if (char === "\\") {
      at += 1;
      const escaped = source[at];
      if (escaped === undefined) return undefined;
      value += ESCAPES[escaped] ?? escaped;
    } else if (char !== "'") {
      value += char;
    } else if (source[at + 1] === "'") {
      value += "'";
      at += 1;
    } else {
      return { value, end: at + 1 };
    }
  }
  return undefined;
}

function readQuoted(source: string, start: number): { value: string; end: number } | undefined {
  let value = "";
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] !== '"') {
      value += source[at] as string;
    } else if (source[at + 1] === '"') {
      value += '"';
      at += 1;
    } else {
      return { value, end: at + 1 };
    }
  }
  return undefined;
}
