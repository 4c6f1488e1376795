/**
 * Redshift's queries and row changes in DuckDB's words. Tokens go in, text comes out; what is not on the allow-lists (keywords,
 * functions, types, operators) is an error with its place.
 */
import { isSymbol, isWord, type Token } from "../../../dialect/lexer.ts";
import { ownValue } from "../../../dialect/own-value.ts";
import { parseDataType } from "../../../dialect/types.ts";
import { closingOf, endOfCase } from "../../../dialect/token-reader.ts";
import { SqlError } from "../../../errors.ts";
import { castTo } from "./cast-to.ts";
import { AFTER, BARE_FUNCTIONS, BEFORE_TABLE, FRAME, KEYWORDS, TYPED } from "./keywords.ts";
import { escapes, MATCHES, nonzero, OPERATORS, similarToRegex } from "./operators.ts";
import { duckLiteral, duckName } from "../quote.ts";
import { readCall } from "./read-call.ts";
import { readPath } from "./read-path.ts";
import { needsLiteral, refused } from "./refused.ts";
import { readSelectList } from "./select-list.ts";
import type { SessionValues } from "./session-values.ts";

/** Returns a statement or an expression in DuckDB's words. @throws SqlError for what the local warehouse does not know. */
export function rewrite(tokens: readonly Token[], values: SessionValues): string {
  return new Rewriter(tokens, values, false).run();
}

class Rewriter {
  private readonly out: string[] = [];
  private at = 0;
  /** Whether the last piece is an operand of its own, for `::` and `~`. */
  private operand = false;
  /** Where in `out` the divisor begins that is being read. */
  private divisor: number | undefined;
  /** The number of a TOP n: becomes a LIMIT at the end. */
  private limit: string | undefined;
  private readonly tokens: readonly Token[];
  private readonly values: SessionValues;
  private readonly inWindow: boolean;

  constructor(tokens: readonly Token[], values: SessionValues, inWindow: boolean) {
    this.tokens = tokens;
    this.values = values;
    this.inWindow = inWindow;
  }

  run(): string {
    while (this.at < this.tokens.length) {
      this.endDivisor();
      this.step(this.tokens[this.at] as Token);
    }
    this.endDivisor();
    if (this.limit !== undefined) this.out.push(`LIMIT ${this.limit}`);
    return this.out.join(" ");
  }

  /** Puts the guard around a divisor that is complete: DuckDB makes NULL of a division by zero, Redshift an error. */
  private endDivisor(): void {
    if (this.divisor === undefined || !this.operand || isSymbol(this.tokens[this.at], "::")) return;
    const divisor = this.out.splice(this.divisor).join(" ");
    this.out.push(nonzero(divisor));
    this.divisor = undefined;
  }

  private step(token: Token): void {
    switch (token.kind) {
      case "string":
        return this.put(duckLiteral(token.value), true);
      case "number":
        return this.put(token.text, true);
      case "word":
      case "name":
        return this.word(token);
      case "operator":
        return this.operator(token);
      case "punctuation":
        if (token.text === "(") return this.group(token);
        if (token.text === "," || token.text === ";") return this.put(token.text, false);
        throw refused(token);
      case "variable":
        throw new SqlError(`unknown variable ${token.text}`, token, {
          next: "psql variables have values in the files of a run only",
        });
      case "parameter":
        throw new SqlError(`there is no parameter ${token.text}`, token, { sqlState: "42P02" });
    }
  }

  private put(text: string, operand: boolean, tokens = 1): void {
    this.out.push(text);
    this.operand = operand;
    this.at += tokens;
  }

  private group(open: Token): void {
    const close = closingOf(this.tokens, this.at);
    if (close >= this.tokens.length) throw new SqlError("a bracket is not closed", open);
    const inside = this.tokens.slice(this.at + 1, close);
    const window = isWord(this.tokens[this.at - 1], "over");
    this.put(`(${new Rewriter(inside, this.values, window).run()})`, true, inside.length + 2);
  }

  private word(token: Token): void {
    const next = this.tokens[this.at + 1];
    const before = this.tokens[this.at - 1];
    const bare = token.kind === "word" && !isSymbol(before, ".") && !isSymbol(next, ".");
    // An exact answer is within the error that APPROXIMATE allows.
    if (bare && isWord(token, "approximate") && isSymbol(this.tokens[this.at + 2], "(")) {
      this.at += 1;
      return;
    }
    if (bare && isWord(token, "exclude") && isSymbol(before, "*")) return this.put("EXCLUDE", false);
    if (bare && isWord(token, "minus")) return this.put("EXCEPT", false);
    if (bare && isWord(token, "select")) return this.select();
    if (bare && isWord(token, "case")) return this.case(token);
    if (bare && isWord(token, "at") && isWord(next, "time") && isWord(this.tokens[this.at + 2], "zone"))
      return this.put("AT TIME ZONE", false, 3);
    if (bare && isWord(token, "cast") && isSymbol(next, "(")) return this.cast();
    const value = bare && !isSymbol(next, "(") ? ownValue(BARE_FUNCTIONS, token.value) : undefined;
    if (value !== undefined) return this.put(value, true);
    if (bare && TYPED.has(token.value) && next?.kind === "string") {
      return this.put(`${token.value.toUpperCase()} ${duckLiteral(next.value)}`, true, 2);
    }
    if (bare && isWord(token, "similar")) return this.similar(token);
    if (bare && isWord(token, "like", "ilike") && escapes(next, this.tokens[this.at + 2]))
      return this.put(`${token.value} ${duckLiteral((next as Token).value)} ESCAPE '\\'`, false, 2);
    // Behind AS stands a name, whatever it is called.
    if (bare && isWord(before, "as") && !isWord(token, "with")) return this.path(false);
    if (bare && this.isKeyword(token, before)) {
      // SET of UPDATE, VALUES and the like keep their brackets apart from calls.
      return this.put(token.value.toUpperCase(), isWord(token, "null", "true", "false", "end"));
    }
    const table = before !== undefined && before.kind === "word" && BEFORE_TABLE.has(before.value);
    const insertColumns = table && isWord(before, "into");
    if (isSymbol(next, "(") && bare && !insertColumns && !this.namesCte()) return this.call();
    this.path(table);
  }

