/** "String functions" that DuckDB does not have. */
import { REDSHIFT_RESERVED_WORDS } from "../../../dialect/reserved-words.ts";
import type { ScalarFunction } from "./scalar.ts";

/** By their names in the written text. */
export const STRING_SCALARS: readonly ScalarFunction[] = [
  { name: "redshift_initcap", takes: ["text"], gives: "text", compute: ([text]) => initcap(text as string) },
  {
    name: "redshift_quote_ident",
    takes: ["text"],
    gives: "text",
    compute: ([name]) => quoteIdent(name as string),
  },
  { name: "redshift_soundex", takes: ["text"], gives: "text", compute: ([text]) => soundex(text as string) },
  {
    name: "redshift_difference",
    takes: ["text", "text"],
    gives: "integer",
    compute: ([one, other]) => difference(one as string, other as string),
  },
];

/** Everything that is neither a letter nor a digit divides words ("INITCAP function"). */
function initcap(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\p{L}\p{N}]+/gu, (word) => word.replace(/^./u, (letter) => letter.toUpperCase()));
}

/** Quotes "only where necessary to create a valid identifier" ("QUOTE_IDENT function"). */
function quoteIdent(name: string): string {
  const plain = /^[a-z_][a-z0-9_$]*$/.test(name) && !REDSHIFT_RESERVED_WORDS.has(name);
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Letters that sound alike, by their digit; vowels divide equal ones, H and W do not. */
const SOUNDS: readonly string[] = ["AEIOUY", "BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"];

/** American Soundex of the ASCII letters of a text; empty where it has none ("SOUNDEX function"). */
function soundex(text: string): string {
  const letters = text.toUpperCase().replace(/[^A-Z]/g, "");
  const codes = Array.from(letters.replace(/(?!^)[HW]/g, "")).map((letter) =>
    SOUNDS.findIndex((alike) => alike.includes(letter)),
  );
  const told = codes.filter((code, at) => at > 0 && code > 0 && code !== codes[at - 1]);
  return letters === "" ? "" : `${letters.charAt(0)}${told.join("")}000`.slice(0, 4);
}

/** How many signs of the Soundex codes are equal: 1 where neither text has a letter, 0 where one is empty ("DIFFERENCE function"). */
function difference(one: string, other: string): number {
  const [left, right] = [soundex(one), soundex(other)];
  if (one === "" || other === "") return 0;
  if (left === "" && right === "") return 1;
  return Array.from(left).filter((sign, at) => sign === right[at]).length;
}
