/** Data types as they are written ("Data types" of the Database Developer Guide). */
import type { IntervalField } from "../syntax/expression.ts";
import type { TypeName } from "../syntax/node.ts";
import type { Cursor } from "./cursor.ts";
import { integer, isReserved } from "./names.ts";

/** The units of an interval, from the longest to the shortest. */
export const INTERVAL_FIELDS: readonly IntervalField[] = ["year", "month", "day", "hour", "minute", "second"];

/** Types before whose literal their name stands, `date '2008-01-31'`; of any other word with a text after it, the text is a fault. */
export const LITERAL_TYPES: ReadonlySet<string> = new Set(
  `bigint bool boolean bpchar char character date datetime decimal double float float4 float8 int int2 int4 int8 integer nchar numeric
  nvarchar real smallint super text time timestamp timestamptz timetz varbinary varbyte varchar`.split(/\s+/),
);

/**
 * Reads a type with what belongs to it. A name that no type has is read too: to tell that it does not exist is for whoever resolves
 * types.
 */
export function typeName(cursor: Cursor): TypeName {
  const { start } = cursor;
  const words = [typeWord(cursor)];
  const first = words[0];
  if (first === "double" && cursor.accept("precision")) words.push("precision");
  if (
    (first === "character" || first === "char" || first === "nchar" || first === "binary") &&
    cursor.accept("varying")
  )
    words.push("varying");
  if (first === "interval") words.push(...intervalWords(cursor));
  else while (cursor.acceptSymbol(".")) words.push(`.${typeWord(cursor)}`);
  const args = cursor.symbol() === "(" ? cursor.inBrackets((inside) => inside.list(typeArgument)) : [];
  if (first === "time" || first === "timestamp") {
    const zone = cursor.isWords("with", "time", "zone") || cursor.isWords("without", "time", "zone");
    if (zone) {
      words.push(cursor.word(), "time", "zone");
      cursor.at += 3;
    }
  }
  return { kind: "type_name", name: words.join(" ").replaceAll(" .", "."), args, span: cursor.span(start) };
}

function typeWord(cursor: Cursor): string {
  const token = cursor.peek();
  // No type has a name that would need its quotes: "double precision" in quotes is none.
  const named = token?.kind === "word" || (token?.kind === "name" && PLAIN.test(token.value));
  if (token === undefined || !named || (isReserved(token.value) && !isTypeWord(token.value)))
    throw cursor.error("a data type");
  cursor.at += 1;
  return token.value;
}

const PLAIN = /^[a-z_][a-z0-9_]*$/;

/** Reserved words that are types all the same. */
function isTypeWord(word: string): boolean {
  return word === "timestamp" || word === "interval" || word === "binary";
}

function typeArgument(cursor: Cursor): number | "max" {
  if (cursor.accept("max")) return "max";
  if (cursor.symbol() === "-") throw cursor.error("a whole number or MAX");
  return integer(cursor, "a whole number or MAX");
}

function intervalWords(cursor: Cursor): readonly string[] {
  const from = cursor.acceptOne(...INTERVAL_FIELDS);
  if (from === undefined) return [];
  return cursor.accept("to") ? [from, "to", cursor.expectOne(...INTERVAL_FIELDS)] : [from];
}