  private select(): void {
    const { quantifier, top, items, end } = readSelectList(this.tokens, this.at + 1);
    const columns = items.map(({ tokens, name }) => {
      const text = rewrite(tokens, this.values);
      return name === undefined ? text : `${text} AS ${duckName(name)}`;
    });
    if (top !== undefined) this.limit = rewrite(top, this.values);
    this.put(`SELECT ${quantifier}${columns.join(", ")}`, false, end - this.at);
  }

  /** A whole CASE is one operand. */
  private case(token: Token): void {
    const end = endOfCase(this.tokens, this.at);
    if (end === undefined) throw new SqlError("a CASE is not ended", token, { next: "end it with END" });
    const inside = rewrite(this.tokens.slice(this.at + 1, end), this.values);
    this.put(`CASE ${inside} END`, true, end + 1 - this.at);
  }

  /** `name ( … ) as (` names the columns of a CTE. */
  private namesCte(): boolean {
    const close = closingOf(this.tokens, this.at + 1);
    return isWord(this.tokens[close + 1], "as") && isSymbol(this.tokens[close + 2], "(");
  }

  private isKeyword(token: Token, before: Token | undefined): boolean {
    if (this.inWindow && FRAME.has(token.value)) return true;
    const after = ownValue(AFTER, token.value);
    if (after !== undefined) return before?.kind === "word" && after.includes(before.value);
    return KEYWORDS.has(token.value);
  }

  private path(table: boolean): void {
    const { text, end } = readPath(this.tokens, this.at, table);
    this.put(text, true, end - this.at);
  }

  private call(): void {
    const { text, end } = readCall(this.tokens, this.at, {
      values: this.values,
      expression: (tokens) => rewrite(tokens, this.values),
      window: (tokens) => new Rewriter(tokens, this.values, true).run(),
    });
    this.put(text, true, end - this.at);
  }

  private cast(): void {
    const close = closingOf(this.tokens, this.at + 1);
    const inside = this.tokens.slice(this.at + 2, close);
    const as = inside.findLastIndex((token) => isWord(token, "as"));
    if (as === -1) throw new SqlError("cast needs (value AS type)", this.tokens[this.at] as Token);
    const { type, next } = parseDataType(inside, as + 1);
    if (next !== inside.length) throw refused(inside[next] as Token);
    this.put(castTo(rewrite(inside.slice(0, as), this.values), type), true, close - this.at + 1);
  }

  private operator(token: Token): void {
    if (token.text === "::" && this.operand) {
      const { type, next } = parseDataType(this.tokens, this.at + 1);
      const value = this.out.pop() as string;
      return this.put(castTo(value, type), true, next - this.at);
    }
    const match = MATCHES[token.text];
    if (match !== undefined && this.operand) {
      const [not, flags] = match;
      const pattern = this.tokens[this.at + 1];
      if (pattern?.kind !== "string") throw needsLiteral(token.text, token);
      const value = this.out.pop() as string;
      return this.put(`(${not}regexp_matches(${value}, ${duckLiteral(pattern.value)}${flags}))`, true, 2);
    }
    const operator = OPERATORS[token.text];
    if (operator === undefined) throw refused(token);
    if (token.text === "/" || token.text === "%") this.divisor = this.out.length + 1;
    // `count(*)`, `a.*` and `select *` are no operands; what follows an operator starts one.
    this.put(operator, token.text === "*" && !this.operand);
  }

  /** `x [NOT] SIMILAR TO pattern`: SQL's wildcards in a regular expression that has to match all of the text. */
  private similar(token: Token): void {
    const pattern = this.tokens[this.at + 2];
    if (!isWord(this.tokens[this.at + 1], "to") || pattern?.kind !== "string")
      throw needsLiteral("SIMILAR TO", token);
    const negated = this.out.at(-1) === "NOT";
    if (negated) this.out.pop();
    const value = this.out.pop() as string;
    const regex = similarToRegex(pattern.value);
    this.put(`(${negated ? "NOT " : ""}regexp_full_match(${value}, ${duckLiteral(regex)}))`, true, 3);
  }
}
