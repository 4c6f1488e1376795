/** What is otherwise in the warehouse than its file declares it; pure. */
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

/** A key as a file declares it. */
export type DeclaredKey =
  | { readonly kind: "primary" | "unique"; readonly columns: readonly string[] }
  | ({ readonly kind: "foreign" } & ForeignKey);

/** Something of a column: the file's, and the warehouse's. */
interface OfColumn {
  readonly column: ColumnDefinition;
  readonly found: CatalogueColumn;
}

/** One thing that is otherwise. */
export type Difference =
  | { readonly kind: "missing column"; readonly column: ColumnDefinition }
  | { readonly kind: "extra column"; readonly found: CatalogueColumn }
  | ({ readonly kind: "type" | "not null" | "default" | "encoding" } & OfColumn)
  | { readonly kind: "distribution" | "sort key" }
  | { readonly kind: "missing key"; readonly key: DeclaredKey }
  | { readonly kind: "extra key"; readonly key: CatalogueKey };

/**
 * Returns columns, types, NOT NULL, defaults, encodings, keys, distribution and sort key that are not those of the file. What the file leaves
 * to the cluster may be anything: the encoding of a column without ENCODE, the style after DISTSTYLE AUTO, the sort key of a table without
 * SORTKEY, which the catalogue does not tell from one that the cluster has chosen. Of a table that the user does not own the catalogue tells
 * no layout and no columns of keys (Developer Guide, "PG_CLASS_INFO"), so that nothing is found of these. In which order columns stand is not a difference: a column
 * that is added stands last (Developer Guide, "ALTER TABLE").
 */
export function differencesOf(
  table: TableDefinition,
  found: CatalogueTable,
  surroundings: Surroundings,
): readonly Difference[] {
  const byName = new Map(found.columns.map((column) => [column.name, column]));
  const declared = new Set(table.columns.map(({ name }) => name));
  return [
    ...table.columns.flatMap((column): readonly Difference[] => {
      const other = byName.get(column.name);
      return other === undefined ? [{ kind: "missing column", column }] : ofColumn(table, column, other);
    }),
    ...found.columns.flatMap((column): readonly Difference[] =>
      declared.has(column.name) ? [] : [{ kind: "extra column", found: column }],
    ),
    ...(isSpreadAlike(table, found) ? [] : [{ kind: "distribution" } as const]),
    ...(isSortedAlike(table, found) ? [] : [{ kind: "sort key" } as const]),
    ...(isOwned(found) ? ofKeys(table, found.keys, surroundings) : []),
  ];
}

/** Whether a table is there with nothing that is otherwise, the order of its columns included, and owned by the user. */
export function isAsDeclared(
  table: TableDefinition,
  found: CatalogueTable | undefined,
  surroundings: Surroundings,
): boolean {
  return (
    found !== undefined &&
    isOwned(found) &&
    found.columns.map(({ name }) => name).join("\0") === table.columns.map(({ name }) => name).join("\0") &&
    differencesOf(table, found, surroundings).length === 0
  );
}

/** Whether the catalogue tells the user how the table lies, as it does to its owner. */
function isOwned({ columns }: CatalogueTable): boolean {
  return columns.every(({ layout }) => layout !== undefined);
}

/** The sort key as the catalogue has it, and whether it is an interleaved one. */
export function sortKeyOf({ columns }: CatalogueTable): {
  readonly columns: readonly string[];
  readonly interleaved: boolean;
} {
  const placeOf = ({ layout }: CatalogueColumn): number => layout?.sortPlace ?? 0;
  const sorted = columns
    .filter((column) => placeOf(column) !== 0)
    .toSorted((one, other) => Math.abs(placeOf(one)) - Math.abs(placeOf(other)));
  return {
    columns: sorted.map(({ name }) => name),
    interleaved: sorted.some((column) => placeOf(column) < 0),
  };
}

