/** Navigation into a SUPER value with brackets: `doc.a[0].b`, `doc['a']`; dots alone DuckDB reads itself. */
import { isSymbol, type Token } from "../../../dialect/lexer.ts";
import { isName } from "../../../dialect/token-reader.ts";

/**
 * Returns the steps from a bracket at `start` on as a JSON path, and the index of the token behind them; undefined when
 * there is no bracket, or none that navigates.
 */
export function superPath(
  tokens: readonly Token[],
  start: number,
): { readonly path: string; readonly end: number } | undefined {
  if (!isSymbol(tokens[start], "[")) return undefined;
  let path = "$";
  let at = start;
  for (;;) {
    const key = tokens[at + 1];
    if (isSymbol(tokens[at], "[")) {
      if (!isSymbol(tokens[at + 2], "]")) return undefined;
      if (key?.kind === "string") path += `.${JSON.stringify(key.value)}`;
      else if (key?.kind === "number" && /^\d+$/.test(key.text)) path += `[${key.text}]`;
      else return undefined;
      at += 3;
    } else if (isSymbol(tokens[at], ".") && isName(key)) {
      path += `.${JSON.stringify(key.value)}`;
      at += 2;
    } else {
      return { path, end: at };
    }
  }
}
