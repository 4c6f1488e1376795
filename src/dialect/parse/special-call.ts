/** Functions whose arguments are not a plain list ("SQL functions reference" of the Database Developer Guide). */
import type { Cast, Expression, Extract, Position, Trim } from "../syntax/expression.ts";
import type { Cursor } from "./cursor.ts";
import { typeName } from "./type-name.ts";

const SPECIAL: ReadonlySet<string> = new Set(["cast", "try_cast", "convert", "extract", "position", "trim"]);

/** Returns whether the word is a function that may have arguments of its own form. */
export function isSpecialCall(word: string): boolean {
  return SPECIAL.has(word);
}

/** Reads such a call. */
export function specialCall(cursor: Cursor): Expression {
  const { start } = cursor;
  switch (cursor.word()) {
    case "cast":
    case "try_cast":
      return cast(cursor, cursor.word() as "cast" | "try_cast", start);
    case "convert":
      return convert(cursor, start);
    case "extract":
      return extract(cursor, start);
    case "position":
      return position(cursor, start);
    default:
      return trim(cursor, start);
  }
}

function cast(cursor: Cursor, form: "cast" | "try_cast", start: number): Cast {
  cursor.at += 1;
  const read = cursor.inBrackets((inside) => {
    const operand = inside.rules.expression(inside);
    inside.expect("as");
    return { operand, type: typeName(inside) };
  });
  return { kind: "cast", form, ...read, span: cursor.span(start) };
}

function convert(cursor: Cursor, start: number): Cast {
  cursor.at += 1;
  const read = cursor.inBrackets((inside) => {
    const type = typeName(inside);
    inside.expectSymbol(",");
    return { operand: inside.rules.expression(inside), type };
  });
  return { kind: "cast", form: "convert", ...read, span: cursor.span(start) };
}

function extract(cursor: Cursor, start: number): Extract {
  cursor.at += 1;
  const read = cursor.inBrackets((inside) => {
    const token = inside.take("a part of a date, as in extract (year from x)");
    if (token.kind !== "word" && token.kind !== "string" && token.kind !== "name")
      throw inside.errorAt(inside.at - 1, "expected here: a part of a date, as in extract (year from x)");
    inside.expect("from");
    return { part: token.value.toLowerCase(), operand: inside.rules.expression(inside) };
  });
  return { kind: "extract", ...read, span: cursor.span(start) };
}

function position(cursor: Cursor, start: number): Position {
  cursor.at += 1;
  const read = cursor.inBrackets((inside) => {
    const needle = inside.rules.tight(inside);
    inside.expect("in");
    return { needle, haystack: inside.rules.expression(inside) };
  });
  return { kind: "position", ...read, span: cursor.span(start) };
}

function trim(cursor: Cursor, start: number): Trim {
  cursor.at += 1;
  const read = cursor.inBrackets((inside): Omit<Trim, "kind" | "span"> => {
    const side = inside.acceptOne("both", "leading", "trailing");
    if (side !== undefined && inside.accept("from")) {
      return { side, characters: undefined, operand: inside.rules.expression(inside) };
    }
    const first = inside.rules.expression(inside);
    if (inside.accept("from")) return { side, characters: first, operand: inside.rules.expression(inside) };
    if (side === undefined && inside.acceptSymbol(",")) {
      return { side, characters: inside.rules.expression(inside), operand: first };
    }
    return { side, characters: undefined, operand: first };
  });
  return { kind: "trim", ...read, span: cursor.span(start) };
}
