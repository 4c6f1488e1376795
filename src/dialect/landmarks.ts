/** Where in a statement its parts stand. */
import { isSymbol, isWord, type Token } from "./lexer.ts";
import { spellTableName } from "./table-name.ts";
import { closingOf, isName, TokenReader } from "./token-reader.ts";

/** Returns the index of the statement's verb, which is behind the CTEs if it begins with these. */
export function verbOf(tokens: readonly Token[]): number {
  if (!isWord(tokens[0], "with")) return 0;
  const verbs = ["select", "insert", "update", "delete", "merge"];
  let at = 1;
  while (at < tokens.length && !isWord(tokens[at], ...verbs)) {
    at = isSymbol(tokens[at], "(") ? closingOf(tokens, at) + 1 : at + 1;
    // A query in brackets behind the last CTE.
    if (isSymbol(tokens[at], "(") && isSymbol(tokens[at - 1], ")")) return at;
  }
  return at;
}

/**
 * Returns the index of the AS outside all brackets behind which the query of a CREATE stands; the number of tokens if
 * there is none.
 */
export function asOf(tokens: readonly Token[]): number {
  return outside(tokens, "as") ?? tokens.length;
}

/** Returns the index of the INTO of a SELECT INTO; undefined if there is none. */
export function intoOf(tokens: readonly Token[]): number | undefined {
  return isSymbol(tokens[0], "(") ? undefined : outside(tokens, "into");
}

/**
 * Returns the index of the first place outside all brackets where a word, given in lower case, stands; undefined if it
 * does not.
 */
export function outside(tokens: readonly Token[], word: string): number | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], "(")) at = closingOf(tokens, at);
    else if (isWord(tokens[at], word) && !isSymbol(tokens[at - 1], ".")) return at;
  }
  return undefined;
}

/** Returns the tables' names that follow a word, wherever it stands, as they are spelled. */
export function namesAfter(tokens: readonly Token[], word: string): readonly string[] {
  return tokens.flatMap((token, at) => {
    if (!isWord(token, word) || isSymbol(tokens[at + 1], ",") || isSymbol(tokens[at - 1], ".")) return [];
    return pathAt(new TokenReader(tokens, isWord(tokens[at + 1], "from") ? at + 2 : at + 1));
  });
}

/** Returns the table's name at the cursor as it is spelled, in a list of none or one; the cursor goes behind it. */
export function pathAt(reader: TokenReader): readonly string[] {
  const parts = partsAt(reader);
  return parts.length === 0 ? [] : [spellTableName(parts)];
}

/** Returns the parts of the name at the cursor, folded and without quotes, none where no name stands; the cursor goes behind it. */
export function partsAt(reader: TokenReader): readonly string[] {
  if (!isName(reader.peek())) return [];
  const parts = [reader.name()];
  while (isSymbol(reader.peek(), ".") && isName(reader.peek(1))) {
    reader.acceptSymbol(".");
    parts.push(reader.name());
  }
  return parts;
}