/** The distribution key as the catalogue has it. */
export function distKeyOf({ columns }: CatalogueTable): string | undefined {
  return columns.find(({ layout }) => layout?.isDistKey)?.name;
}

/** Returns whether a key of the catalogue is one that is declared. A key is a set of columns: their order means nothing. */
export function isSameKey(key: DeclaredKey, found: CatalogueKey, surroundings: Surroundings): boolean {
  if (key.kind === "foreign") return found.kind === "foreign" && isSameForeignKey(key, found, surroundings);
  return key.kind === found.kind && asSet(key.columns) === asSet(found.columns);
}

/** Returns the keys that a file declares of a table. */
export function keysOf({ primaryKey, uniqueKeys, foreignKeys }: TableDefinition): readonly DeclaredKey[] {
  return [
    ...(primaryKey.length === 0 ? [] : [{ kind: "primary" as const, columns: primaryKey }]),
    ...uniqueKeys.map((columns) => ({ kind: "unique" as const, columns })),
    ...foreignKeys.map((key) => ({ kind: "foreign" as const, ...key })),
  ];
}

function ofColumn(
  { primaryKey }: TableDefinition,
  column: ColumnDefinition,
  found: CatalogueColumn,
): readonly Difference[] {
  const { layout } = found;
  // A primary key and an identity imply NOT NULL, whether that is told or not.
  const implied = column.identity !== undefined || primaryKey.includes(column.name);
  const others: readonly (readonly [OfKind, boolean])[] = [
    ["type", found.type === renderDataType(column.type)],
    ["not null", implied || found.notNull === column.notNull],
    ["default", layout === undefined || isFilledAlike(column, layout.defaultText)],
    ["encoding", layout === undefined || isEncodedAlike(column, layout.encoding)],
  ];
  return others.flatMap(([kind, isAlike]) => (isAlike ? [] : [{ kind, column, found }]));
}

type OfKind = "type" | "not null" | "default" | "encoding";

function isEncodedAlike({ encode }: ColumnDefinition, encoding: string): boolean {
  return encode === undefined || told(encode) === told(encoding);
}

/** RAW is told as "none" (Developer Guide, "PG_TABLE_DEF"). */
export function told(encoding: string): string {
  return encoding === "raw" ? "none" : encoding.replaceAll(" ", "");
}

function isFilledAlike({ identity, defaultSql }: ColumnDefinition, found: string | undefined): boolean {
  if (identity === undefined) return isSameDefault(defaultSql, found);
  // Should the catalogue tell nothing of an identity, it is not a sign of a change.
  if (found === undefined) return true;
  const counted = seedAndStep(found) ?? `${identity.seed},${identity.step}`;
  return isIdentity(found) && counted === `${identity.seed},${identity.step}`;
}

function isSpreadAlike({ distStyle, distKey }: TableDefinition, found: CatalogueTable): boolean {
  if (found.distStyle === undefined) return true;
  if (found.distStyle !== distStyle) return false;
  return distStyle !== "key" || distKeyOf(found) === distKey;
}

function isSortedAlike({ sortStyle, sortKey }: TableDefinition, found: CatalogueTable): boolean {
  if (sortStyle === "auto" || !isOwned(found)) return true;
  const { columns, interleaved } = sortKeyOf(found);
  return interleaved === (sortStyle === "interleaved") && columns.join("\0") === sortKey.join("\0");
}

/** A table declares a set of keys: their order means nothing. */
function ofKeys(
  table: TableDefinition,
  found: readonly CatalogueKey[],
  surroundings: Surroundings,
): readonly Difference[] {
  const left = [...found];
  const missing: Difference[] = [];
  for (const key of keysOf(table)) {
    const at = left.findIndex((other) => isSameKey(key, other, surroundings));
    if (at === -1) missing.push({ kind: "missing key", key });
    else left.splice(at, 1);
  }
  return [...missing, ...left.map((key) => ({ kind: "extra key" as const, key }))];
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
