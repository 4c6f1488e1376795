/** Constraints of a table, and its keys and styles ("CREATE TABLE", "ALTER TABLE" of the Database Developer Guide). */
import type { Name } from "../syntax/node.ts";
import type { TableAttribute, TableConstraint } from "../syntax/table.ts";
import { references, refuseCheck } from "./column-definition.ts";
import type { Cursor } from "./cursor.ts";
import { integer, name, nameList } from "./names.ts";

/** Reads what stands after the columns of a table, in any order; `keys` reads DISTKEY and SORTKEY in their own way where they stand so. */
export function tableAttributes(
  cursor: Cursor,
  keys: (cursor: Cursor) => TableAttribute | undefined = () => undefined,
): readonly TableAttribute[] {
  const attributes: TableAttribute[] = [];
  for (;;) {
    const attribute = keys(cursor) ?? tableAttribute(cursor);
    if (attribute === undefined) return attributes;
    attributes.push(attribute);
  }
}

/** Reads one of them; returns undefined, and reads nothing, where there is none. */
export function tableAttribute(cursor: Cursor): TableAttribute | undefined {
  const { start } = cursor;
  if (cursor.accept("backup")) {
    const value = cursor.expectOne("yes", "no") === "yes";
    return { kind: "backup", value, span: cursor.span(start) };
  }
  if (cursor.accept("diststyle")) {
    const style = cursor.expectOne("auto", "even", "key", "all");
    return { kind: "diststyle", style, span: cursor.span(start) };
  }
  if (cursor.accept("distkey")) {
    const column = cursor.inBrackets(oneColumn);
    return { kind: "table_distkey", column, span: cursor.span(start) };
  }
  if (cursor.accept("encode")) {
    cursor.expect("auto");
    return { kind: "encode_auto", span: cursor.span(start) };
  }
  return sortKey(cursor);
}

function oneColumn(cursor: Cursor): Name {
  const column = name(cursor, "a column");
  if (cursor.symbol() !== ",") return column;
  const next = "name the column by which the table is joined most";
  throw cursor.errorAt(cursor.at, next, "DISTKEY takes one column");
}

/** Reads `[compound | interleaved] sortkey (columns)`, `sortkey auto`, and `sortkey none`, which ALTER TABLE has. */
function sortKey(cursor: Cursor): TableAttribute | undefined {
  const { start } = cursor;
  const form = cursor.acceptOne("compound", "interleaved");
  if (form !== undefined) cursor.expect("sortkey");
  else if (!cursor.accept("sortkey")) return undefined;
  const word = form === undefined ? cursor.acceptOne("auto", "none") : undefined;
  return { kind: "table_sortkey", form, columns: word ?? nameList(cursor), span: cursor.span(start) };
}

/** Reads `distkey (1)` and `sortkey (1, 3)`, places of columns in a query; returns undefined, and reads nothing, elsewhere. */
export function placedKey(cursor: Cursor): TableAttribute | undefined {
  const { start } = cursor;
  const behind = cursor.word() === "compound" || cursor.word() === "interleaved" ? 1 : 0;
  if (cursor.symbol(behind + 1) !== "(" || cursor.peek(behind + 2)?.kind !== "number") return undefined;
  if (cursor.accept("distkey")) {
    const place = cursor.inBrackets((inside) => integer(inside));
    return { kind: "distkey_place", place, span: cursor.span(start) };
  }
  const form = cursor.acceptOne("compound", "interleaved");
  cursor.expect("sortkey");
  const places = cursor.inBrackets((inside) => inside.list((one) => integer(one)));
  return { kind: "sortkey_places", form, places, span: cursor.span(start) };
}

/** Reads a constraint of the table; returns undefined, and reads nothing, where there is none. */
export function tableConstraint(cursor: Cursor): TableConstraint | undefined {
  const { start } = cursor;
  const named = cursor.accept("constraint") ? name(cursor, "the name of a constraint") : undefined;
  if (cursor.accept("foreign")) {
    cursor.expect("key");
    const columns = nameList(cursor);
    const target = references(cursor);
    return constraint("foreign key", named, columns, cursor, { start, target });
  }
  if (cursor.accept("primary")) {
    cursor.expect("key");
    return constraint("primary key", named, nameList(cursor), cursor, { start });
  }
  if (cursor.accept("unique")) return constraint("unique", named, nameList(cursor), cursor, { start });
  if (cursor.word() === "check") refuseCheck(cursor);
  if (cursor.word() === "exclude" && (cursor.word(1) === "using" || cursor.symbol(1) === "(")) {
    const next = "write a check that returns the failing rows";
    throw cursor.unsupported("EXCLUDE constraint is not supported", next);
  }
  if (named !== undefined) throw cursor.error("UNIQUE, PRIMARY KEY or FOREIGN KEY");
  return undefined;
}

function constraint(
  form: TableConstraint["form"],
  named: TableConstraint["name"],
  columns: TableConstraint["columns"],
  cursor: Cursor,
  of: { readonly start: number; readonly target?: TableConstraint["references"] },
): TableConstraint {
  const span = cursor.span(of.start);
  return { kind: "table_constraint", name: named, form, columns, references: of.target, span };
}
