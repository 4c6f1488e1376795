/** Whether a table is in the warehouse as its file declares it; pure. */
import type { ColumnDefinition, ForeignKey, TableDefinition } from "../dialect/table-definition.ts";
import { renderDataType } from "../dialect/types.ts";
import type { CatalogueColumn, CatalogueTable } from "../records/read-definitions.ts";
import type { CatalogueKey } from "../records/read-keys.ts";
import { isIdentity, isSameDefault, seedAndStep } from "./same-default.ts";

/** What the names of other tables mean. */
export interface Surroundings {
  /** The name with its schema. */
  readonly full: (name: string) => string;
  /** The primary key that a file declares of a table with its schema; undefined for a table of no file. */
  readonly primaryKeyOf: (table: string) => readonly string[] | undefined;
}

/**
 * Returns whether columns, types, NOT NULL, defaults, encodings, keys, distribution and sort key are those of the file. What the file leaves
 * to the cluster may be anything: the encoding of a column without ENCODE, the style behind DISTSTYLE AUTO, the sort key of a table without
 * SORTKEY, which the catalogue does not tell from one that the cluster has chosen. A table that the user does not own is not as declared.
 */
export function isAsDeclared(
  table: TableDefinition,
  found: CatalogueTable | undefined,
  surroundings: Surroundings,
): boolean {
  if (found === undefined || table.columns.length !== found.columns.length) return false;
  return (
    table.columns.every((column, at) => isSameColumn(table, column, found.columns[at])) &&
    isSpreadAlike(table, found) &&
    isSortedAlike(table, found) &&
    hasSameKeys(table, found.keys, surroundings)
  );
}

function isSameColumn(
  { primaryKey }: TableDefinition,
  column: ColumnDefinition,
  other: CatalogueColumn | undefined,
): boolean {
  if (other?.layout === undefined) return false;
  // A primary key and an identity imply NOT NULL, whether that is told or not.
  const implied = column.identity !== undefined || primaryKey.includes(column.name);
  return (
    other.name === column.name &&
    other.type === renderDataType(column.type) &&
    (implied || other.notNull === column.notNull) &&
    (column.encode === undefined || told(column.encode) === told(other.layout.encoding)) &&
    isFilledAlike(column, other.layout.defaultText)
  );
}

/** RAW is told as "none" (Developer Guide, "PG_TABLE_DEF"). */
function told(encoding: string): string {
  return encoding === "raw" ? "none" : encoding.replaceAll(" ", "");
}

function isFilledAlike({ identity, defaultSql }: ColumnDefinition, found: string | undefined): boolean {
  if (identity === undefined) return isSameDefault(defaultSql, found);
  // Should the catalogue tell nothing of an identity, it is no sign of a change.
  if (found === undefined) return true;
  const counted = seedAndStep(found) ?? `${identity.seed},${identity.step}`;
  return isIdentity(found) && counted === `${identity.seed},${identity.step}`;
}

function isSpreadAlike({ distStyle, distKey }: TableDefinition, found: CatalogueTable): boolean {
  if (found.distStyle !== distStyle) return false;
  return distStyle !== "key" || found.columns.find(({ layout }) => layout?.isDistKey)?.name === distKey;
}

function isSortedAlike({ sortStyle, sortKey }: TableDefinition, { columns }: CatalogueTable): boolean {
  if (sortStyle === "auto") return true;
  const placeOf = ({ layout }: CatalogueColumn): number => layout?.sortPlace ?? 0;
  const sorted = columns
    .filter((column) => placeOf(column) !== 0)
    .toSorted((one, other) => Math.abs(placeOf(one)) - Math.abs(placeOf(other)));
  const isInterleaved = sorted.some((column) => placeOf(column) < 0);
  return (
    isInterleaved === (sortStyle === "interleaved") &&
    sorted.map(({ name }) => name).join() === sortKey.join()
  );
}

/** A key is a set of columns, and a table declares a set of keys: their order means nothing. */
function hasSameKeys(
  { primaryKey, uniqueKeys, foreignKeys }: TableDefinition,
  found: readonly CatalogueKey[],
  surroundings: Surroundings,
): boolean {
  const columnsOf = (kind: CatalogueKey["kind"]): string[] =>
    found.filter((key) => key.kind === kind).map(({ columns }) => asSet(columns));
  const foreign = found.filter((key) => key.kind === "foreign");
  return (
    columnsOf("primary").join() === (primaryKey.length === 0 ? "" : asSet(primaryKey)) &&
    columnsOf("unique").toSorted().join() === uniqueKeys.map(asSet).toSorted().join() &&
    foreign.length === foreignKeys.length &&
    foreignKeys.every((key) => foreign.some((other) => isSameForeignKey(key, other, surroundings)))
  );
}

function asSet(columns: readonly string[]): string {
  return JSON.stringify(columns.toSorted());
}

function isSameForeignKey(
  { columns, table, references }: ForeignKey,
  found: Extract<CatalogueKey, { readonly kind: "foreign" }>,
  { full, primaryKeyOf }: Surroundings,
): boolean {
  const on = references.length === 0 ? primaryKeyOf(full(table)) : references;
  const isHalfKnown = found.references === undefined || on === undefined;
  const pairs = (from: readonly string[], to: readonly string[] = []): string =>
    asSet(from.map((name, at) => JSON.stringify([name, isHalfKnown ? "" : to[at]])));
  return full(table) === found.table && pairs(columns, on) === pairs(found.columns, found.references);
}
