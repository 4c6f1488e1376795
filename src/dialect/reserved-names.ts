/** Reserved words where a name stands: Redshift answers 42601 to each. */
import { isSymbol, type Token } from "./lexer.ts";
import { namePlaces } from "./name-places.ts";
import { quoteName } from "./quote.ts";
import type { NamePlace } from "./query-places.ts";
import { REDSHIFT_RESERVED_WORDS } from "./reserved-words.ts";

/** A bare word that Redshift does not take for a name, with the way out. */
export interface ReservedName {
  readonly token: Token;
  readonly message: string;
  readonly next: string;
}

/**
 * On the list, and yet a column of the catalogue's tables, which everybody's scripts select without quotes. That no table of one's own
 * may have such a column ("Unsupported PostgreSQL features") is told where columns are read.
 */
const TAKEN = new Set(["oid"]);

/** Reserved words that begin an expression. */
const VALUES = new Set(
  `all both case cast current_date current_time current_timestamp current_user current_user_id default distinct false leading
  localtime localtimestamp not null session_user select sysdate top trailing true user`.split(/\s+/),
);

/** Reserved words with which a statement goes on behind an expression or a table. */
const CONTINUE = new Set(
  `all and as asc between collate cross desc distinct else end except for from full group having ilike in inner intersect into is
  isnull join left like limit minus natural not notnull nulls offset on only or order outer overlaps partition pivot right select
  similar table then to union unpivot using when where with without`.split(/\s+/),
);

/**
 * Types that begin a literal: `timestamp '2018-11-01'`. TIME and DATETIME are not on the list, and are refused all the same as a bare
 * column (github.com/awslabs/amazon-redshift-utils/issues/329, github.com/sqlfluff/sqlfluff/issues/2558); as names of tables they are
 * taken.
 */
const TYPES = new Set(["datetime", "time", "timestamp"]);

/**
 * Returns the reserved words ("Reserved words" of the Database Developer Guide) that stand where a name is: of a table, a CTE, a
 * column, an alias. Words behind a point and labels of columns behind AS may be any (github.com/darold/ora2pg/issues/520).
 */
export function reservedNames(tokens: readonly Token[]): readonly ReservedName[] {
  return namePlaces(tokens).flatMap((place) => {
    const token = tokens[place.at];
    if (token?.kind !== "word" || !isRefused(tokens, place)) return [];
    const quoted = quoteName(token.value);
    const literal = TYPES.has(token.value) && place.as === "value";
    const why = literal ? `it begins a literal here, as in ${token.value} '…'` : "it is a reserved word";
    const next = literal
      ? `write ${quoted}, or the table before it, where it is a column`
      : `write ${quoted} where it is a name, or take another name`;
    return [{ token, message: `syntax error at or near "${token.text}": ${why}`, next }];
  });
}

function isRefused(tokens: readonly Token[], { at, as }: NamePlace): boolean {
  const { value } = tokens[at] as Token;
  const next = tokens[at + 1];
  const reserved = REDSHIFT_RESERVED_WORDS.has(value) && !TAKEN.has(value);
  if (as === "name") return reserved;
  if (as === "value") {
    // A function of that name: whether there is one is not to be said here.
    if (isSymbol(next, "(") || isSymbol(next, "[")) return false;
    if (TYPES.has(value)) return !beginsLiteral(next) && (reserved || !isSymbol(next, "."));
    if (value === "interval") return !beginsLiteral(next);
    if (value === "order" || value === "partition") return next?.value !== "by";
    return reserved && !VALUES.has(value);
  }
  // "While START and CONNECT are not reserved words, use delimited identifiers or AS" (the same page).
  if (as === "alias" && value === "start") return next?.value !== "with";
  if (as === "alias" && value === "connect") return next?.value !== "by";
  if (value === "ignore" || value === "respect") return next?.value !== "nulls";
  return reserved && !CONTINUE.has(value);
}

/** What makes a type a literal: a text, or the rest of the type's name before one. */
function beginsLiteral(next: Token | undefined): boolean {
  const kinds = ["string", "number", "variable", "parameter"];
  return next !== undefined && (kinds.includes(next.kind) || ["with", "without"].includes(next.value));
}
