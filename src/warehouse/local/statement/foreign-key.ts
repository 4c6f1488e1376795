/** What a foreign key references has to be there, and to be a key ("CREATE TABLE", FOREIGN KEY and REFERENCES of the Developer Guide). */
import type { Name } from "../../../dialect/syntax/node.ts";
import type { CreateTable, References } from "../../../dialect/syntax/table.ts";
import type { TableDefinition } from "../../../dialect/table-definition.ts";
import { parseTableName, spellTableName } from "../../../dialect/table-name.ts";
import { fault, type Context } from "../bind/context.ts";
import { relationNameOf } from "../bind/named-relation.ts";
import { localSpelling } from "../default-schema.ts";
import { catalogueName, newName, targetOf } from "./target.ts";

/** Columns of a table, and what they reference. */
interface Referencing {
  readonly columns: readonly Name[];
  readonly references: References;
}

/** The foreign keys of a CREATE TABLE. */
function referencesOf({ elements }: CreateTable): readonly Referencing[] {
  return elements.flatMap((element) => {
    if (element.kind === "table_constraint" && element.references !== undefined)
      return [{ references: element.references, columns: element.columns }];
    if (element.kind !== "column_definition") return [];
    return element.attributes
      .filter((attribute) => attribute.kind === "references")
      .map((references) => ({ references, columns: [element.name] }));
  });
}

/**
 * Returns the name of the table where "the columns of a unique or primary key constraint" are referenced, which the search path of this moment finds; the states are
 * PostgreSQL 8's.
 * @param own the table that has the foreign key, and may reference itself
 * @throws SqlError 42P01 for a table that is not there, 42703 for a column, 42704 and 42830 for what is not a key
 */
export function mustHaveKey(
  { columns, references }: Referencing,
  own: TableDefinition,
  context: Context,
): string {
  const { table: syntax, columns: named, span } = references;
  const other = referencedTable(references, own, context);
  const shown = syntax.parts.map(({ value }) => value).join(".");
  mustHold(own, columns, context);
  mustHold(other, named, context);
  if (named.length === 0 && other.primaryKey.length === 0)
    throw fault(context, `there is no primary key for referenced table "${shown}"`, span, {
      sqlState: "42704",
      next: "declare one, or name the columns of a unique key",
    });
  const key = named.length === 0 ? other.primaryKey : named.map(({ value }) => value);
  if (key.length !== columns.length) {
    const what = "number of referencing and referenced columns for foreign key disagree";
    throw fault(context, what, span, { sqlState: "42830" });
  }
  if ([other.primaryKey, ...other.uniqueKeys].some((one) => isSame(one, key))) return other.name;
  const what = `there is no unique constraint matching given keys for referenced table "${shown}"`;
  throw fault(context, what, span, {
    sqlState: "42830",
    next: `declare primary key or unique (${key.join(", ")})`,
  });
}

/** Returns a table whose foreign keys name the tables that they mean. @throws as `mustHaveKey` */
export function withReferenced(
  syntax: CreateTable,
  table: TableDefinition,
  context: Context,
): TableDefinition {
  const meant = new Map(
    referencesOf(syntax).map((key) => {
      const written = spellTableName(key.references.table.parts.map(({ value }) => value));
      return [written, mustHaveKey(key, table, context)] as const;
    }),
  );
  const foreignKeys = table.foreignKeys.map((key) => ({ ...key, table: meant.get(key.table) ?? key.table }));
  return { ...table, foreignKeys };
}

function mustHold(table: TableDefinition, columns: readonly Name[], context: Context): void {
  const missing = columns.find(({ value }) => !table.columns.some(({ name }) => name === value));
  if (missing === undefined) return;
  const what = `column "${missing.value}" referenced in foreign key constraint does not exist`;
  throw fault(context, what, missing.span, { sqlState: "42703" });
}

function referencedTable({ table }: References, own: TableDefinition, context: Context): TableDefinition {
  const { schema, name } = relationNameOf(table, context);
  const meant =
    schema === undefined ? newName(table, own.temporary, context) : catalogueName({ schema, name });
  if (localSpelling(meant) === localSpelling(parseTableName(own.name))) return own;
  return targetOf(table, context).table;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
