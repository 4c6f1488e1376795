/** A call of a function in DuckDB's words, with all that hangs on it. */
import { isSymbol, isWord, type Token } from "../../../dialect/lexer.ts";
import { ownValue } from "../../../dialect/own-value.ts";
import { closingOf } from "../../../dialect/token-reader.ts";
import { SqlError } from "../../../errors.ts";
import type { Call } from "./call.ts";
import { FUNCTIONS } from "./functions.ts";
import { respell } from "./respell.ts";
import type { SessionValues } from "./session-values.ts";
import { nullsInside, readSuffix } from "./suffix.ts";

/** How what stands inside of a call is rewritten. */
interface InsideCall {
  readonly values: SessionValues;
  readonly expression: (tokens: readonly Token[]) => string;
  /** The inside of OVER ( … ). */
  readonly window: (tokens: readonly Token[]) => string;
}

/**
 * Reads the call whose name stands at `at`, a bracket behind it: returns its text in DuckDB's words, and the index of
 * the token behind it.
 * @throws SqlError for a function that the local warehouse does not know, and for too few or too many arguments.
 */
export function readCall(
  tokens: readonly Token[],
  at: number,
  { values, expression, window }: InsideCall,
): { readonly text: string; readonly end: number } {
  const token = tokens[at] as Token;
  const close = closingOf(tokens, at + 1);
  let inside = tokens.slice(at + 2, close);
  const distinct = isWord(inside[0], "distinct");
  if (distinct) inside = inside.slice(1);
  const value = ownValue(values, token.value);
  if (value !== undefined && inside.length === 0) return { text: value, end: at + 3 };
  const { rest, nulls } = nullsInside(inside);
  const { name, args: spelled } = respell(token.value, rest);
  const rule = ownValue(FUNCTIONS, name);
  if (rule === undefined) {
    throw new SqlError(`function ${token.value}() is not known to the local warehouse`, token, {
      sqlState: "42883",
      next: "docs/local-differences.md lists what is there",
    });
  }
  const { withinGroup, over, end, ...suffix } = readSuffix(tokens, close + 1);
  const args = spelled.map((arg) => (isSymbol(arg[0], "*") && arg.length === 1 ? "*" : expression(arg)));
  if (args.length < rule.least || args.length > rule.most) {
    throw new SqlError(`${token.value}() does not take ${args.length} arguments`, token, {
      sqlState: "42883",
    });
  }
  const call: Call = {
    at: token,
    name: token.value,
    distinct,
    args,
    tokens: spelled,
    withinGroup: withinGroup && expression(withinGroup),
    nulls: nulls || suffix.nulls,
    over: over === undefined ? "" : ` OVER (${window(over)})`,
  };
  return { text: rule.emit(call), end };
}
