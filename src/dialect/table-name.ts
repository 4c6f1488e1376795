/**
 * A table's name is one string: its spelling in SQL. Names are folded to lower case and quoted exactly where they have to be; a
 * schema stands before the name where the statement gives one (which schema a bare name means is the session's search_path to
 * say). Two names are the same if they are spelled the same, and a spelling goes into SQL as it stands.
 */
import { isSymbol, lex } from "./lexer.ts";
import { quoteName } from "./quote.ts";
import { RESERVED_WORDS } from "./reserved-words.ts";

/** A table's name taken apart: what each part means, folded and without quotes. */
export interface QualifiedName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** What is a name without quotes: a letter or underscore, then digits and dollar signs too ("Names and identifiers"); # is temporary. */
const PLAIN_NAME = /^#?[\p{L}_][\p{L}\p{N}_$]*$/u;

/** The spelling of nearly every name, which needs no lexer to be taken apart. */
const USUAL = /^(?:([a-z_][a-z0-9_]{0,62})\.)?([a-z_][a-z0-9_]{0,62})$/;

/** Returns the spelling of a name in its parts (schema and table, or the table alone), each folded and without quotes. */
export function spellTableName(parts: readonly string[]): string {
  return parts
    .map((part, at) => {
      // After a point # begins no name.
      const plain = PLAIN_NAME.test(part) && !/[A-Z]/.test(part) && (at === 0 || !part.startsWith("#"));
      return plain && !RESERVED_WORDS.has(part) ? part : quoteName(part);
    })
    .join(".");
}

/** Returns the spelling of a schema and a name, or of a name alone. */
export function spellQualifiedName({ schema, name }: QualifiedName): string {
  return spellTableName(schema === undefined ? [name] : [schema, name]);
}

/**
 * Takes a spelling apart; what stands before the schema, a database, is left out.
 * @throws RangeError for a text that spells no table's name.
 */
export function parseTableName(spelling: string): QualifiedName {
  const [, schema, name] = USUAL.exec(spelling) ?? [];
  if (name !== undefined) return { schema, name };
  const parts = partsOf(spelling);
  return { schema: parts.at(-2), name: parts.at(-1) as string };
}

/** Returns the database that stands before schema and name, undefined without one. @throws as `parseTableName` does */
export function databaseOf(spelling: string): string | undefined {
  return USUAL.test(spelling) ? undefined : partsOf(spelling).at(-3);
}

/** What each part means, one at least. */
function partsOf(spelling: string): readonly string[] {
  const { tokens } = lex(spelling);
  const parts = tokens.filter((_, at) => at % 2 === 0);
  const dots = tokens.filter((_, at) => at % 2 === 1);
  const wrong = parts.some(({ kind }) => kind !== "word" && kind !== "name");
  if (tokens.length % 2 === 0 || wrong || !dots.every((token) => isSymbol(token, ".")))
    throw new RangeError(`${JSON.stringify(spelling)} is not the name of a table`);
  return parts.map(({ value }) => value);
}
