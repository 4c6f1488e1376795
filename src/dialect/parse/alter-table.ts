/** ALTER TABLE and ALTER TABLE APPEND of the Database Developer Guide. */
import type { Command } from "../syntax/command.ts";
import type { AlterTable, Behavior, RowSecurity, TableChange } from "../syntax/table.ts";
import { columnDefinition } from "./column-definition.ts";
import { command } from "./command.ts";
import { ALTER_EXTERNAL_TABLE } from "./commands-external.ts";
import type { Cursor } from "./cursor.ts";
import { label, name, qualifiedName } from "./names.ts";
import { tableAttribute, tableConstraint } from "./table-attributes.ts";
import { typeName } from "./type-name.ts";

/** Changes that may stand together in one statement. */
const SEVERAL: ReadonlySet<TableChange["kind"]> = new Set(["alter_encode", "alter_attribute"]);

/** Reads ALTER TABLE with its change, or with several changes of encodings and keys; a change of an external table is a command. */
export function alterTable(cursor: Cursor): AlterTable | Command {
  const { start, at } = cursor;
  cursor.expect("alter", "table");
  const table = qualifiedName(cursor, "a table");
  if (isExternal(cursor)) {
    cursor.at = at;
    return command(cursor, "alter table", ALTER_EXTERNAL_TABLE);
  }
  const changes = [change(cursor)];
  while (cursor.symbol() === ",") {
    const several = changes.every(({ kind }) => SEVERAL.has(kind));
    if (!several || cursor.word(1) !== "alter")
      throw cursor.errorAt(
        cursor.at,
        "write one ALTER TABLE for each",
        "Redshift takes one change of this kind, not several changes at a time",
      );
    cursor.at += 1;
    changes.push(change(cursor));
  }
  return { kind: "alter_table", table, changes, span: cursor.span(start) };
}

/** Whether what follows changes an external table: its partitions, or where and how it is kept. */
function isExternal(cursor: Cursor): boolean {
  const partition = ["if", "not", "exists"].every((word, ahead) => cursor.word(ahead + 1) === word) ? 4 : 1;
  if (cursor.word() === "add" || cursor.word() === "drop")
    return cursor.word(partition) === "partition" && cursor.symbol(partition + 1) === "(";
  return cursor.word() === "set" || cursor.word() === "partition";
}

function change(cursor: Cursor): TableChange {
  const { start } = cursor;
  const word = cursor.word();
  switch (word) {
    case "add":
      return add(cursor, start);
    case "drop":
      return drop(cursor, start);
    case "rename":
      return rename(cursor, start);
    case "alter":
      return alter(cursor, start);
    case "owner":
      cursor.expect("owner", "to");
      return { kind: "owner", to: name(cursor, "a user"), span: cursor.span(start) };
    case "append": {
      cursor.expect("append", "from");
      const source = qualifiedName(cursor, "a table");
      const extra = cursor.acceptOne("ignoreextra", "filltarget");
      return { kind: "append", source, extra, span: cursor.span(start) };
    }
    case "row":
    case "masking":
      return security(cursor, start);
    default:
      throw cursor.error("ADD, DROP, RENAME, ALTER, OWNER TO or APPEND FROM");
  }
}

function add(cursor: Cursor, start: number): TableChange {
  cursor.expect("add");
  const constraint = tableConstraint(cursor);
  if (constraint !== undefined) return { kind: "add_constraint", constraint, span: cursor.span(start) };
  cursor.accept("column");
  refuseIf(cursor, "ADD COLUMN IF NOT EXISTS");
  return { kind: "add_column", column: columnDefinition(cursor), span: cursor.span(start) };
}

function drop(cursor: Cursor, start: number): TableChange {
  cursor.expect("drop");
  if (cursor.accept("constraint")) {
    const own = name(cursor, "the name of a constraint");
    return { kind: "drop_constraint", name: own, behavior: behavior(cursor), span: cursor.span(start) };
  }
  cursor.accept("column");
  refuseIf(cursor, "DROP COLUMN IF EXISTS");
  const column = name(cursor, "a column");
  return { kind: "drop_column", column, behavior: behavior(cursor), span: cursor.span(start) };
}

function refuseIf(cursor: Cursor, what: string): void {
  if (cursor.word() !== "if" || !["not", "exists"].includes(cursor.word(1))) return;
  throw cursor.errorAt(cursor.at, "look in svv_columns first", `Redshift has no ${what}`);
}

/** Reads CASCADE or RESTRICT, if one is there. */
export function behavior(cursor: Cursor): Behavior {
  return cursor.acceptOne("cascade", "restrict");
}

function rename(cursor: Cursor, start: number): TableChange {
  cursor.expect("rename");
  if (cursor.accept("to"))
    return { kind: "rename_table", to: name(cursor, "a name"), span: cursor.span(start) };
  cursor.expect("column");
  const column = name(cursor, "a column");
  cursor.expect("to");
  return { kind: "rename_column", column, to: name(cursor, "a name"), span: cursor.span(start) };
}

function alter(cursor: Cursor, start: number): TableChange {
  cursor.expect("alter");
  if (cursor.accept("column")) {
    const column = name(cursor, "a column");
    if (cursor.accept("type"))
      return { kind: "alter_type", column, type: typeName(cursor), span: cursor.span(start) };
    if (!cursor.accept("encode")) throw cursor.error("TYPE or ENCODE");
    const encoding = label(cursor, "a compression encoding").value;
    return { kind: "alter_encode", column, encoding, span: cursor.span(start) };
  }
  // DISTSTYLE KEY takes its column without brackets here; DISTKEY alone does too.
  const attribute = alterDistKey(cursor) ?? tableAttribute(cursor);
  if (attribute === undefined || attribute.kind === "backup")
    throw cursor.error("COLUMN, DISTKEY, DISTSTYLE, SORTKEY or ENCODE AUTO");
  return { kind: "alter_attribute", attribute, span: cursor.span(start) };
}

function alterDistKey(
  cursor: Cursor,
): Extract<TableChange, { kind: "alter_attribute" }>["attribute"] | undefined {
  const { start } = cursor;
  if (cursor.isWords("diststyle", "key", "distkey")) cursor.at += 2;
  if (cursor.word() !== "distkey" || cursor.symbol(1) === "(") return undefined;
  cursor.expect("distkey");
  return { kind: "table_distkey", column: name(cursor, "a column"), span: cursor.span(start) };
}

function security(cursor: Cursor, start: number): RowSecurity {
  const masking = cursor.accept("masking");
  if (!masking) cursor.expect("row", "level", "security");
  const of = masking ? "masking" : "row level security";
  const on = cursor.expectOne("on", "off") === "on";
  const conjunction = cursor.accept("conjunction", "type") ? cursor.expectOne("and", "or") : undefined;
  const datashares = cursor.accept("for");
  if (datashares) cursor.expect("datashares");
  return { kind: "security", of, on, conjunction, datashares, span: cursor.span(start) };
}
