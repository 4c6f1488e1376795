/** ALTER TABLE of distribution, sort key and encodings, which DuckDB knows nothing of; pure. */
import type { ColumnDefinition, TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName } from "../../dialect/table-name.ts";
import { WarehouseError } from "../../errors.ts";
import type { Redeclared } from "./statement/plan.ts";

/**
 * Returns the definition after the change. A column that comes into the sort key is not compressed any more (Developer Guide, "ALTER TABLE", ALTER
 * SORTKEY: "the column's compression is changed to RAW").
 * @throws WarehouseError 0A000 for what the page excludes: another sort key that is interleaved; with an interleaved one another distribution and
 * other encodings; the encoding that a column has; a distribution of a temporary table.
 */
export function redeclared(table: TableDefinition, { keys, encodings }: Redeclared): TableDefinition {
  refuseKeys(table, keys);
  const sorted = keys.sortKey ?? [];
  const raw = new Set(sorted.filter((name) => !table.sortKey.includes(name)));
  const columns = table.columns.map((column): ColumnDefinition => {
    const encode = encodings.get(column.name);
    if (encode === undefined) return raw.has(column.name) ? { ...column, encode: "raw" } : column;
    if (table.sortStyle === "interleaved")
      throw refused(table, "the encoding of a table with an interleaved sort key cannot change", FIRST);
    if (column.encode === encode)
      throw refused(table, `column ${column.name} is already encoded as ${encode}`, "leave the change out");
    return { ...column, encode };
  });
  return { ...table, ...keys, columns };
}

const FIRST = "alter the sort key first, to a compound one or NONE";

function refuseKeys(table: TableDefinition, keys: Redeclared["keys"]): void {
  const named = [...(keys.distKey === undefined ? [] : [keys.distKey]), ...(keys.sortKey ?? [])];
  const missing = named.find((name) => table.columns.every((column) => column.name !== name));
  if (missing !== undefined)
    throw new WarehouseError(`column "${missing}" named in key does not exist`, {
      sqlState: "42703",
      next: `the columns of the table: ${table.columns.map(({ name }) => name).join(", ")}`,
    });
  if (keys.sortStyle === "interleaved")
    throw refused(
      table,
      "a sort key cannot be altered to an interleaved one",
      "create a table with it, and INSERT … SELECT the rows",
    );
  if (keys.distStyle === undefined) return;
  if (table.temporary)
    throw refused(
      table,
      "the distribution of a temporary table cannot change",
      "create it with the other one",
    );
  if (table.sortStyle === "interleaved" && keys.sortStyle === undefined)
    throw refused(table, "the distribution of a table with an interleaved sort key cannot change", FIRST);
}

function refused({ name }: TableDefinition, what: string, next: string): WarehouseError {
  return new WarehouseError(`cannot alter ${parseTableName(name).name}: ${what}`, {
    sqlState: "0A000",
    next,
  });
}
