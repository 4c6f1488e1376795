/** One SELECT, clause by clause ("SELECT" of the Database Developer Guide). */
import type { Name } from "../syntax/node.ts";
import type { ConnectBy, EmptySet, GroupBy, Grouping, GroupItem, Into, Select } from "../syntax/query.ts";
import type { Cursor } from "./cursor.ts";
import { from } from "./from.ts";
import { count, name, nameList, qualifiedName } from "./names.ts";
import { selectItem } from "./select-list.ts";

/** Reads SELECT up to HAVING and QUALIFY. */
export function select(cursor: Cursor): Select {
  const { start } = cursor;
  cursor.expect("select");
  const top = cursor.accept("top") ? count(cursor) : undefined;
  const quantifier = cursor.acceptOne("distinct", "all");
  if (quantifier === "distinct" && cursor.isWords("on") && cursor.symbol(1) === "(") {
    const next = "number the rows with row_number() over (partition by … order by …) and keep the first";
    throw cursor.unsupported("SELECT DISTINCT ON is not supported", next);
  }
  // TOP may stand after DISTINCT too (as SQL Server's does, whose word it is).
  const behind = top === undefined && cursor.accept("top") ? count(cursor) : top;
  const items = cursor.list(selectItem);
  const exclude = cursor.accept("exclude") ? excluded(cursor) : [];
  const into = cursor.word() === "into" ? readInto(cursor) : undefined;
  const tables = cursor.accept("from") ? from(cursor) : [];
  const where = cursor.accept("where") ? cursor.rules.expression(cursor) : undefined;
  const connect = connectBy(cursor);
  const groups = cursor.word() === "group" ? groupBy(cursor) : undefined;
  const having = cursor.accept("having") ? cursor.rules.expression(cursor) : undefined;
  const qualify = cursor.accept("qualify") ? cursor.rules.expression(cursor) : undefined;
  return {
    kind: "select",
    quantifier,
    top: behind,
    items,
    exclude,
    into,
    from: tables,
    where,
    connectBy: connect,
    groupBy: groups,
    having,
    qualify,
    span: cursor.span(start),
  };
}

function excluded(cursor: Cursor): readonly Name[] {
  return cursor.symbol() === "(" ? nameList(cursor) : cursor.list(name);
}

function readInto(cursor: Cursor): Into {
  const { start } = cursor;
  cursor.expect("into");
  const temporary = cursor.acceptOne("temp", "temporary") !== undefined;
  cursor.accept("table");
  const table = qualifiedName(cursor, "the name of a table");
  return { kind: "into", temporary, table, span: cursor.span(start) };
}

/** START WITH stands before CONNECT BY or after it ("CONNECT BY clause"). */
function connectBy(cursor: Cursor): ConnectBy | undefined {
  const { start } = cursor;
  const before = startWith(cursor);
  if (before === undefined && !cursor.isWords("connect", "by")) return undefined;
  cursor.expect("connect", "by");
  const condition = cursor.rules.expression(cursor);
  const behind = before ?? startWith(cursor);
  return { kind: "connect_by", startWith: behind, condition, span: cursor.span(start) };
}

function startWith(cursor: Cursor): ConnectBy["startWith"] {
  return cursor.accept("start", "with") ? cursor.rules.expression(cursor) : undefined;
}

function groupBy(cursor: Cursor): GroupBy {
  const { start } = cursor;
  cursor.expect("group", "by");
  const items = cursor.accept("all") ? "all" : cursor.list(groupItem);
  return { kind: "group_by", items, span: cursor.span(start) };
}

function groupItem(cursor: Cursor): GroupItem {
  const { start } = cursor;
  const form = groupingForm(cursor);
  if (form === undefined) return cursor.rules.expression(cursor);
  return cursor.nested((): Grouping => {
    const items = cursor.inBrackets((inside) => inside.list(groupingSet));
    return { kind: "grouping", form, items, span: cursor.span(start) };
  });
}

function groupingForm(cursor: Cursor): Grouping["form"] | undefined {
  if (cursor.accept("grouping", "sets")) return "grouping sets";
  if (cursor.symbol(1) !== "(") return undefined;
  return cursor.acceptOne("rollup", "cube");
}

function groupingSet(cursor: Cursor): GroupItem | EmptySet {
  const { start } = cursor;
  if (cursor.symbol() !== "(" || cursor.symbol(1) !== ")") return groupItem(cursor);
  cursor.at += 2;
  return { kind: "empty_set", span: cursor.span(start) };
}
