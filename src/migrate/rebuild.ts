/** A table recreated with its rows, for what no ALTER TABLE changes; pure. */
import { printStatement } from "../dialect/print/print.ts";
import type { Name, QualifiedName } from "../dialect/syntax/node.ts";
import type { ColumnDefinition } from "../dialect/table-definition.ts";
import { parseTableName, spellQualifiedName, spellTableName } from "../dialect/table-name.ts";
import { renderDataType } from "../dialect/types.ts";
import type { CatalogueColumn, CatalogueTable } from "../records/read-definitions.ts";
import { sortKeyOf, type Difference } from "./differences.ts";
import type { SchemaTable } from "./schema-tables.ts";

/**
 * Returns why the table has to be recreated; undefined where ALTER TABLE is enough. It changes the length of a VARCHAR and no other type, and
 * not that of a column with a default; it knows no change of NOT NULL, of a default and of an identity; what it adds is neither an identity nor part of a
 * primary key, which takes columns that were made NOT NULL alone; it makes no sort key interleaved, and leaves tables with one as they are
 * (Developer Guide, "ALTER TABLE"). A column that is added NOT NULL needs a default ("ALTER TABLE ADD and DROP COLUMN examples").
 */
export function whyRebuilt(
  { definition }: Pick<SchemaTable, "definition">,
  found: CatalogueTable,
  differences: readonly Difference[],
): string | undefined {
  const isInterleaved = sortKeyOf(found).interleaved && !differences.some(({ kind }) => kind === "sort key");
  for (const one of differences) {
    const why = whyOf(one, { definition, found, isInterleaved });
    if (why !== undefined) return why;
  }
  return undefined;
}

function whyOf(
  one: Difference,
  {
    definition,
    found,
    isInterleaved,
  }: Pick<SchemaTable, "definition"> & {
    readonly found: CatalogueTable;
    readonly isInterleaved: boolean;
  },
): string | undefined {
  switch (one.kind) {
    case "missing column":
      return whyNotAdded(one.column, definition.primaryKey);
    case "type":
      if (one.column.type.name !== "varchar" || !isText(one.found, "character varying"))
        return `ALTER TABLE changes no type but the length of a varchar: ${one.column.name}`;
      return hasDefault(one.column, one.found)
        ? `the length of a column with a default cannot change: ${one.column.name}`
        : undefined;
    case "not null":
      return `NOT NULL cannot change: ${one.column.name}`;
    case "default":
      return `a default cannot change: ${one.column.name}`;
    case "missing key": {
      if (one.key.kind !== "primary") return undefined;
      const { columns } = one.key;
      const open = found.columns.find(({ name, notNull }) => columns.includes(name) && !notNull);
      return open && `a primary key needs columns that were created NOT NULL: ${open.name}`;
    }
    case "sort key":
      return definition.sortStyle === "interleaved" ? "a sort key cannot become interleaved" : undefined;
    case "encoding":
    case "distribution":
      return isInterleaved ? "a table with an interleaved sort key cannot be altered" : undefined;
    case "extra column":
    case "extra key":
      return undefined;
  }
}

function whyNotAdded(
  { name, identity, notNull, defaultSql }: ColumnDefinition,
  primaryKey: readonly string[],
): string | undefined {
  if (identity !== undefined) return `an identity cannot be added: ${name}`;
  if (primaryKey.includes(name)) return `a column of the primary key cannot be added: ${name}`;
  return notNull && isNull(defaultSql)
    ? `a NOT NULL column can only be added with a default: ${name}`
    : undefined;
}

function hasDefault({ defaultSql }: ColumnDefinition, { layout }: CatalogueColumn): boolean {
  return !isNull(defaultSql) || layout?.defaultText !== undefined;
}

function isNull(defaultSql: string | undefined): boolean {
  return defaultSql === undefined || /^null$/i.test(defaultSql);
}

function isText({ type }: CatalogueColumn, name: string): boolean {
  return type.startsWith(`${name}(`);
}

/**
 * Returns the statements, for one transaction: a new table, filled from the old one, in its place. Values are cast to their new types; a text goes as it
 * is, so that one that is too long is refused and not cut. An identity counts anew, since no value is put into one.
 * @param full the table's name with its schema
 */
export function rebuildStatements(
  { definition, create }: Pick<SchemaTable, "definition" | "create">,
  found: CatalogueTable,
  full: string,
): readonly string[] {
  const { schema, name } = parseTableName(full);
  const anew = { schema, name: `${name}__anew` };
  const there = new Map(found.columns.map((column) => [column.name, column]));
  const kept = definition.columns.flatMap((column) => {
    const other = there.get(column.name);
    const counts = column.identity !== undefined && !column.identity.byDefault;
    return other === undefined || counts ? [] : [{ column, other }];
  });
  const into = kept.map(({ column }) => spellTableName([column.name])).join(", ");
  const values = kept.map(({ column, other }) => valueOf(column, other)).join(", ");
  const made = printStatement({ ...create, ifNotExists: false, name: qualified(anew.schema, anew.name) });
  const spelled = spellQualifiedName(anew);
  return [
    made,
    ...(kept.length === 0 ? [] : [`insert into ${spelled} (${into}) select ${values} from ${full}`]),
    `drop table ${full}`,
    `alter table ${spelled} rename to ${spellTableName([name])}`,
  ];
}

/** As long as any text: its length is that of the column. */
const ANY_TEXT = "varchar(65535)";

function valueOf({ name, type }: ColumnDefinition, found: CatalogueColumn): string {
  const spelled = spellTableName([name]);
  const wanted = renderDataType(type);
  if (found.type === wanted) return spelled;
  if (type.name !== "varchar" && type.name !== "char") return `cast(${spelled} as ${wanted})`;
  const wasText = isText(found, "character varying") || isText(found, "character");
  return wasText ? spelled : `cast(${spelled} as ${ANY_TEXT})`;
}

function qualified(schema: string | undefined, name: string): QualifiedName {
  const nameOf = (value: string): Name => ({ kind: "name", value, variable: false, span: [0, 0] });
  return {
    kind: "qualified_name",
    parts: schema === undefined ? [nameOf(name)] : [nameOf(schema), nameOf(name)],
    span: [0, 0],
  };
}
