/** A name with its qualifiers in DuckDB's words: `a`, `a.b`, `a.b.c`, `a.*`, and the way into a SUPER column behind it. */
import { isSymbol, type Token } from "../../../dialect/lexer.ts";
import { isName } from "../../../dialect/token-reader.ts";
import { SYSTEM_VIEWS } from "./keywords.ts";
import { duckLiteral, duckName } from "../quote.ts";
import { refused } from "./refused.ts";
import { superPath } from "./super-path.ts";

/**
 * Reads the name at `start`, which is a table's or not: returns its text in DuckDB's words, and the index of the token
 * behind it.
 * @throws SqlError where a qualifier is followed by no name.
 */
export function readPath(
  tokens: readonly Token[],
  start: number,
  table: boolean,
): { readonly text: string; readonly end: number } {
  const parts: Token[] = [];
  let end = start;
  for (;;) {
    parts.push(tokens[end] as Token);
    if (!isSymbol(tokens[end + 1], ".")) break;
    end += 2;
  }
  const names = parts.map((part) => {
    if (isSymbol(part, "*")) return "*";
    if (!isName(part)) throw refused(tokens[end - 1] as Token);
    return part.value;
  });
  if (table && names.length === 1 && SYSTEM_VIEWS.has(names[0] as string)) names.unshift("_redshift");
  if (names.length > 1 && names[0] === "pg_catalog" && SYSTEM_VIEWS.has(names[1] as string))
    names[0] = "_redshift";
  const text = names.map((name) => (name === "*" ? "*" : duckName(name))).join(".");
  const inside = superPath(tokens, end + 1);
  if (inside === undefined) return { text, end: end + 1 };
  return { text: `json_extract(${text}, ${duckLiteral(inside.path)})`, end: inside.end };
}
