/** Where in a query bare words stand: as names, as values, or behind these. */
import { isSymbol, isWord, type Token } from "./lexer.ts";
import { ownValue } from "./own-value.ts";
import { closingOf, isName } from "./token-reader.ts";

/**
 * A word by its index, and what it stands as: `name` of a table, a column or an alias behind AS; `value`, where an expression begins;
 * `behind` an expression, where a clause goes on or an alias without AS stands; `alias` the same behind a table.
 */
export interface NamePlace {
  readonly at: number;
  readonly as: "name" | "value" | "behind" | "alias";
}

/** What may stand next; of `any` nothing is known, and what stands there is not judged. */
type State = NamePlace["as"] | "table" | "any";

/** Words behind which an expression begins. */
const BEFORE_VALUE = new Set(
  `all and between both by distinct else for having ilike in is leading like limit not offset on or qualify select then to top trailing
  values when where`.split(/\s+/),
);
/** Words behind which another word of the grammar comes. */
const BEFORE_WORD = new Set(
  "group intersect interval minus order partition pivot tablesample union unpivot except with".split(" "),
);
/** Words that end a list of tables. */
const AFTER_TABLES = new Set(
  `except group having intersect limit minus offset order qualify select set union where`.split(/\s+/),
);
/** What may follow a word without being a value. */
const PAIRS: Readonly<Record<string, readonly string[]>> = {
  not: ["between", "ilike", "in", "like", "null", "similar", "distinct"],
  is: ["not", "distinct"],
  case: ["when"],
  both: ["from"],
  leading: ["from"],
  trailing: ["from"],
  in: ["("],
};

/**
 * Returns the bare words of a query, or of a part of one, from an index on: each by its place. Words behind a point, labels of columns
 * behind AS, types and what stands in quotes are left out. Nothing is thrown for broken SQL.
 */
export function placesInQuery(
  tokens: readonly Token[],
  start: { readonly from: number; readonly state: State },
): readonly NamePlace[] {
  const places: NamePlace[] = [];
  new Walk(tokens, places).level(start.from, tokens.length, start.state, true);
  return places;
}

/** What one level of brackets is read with. */
interface Level {
  readonly isQuery: boolean;
  state: State;
  /** Within a list of tables: a comma leads to the next one. */
  tables: boolean;
  /** Within the assignments of UPDATE or MERGE. */
  sets: boolean;
}

class Walk {
  private readonly tokens: readonly Token[];
  private readonly places: NamePlace[];

  constructor(tokens: readonly Token[], places: NamePlace[]) {
    this.tokens = tokens;
    this.places = places;
  }

  level(from: number, to: number, state: State, isQuery: boolean): void {
    const level: Level = { isQuery, state, tables: state === "alias" || state === "table", sets: false };
    let at = from;
    while (at < to) at = this.step(at, level);
  }

  /** Reads what stands here, and returns where the next thing stands. */
  private step(at: number, level: Level): number {
    const { tokens } = this;
    const token = tokens[at] as Token;
    if (isSymbol(token, "(")) return this.group(at, level);
    if (isSymbol(token, ".")) return at + 2;
    if (isSymbol(token, "::")) {
      level.state = "behind";
      return at + 2;
    }
    if (isSymbol(token, ",")) level.state = level.tables ? "table" : level.sets ? "name" : "value";
    else if (isSymbol(token, "*") && level.state === "value") level.state = "behind";
    else if (token.kind === "operator") level.state = "value";
    else if (token.kind === "word") return this.word(at, level);
    else if (!isWord(tokens[at - 1], "top")) level.state = level.state === "table" ? "alias" : "behind";
    return at + 1;
  }

