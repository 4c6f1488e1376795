/** The list of a SELECT: its columns, the names that Redshift gives them, and TOP. */
import { isSymbol, isWord, type Token } from "../../../dialect/lexer.ts";
import { ownValue } from "../../../dialect/own-value.ts";
import { SET_OPERATORS } from "../../../dialect/references.ts";
import { closingOf, isName, splitAt } from "../../../dialect/token-reader.ts";
import { parseDataType } from "../../../dialect/types.ts";
import { SqlError } from "../../../errors.ts";
import { BARE_FUNCTIONS, KEYWORDS } from "./keywords.ts";
import { readSuffix } from "./suffix.ts";

/** One column of the list. */
export interface SelectItem {
  readonly tokens: readonly Token[];
  /** The name of a column without one; undefined where the text tells it. */
  readonly name: string | undefined;
}

/** The list, and what stands before it. */
export interface SelectList {
  /** `DISTINCT `, `ALL ` or nothing. */
  readonly quantifier: string;
  /** What stands between TOP and the first column. */
  readonly top: readonly Token[] | undefined;
  readonly items: readonly SelectItem[];
  /** The index of the token behind the list. */
  readonly end: number;
}

const CLAUSES = ["from", "where", "group", "having", "qualify", "order", "limit", "offset", "into"];
const BEHIND_LIST = [...CLAUSES, ...SET_OPERATORS];
/** What Redshift calls a column that has no name of its own. */
const UNNAMED = "?column?";

/**
 * Reads the list that begins at `start`, behind SELECT.
 * @throws SqlError for a TOP that is no number, stands beside LIMIT, or in one query of a set operation.
 */
export function readSelectList(tokens: readonly Token[], start: number): SelectList {
  let at = start;
  const quantifier = isWord(tokens[at], "distinct", "all")
    ? `${(tokens[at] as Token).text.toUpperCase()} `
    : "";
  if (quantifier !== "") at += 1;
  const top = readTop(tokens, at);
  if (top !== undefined) at += top.length + 1;
  let end = at;
  while (end < tokens.length && !endsList(tokens, end))
    end = isSymbol(tokens[end], "(") ? closingOf(tokens, end) + 1 : end + 1;
  end = Math.min(end, tokens.length);
  const items = splitAt(tokens.slice(at, end), ",").map((item) => ({ tokens: item, name: nameOf(item) }));
  return { quantifier, top, items, end };
}

/** WITHIN GROUP hangs on a call of the list; GROUP alone is behind it. */
function endsList(tokens: readonly Token[], at: number): boolean {
  return isWord(tokens[at], ...BEHIND_LIST) && !isWord(tokens[at - 1], "within");
}

/** `TOP n`, as the tokens behind TOP. */
function readTop(tokens: readonly Token[], at: number): readonly Token[] | undefined {
  const top = tokens[at];
  const number = tokens[at + 1];
  if (!isWord(top, "top") || number?.kind !== "number") return undefined;
  const rest = [];
  for (let index = at + 2; index < tokens.length; index += 1) {
    if (isSymbol(tokens[index], "(")) index = closingOf(tokens, index);
    else rest.push(tokens[index]);
  }
  if (!/^\d+$/.test(number.text)) throw new SqlError("TOP takes a whole number", number);
  if (rest.some((token) => isWord(token, "limit")))
    throw new SqlError("TOP and LIMIT cannot be used together", top as Token, {
      next: "leave one of them out",
    });
  if (rest.some((token) => isWord(token, ...SET_OPERATORS))) {
    throw new SqlError("TOP in a set operation is not supported on the local warehouse", top as Token, {
      sqlState: "0A000",
      next: "put the query into brackets: (select top n …) union all …",
    });
  }
  return [number];
}

/** What Redshift calls a column without a name: after its column or its function, else `?column?`. */
function nameOf(item: readonly Token[]): string | undefined {
  const [first, second] = item;
  if (first === undefined || hasName(item)) return undefined;
  if (isSymbol(first, "(") && closingOf(item, 0) === item.length - 1) {
    const inside = item.slice(1, -1);
    return isWord(inside[0], "select", "with") ? UNNAMED : (nameOf(inside) ?? inside.at(-1)?.value);
  }
  const cast = item.findLastIndex((token) => isSymbol(token, "::"));
  if (cast !== -1 && typeEnds(item, cast + 1)) {
    const operand = item.slice(0, cast);
    return nameOf(operand) ?? operand.at(-1)?.value ?? UNNAMED;
  }
  if (isWord(first, "case") && isWord(item.at(-1), "end")) return "case";
  if (isWord(first, "approximate")) return nameOf(item.slice(1));
  if (item.length === 1 && Object.hasOwn(BARE_FUNCTIONS, first.value)) return first.value;
  if (first.kind !== "word" || !isSymbol(second, "(")) return UNNAMED;
  const close = closingOf(item, 1);
  if (readSuffix(item, close + 1).end !== item.length) return UNNAMED;
  if (isWord(first, "cast")) return castName(item.slice(2, close));
  return ownValue(CALLED, first.value) ?? first.value;
}

const CALLED: Readonly<Record<string, string>> = {
  extract: "date_part",
  nvl: "coalesce",
  isnull: "coalesce",
  trim: "btrim",
};

function castName(inside: readonly Token[]): string {
  const as = inside.findLastIndex((token) => isWord(token, "as"));
  const operand = inside.slice(0, Math.max(as, 0));
  return nameOf(operand) ?? operand.at(-1)?.value ?? UNNAMED;
}

/** Whether the item is a column or `*`, which have names, or has an alias. */
function hasName(item: readonly Token[]): boolean {
  const last = item.at(-1) as Token;
  const before = item.at(-2);
  if (isSymbol(item[0], "*") || isSymbol(last, "*")) return true;
  if (isPath(item)) return true;
  if (before === undefined || !isName(last)) return false;
  if (isWord(before, "as")) return item.length > 2;
  // An alias without AS stands behind an operand; the end of a type or of a CASE does not.
  const cast = item.findLastIndex((token) => isSymbol(token, "::"));
  if (cast !== -1 && typeEnds(item, cast + 1)) return false;
  if (last.kind === "word" && KEYWORDS.has(last.value)) return false;
  return (
    isSymbol(before, ")") ||
    before.kind === "string" ||
    before.kind === "number" ||
    isWord(before, "end", "null", "true", "false") ||
    (isName(before) && !(before.kind === "word" && KEYWORDS.has(before.value)))
  );
}

/** `a`, `t.a`, `s.t.a`. */
function isPath(item: readonly Token[]): boolean {
  const other = item.length === 1 && isWord(item[0], "null", "true", "false", ...Object.keys(BARE_FUNCTIONS));
  return (
    !other &&
    item.length % 2 === 1 &&
    item.every((token, index) => (index % 2 === 0 ? isName(token) : isSymbol(token, ".")))
  );
}

function typeEnds(item: readonly Token[], at: number): boolean {
  try {
    return parseDataType(item, at).next === item.length;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
}
