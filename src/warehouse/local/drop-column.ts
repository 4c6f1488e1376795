/** ALTER TABLE … DROP COLUMN: what keeps a column, and what goes with it ("ALTER TABLE" of the Database Developer Guide). */
import type { ForeignKey, TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName, type QualifiedName } from "../../dialect/table-name.ts";
import { WarehouseError } from "../../errors.ts";
import { tablesOn } from "./dependents.ts";
import { localSpelling } from "./default-schema.ts";
import { dropViewWithThoseAbove } from "./drop-relations.ts";
import type { TableContext } from "./table-context.ts";
import { viewsOfColumn } from "./views-above.ts";

/** What is dropped of which table. */
interface Dropped {
  readonly table: QualifiedName;
  readonly column: string;
  readonly cascade: boolean;
}

/**
 * Returns the definition without the column, and drops what depends on it, views and foreign keys of others, where CASCADE is said.
 * @throws WarehouseError 0A000 for the last column, a distribution key and a sort key; 2BP01 where a view or a key holds the column and
 * CASCADE is not said. Of a key of one column the guide says that it counts, and leaves it out where it lists what does: it counts here.
 */
export async function withoutColumn(
  context: TableContext,
  before: TableDefinition,
  { table, column, cascade }: Dropped,
): Promise<TableDefinition> {
  refuseForGood(before, column);
  const views = before.temporary ? [] : await viewsOfColumn(context.connection, table, column);
  const others = before.temporary ? [] : await referencing(context, before, column);
  const holds = (names: readonly string[]): boolean => names.includes(column);
  const after: TableDefinition = {
    ...before,
    columns: before.columns.filter(({ name }) => name !== column),
    primaryKey: holds(before.primaryKey) ? [] : before.primaryKey,
    uniqueKeys: before.uniqueKeys.filter((key) => !holds(key)),
    foreignKeys: before.foreignKeys.filter(({ columns }) => !holds(columns)),
  };
  const keys = (one: TableDefinition): number =>
    one.primaryKey.length + one.uniqueKeys.length + one.foreignKeys.length;
  if (!cascade && (views.length > 0 || others.length > 0 || keys(after) < keys(before))) {
    const what = `cannot drop table ${parseTableName(before.name).name} column ${column} because other objects depend on it`;
    throw new WarehouseError(what, {
      sqlState: "2BP01",
      hint: "Use DROP ... CASCADE to drop the dependent objects too.",
      next: "a view or a key depends on it: drop that first, or write CASCADE",
    });
  }
  for (const view of views) await dropViewWithThoseAbove(context, view);
  for (const { other, without } of others) await context.catalogue.replace(other, without);
  return after;
}

function refuseForGood({ columns, distKey, sortKey, name: spelling }: TableDefinition, column: string): void {
  const { name } = parseTableName(spelling);
  const refused = (what: string, next: string): WarehouseError =>
    new WarehouseError(`cannot drop column ${column} of ${name}: ${what}`, { sqlState: "0A000", next });
  if (columns.length === 1) throw refused("a table must have at least one column", "drop the table");
  if (distKey === column)
    throw refused("it is the distribution key", `alter table ${name} alter distkey another column first`);
  if (sortKey.includes(column))
    throw refused("it is in the sort key", `alter table ${name} alter sortkey none first`);
}

/** The tables whose foreign keys name the column, and what they are without these keys. */
async function referencing(
  { connection, catalogue }: TableContext,
  table: TableDefinition,
  column: string,
): Promise<readonly { readonly other: TableDefinition; readonly without: TableDefinition }[]> {
  const own = parseTableName(table.name);
  const names = ({ table: of, references }: ForeignKey): boolean =>
    localSpelling(parseTableName(of)) === localSpelling(own) &&
    (references.length === 0 ? table.primaryKey : references).includes(column);
  const found = [];
  for (const spelling of await tablesOn(connection, own)) {
    const other = await catalogue.get(parseTableName(spelling));
    const foreignKeys = other.foreignKeys.filter((key) => !names(key));
    if (foreignKeys.length < other.foreignKeys.length)
      found.push({ other, without: { ...other, foreignKeys } });
  }
  return found;
}
