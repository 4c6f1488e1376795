/** What hangs on a call of a function: IGNORE NULLS, WITHIN GROUP ( … ), OVER ( … ). */
import { isSymbol, isWord, type Token } from "../../../dialect/lexer.ts";
import { closingOf } from "../../../dialect/token-reader.ts";

/** What hangs on a call. */
export interface Suffix {
  /** ` IGNORE NULLS`, ` RESPECT NULLS` or nothing. */
  readonly nulls: string;
  /** The insides of the brackets; undefined without them. */
  readonly withinGroup: readonly Token[] | undefined;
  readonly over: readonly Token[] | undefined;
  /** The index of the token behind it all. */
  readonly end: number;
}

/** Reads what stands at `start`, behind the bracket of a call, which may be nothing. */
export function readSuffix(tokens: readonly Token[], start: number): Suffix {
  let end = start;
  const nulls = nullsAt(tokens, end);
  if (nulls !== "") end += 2;
  const bracket = (first: string, second: string): readonly Token[] | undefined => {
    const open = second === "" ? end + 1 : end + 2;
    const here = isWord(tokens[end], first) && (second === "" || isWord(tokens[end + 1], second));
    if (!here || !isSymbol(tokens[open], "(")) return undefined;
    const close = closingOf(tokens, open);
    end = close + 1;
    return tokens.slice(open + 1, close);
  };
  const withinGroup = bracket("within", "group");
  const over = bracket("over", "");
  return { nulls, withinGroup, over, end };
}

/**
 * Returns the inside of a call without the IGNORE NULLS or RESPECT NULLS that may stand at its end, and that in DuckDB's
 * words.
 */
export function nullsInside(inside: readonly Token[]): {
  readonly rest: readonly Token[];
  readonly nulls: string;
} {
  const nulls = inside.length > 2 ? nullsAt(inside, inside.length - 2) : "";
  return { rest: nulls === "" ? inside : inside.slice(0, -2), nulls };
}

function nullsAt(tokens: readonly Token[], at: number): string {
  const word = tokens[at];
  const here = word !== undefined && isWord(word, "ignore", "respect") && isWord(tokens[at + 1], "nulls");
  return here ? ` ${word.value.toUpperCase()} NULLS` : "";
}
