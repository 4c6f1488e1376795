/** One column of CREATE TABLE and of ALTER TABLE … ADD ("CREATE TABLE" of the Database Developer Guide). */
import type { ColumnAttribute, ColumnDefinition, References } from "../syntax/table.ts";
import type { Cursor } from "./cursor.ts";
import { integer, label, name, nameList, qualifiedName } from "./names.ts";
import { typeName } from "./type-name.ts";

/** Reads a column with its attributes, up to the comma or the bracket after it. */
export function columnDefinition(cursor: Cursor): ColumnDefinition {
  const { start } = cursor;
  const own = name(cursor, "the name of a column");
  const type = typeName(cursor);
  const attributes: ColumnAttribute[] = [];
  for (;;) {
    const attribute = columnAttribute(cursor);
    if (attribute === undefined) break;
    attributes.push(attribute);
  }
  return { kind: "column_definition", name: own, type, attributes, span: cursor.span(start) };
}

function columnAttribute(cursor: Cursor): ColumnAttribute | undefined {
  const { start } = cursor;
  // Postgres' grammar lets a constraint have a name; Redshift does nothing with it.
  if (cursor.accept("constraint")) name(cursor, "the name of a constraint");
  else if (cursor.atEnd || cursor.symbol() !== "") return undefined;
  const word = cursor.word();
  switch (word) {
    case "default":
      cursor.at += 1;
      // NOT NULL after it is the next attribute, so a condition is not read.
      return { kind: "default", value: cursor.rules.tight(cursor), span: cursor.span(start) };
    case "identity":
      cursor.at += 1;
      return identity(cursor, false, start);
    case "generated":
      refuseAlways(cursor);
      cursor.expect("generated", "by", "default", "as", "identity");
      return identity(cursor, true, start);
    case "encode":
      cursor.at += 1;
      return {
        kind: "encode",
        encoding: label(cursor, "a compression encoding").value,
        span: cursor.span(start),
      };
    case "collate": {
      cursor.at += 1;
      const collation = cursor.expectOne("case_sensitive", "case_insensitive", "cs", "ci");
      const caseSensitive = collation === "case_sensitive" || collation === "cs";
      return { kind: "column_collate", caseSensitive, span: cursor.span(start) };
    }
    case "not":
      cursor.expect("not", "null");
      return { kind: "not_null", span: cursor.span(start) };
    case "primary":
      cursor.expect("primary", "key");
      return { kind: "primary_key", span: cursor.span(start) };
    case "references":
      return references(cursor);
    case "null":
    case "unique":
    case "distkey":
    case "sortkey":
      cursor.at += 1;
      return { kind: word, span: cursor.span(start) };
    default:
      refuseOthers(cursor);
      throw cursor.error("an attribute of the column, a comma or )");
  }
}

/** Reads `[(seed, step)]`; both are 1 where they are not said ("Create a table with a default IDENTITY column"). */
function identity(cursor: Cursor, byDefault: boolean, start: number): ColumnAttribute {
  if (cursor.symbol() !== "(")
    return { kind: "identity", byDefault, seed: 1, step: 1, span: cursor.span(start) };
  cursor.expectSymbol("(");
  const seed = integer(cursor);
  cursor.expectSymbol(",");
  const step = integer(cursor);
  cursor.expectSymbol(")");
  return { kind: "identity", byDefault, seed, step, span: cursor.span(start) };
}

/** Reads `references table [(columns)]`. */
export function references(cursor: Cursor): References {
  const { start } = cursor;
  cursor.expect("references");
  const table = qualifiedName(cursor, "a table");
  const columns = cursor.symbol() === "(" ? nameList(cursor) : [];
  return { kind: "references", table, columns, span: cursor.span(start) };
}

function refuseAlways(cursor: Cursor): void {
  if (!cursor.isWords("generated", "always")) return;
  const next = "for ids IDENTITY (1, 1); other values are computed by the statement that inserts";
  throw cursor.errorAt(cursor.at, next, "Redshift has no GENERATED ALWAYS");
}

/** Refuses a CHECK. @throws ParseError in Redshift's words. */
export function refuseCheck(cursor: Cursor): never {
  const what = "ALTER/CREATE TABLE column CHECK constraint is not supported";
  throw cursor.unsupported(what, "write a check that returns the failing rows");
}

function refuseOthers(cursor: Cursor): void {
  if (cursor.word() === "check" && cursor.symbol(1) === "(") refuseCheck(cursor);
}