  private word(at: number, level: Level): number {
    const { tokens } = this;
    const { value } = tokens[at] as Token;
    const next = tokens[at + 1];
    if (value === "with") {
      const after = this.ctes(at + 1);
      if (after !== undefined) {
        level.state = "any";
        return after;
      }
    }
    if (value === "as") return this.label(at, level);
    this.judge(at, level);
    if (value === "from" && !(isWord(tokens[at - 1], "distinct") && isWord(tokens[at - 2], "is", "not"))) {
      level.tables = level.isQuery;
      level.sets = false;
      level.state = level.isQuery ? "table" : "value";
    } else if (value === "join" || (value === "using" && level.tables && !isSymbol(next, "("))) {
      level.tables = true;
      level.state = "table";
    } else if (value === "into") {
      level.state = "name";
      return isWord(next, "temp", "temporary", "table")
        ? at + (isWord(tokens[at + 2], "table") ? 3 : 2)
        : at + 1;
    } else if (value === "set") {
      level.tables = false;
      level.sets = true;
      level.state = "name";
    } else if (ownValue(PAIRS, value)?.includes(next?.value ?? "") === true || BEFORE_WORD.has(value)) {
      level.state = "any";
    } else if (BEFORE_VALUE.has(value) || value === "case") {
      level.state = "value";
    } else if (level.state === "table" && isWord(tokens[at], "only", "lateral") && isName(next)) {
      return at + 1;
    } else {
      level.state = level.state === "table" || level.state === "alias" ? "alias" : "behind";
    }
    if (AFTER_TABLES.has(value)) level.tables = false;
    if (value === "where" || value === "when") level.sets = false;
    return at + 1;
  }

  private judge(at: number, { state }: Level): void {
    if (state === "any") return;
    this.places.push({ at, as: state === "table" ? "name" : state });
  }

  /** Behind AS: the alias of a table is a name, the label of a column may be any word; a type is neither. */
  private label(at: number, level: Level): number {
    if (isSymbol(this.tokens[at + 1], "(")) return at + 1;
    if (level.state === "alias") this.places.push({ at: at + 1, as: "name" });
    else level.state = "behind";
    return at + 2;
  }

  private group(open: number, level: Level): number {
    const { tokens } = this;
    const before = tokens[open - 1];
    const close = closingOf(tokens, open);
    const aliased = level.state === "alias" && isName(before) && !isFunction(tokens, open);
    if (holdsQuery(tokens, open)) this.level(open + 1, close, "any", true);
    else if (level.state === "table") this.level(open + 1, close, "table", true);
    else if (aliased || isWord(before, "using", "exclude", "insert")) this.names(open, close);
    else this.level(open + 1, close, isWord(before, "convert") ? "any" : "value", false);
    level.state = level.state === "table" || level.state === "alias" ? "alias" : "behind";
    return close + 1;
  }

  private names(open: number, close: number): void {
    for (let at = open; at < close; at += 1) {
      if (at === open || isSymbol(this.tokens[at], ",")) this.places.push({ at: at + 1, as: "name" });
    }
  }

  /** Reads `name [(columns)] as (query), …`; returns where the statement goes on, undefined where no CTE stands. */
  private ctes(from: number): number | undefined {
    const { tokens } = this;
    let at = isWord(tokens[from], "recursive") ? from + 1 : from;
    const first = at;
    for (;;) {
      const columns = isSymbol(tokens[at + 1], "(") ? at + 1 : undefined;
      const as = columns === undefined ? at + 1 : closingOf(tokens, columns) + 1;
      if (!isName(tokens[at]) || !isWord(tokens[as], "as") || !isSymbol(tokens[as + 1], "("))
        return at === first ? undefined : at;
      this.places.push({ at, as: "name" });
      if (columns !== undefined) this.names(columns, as - 1);
      const close = closingOf(tokens, as + 1);
      this.level(as + 2, close, "any", true);
      if (!isSymbol(tokens[close + 1], ",")) return close + 1;
      at = close + 2;
    }
  }
}

/** Whether the name before a bracket in a list of tables is a function, not an alias with the names of its columns. */
function isFunction(tokens: readonly Token[], open: number): boolean {
  const before = tokens[open - 2];
  return isWord(before, "from", "join", "lateral") || isSymbol(before, ",") || isSymbol(before, ".");
}

function holdsQuery(tokens: readonly Token[], open: number): boolean {
  let at = open + 1;
  while (isSymbol(tokens[at], "(")) at += 1;
  return isWord(tokens[at], "select", "with");
}
