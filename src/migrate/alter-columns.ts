/** What ALTER TABLE changes of columns, distribution and sort key; pure. */
import { printStatement } from "../dialect/print/print.ts";
import type { TableChange } from "../dialect/syntax/table.ts";
import type { ColumnDefinition } from "../dialect/table-definition.ts";
import { spellTableName } from "../dialect/table-name.ts";
import { renderDataType } from "../dialect/types.ts";
import type { CatalogueTable } from "../records/read-definitions.ts";
import { distKeyOf, sortKeyOf, told, type Difference } from "./differences.ts";
import type { SchemaTable } from "./schema-tables.ts";

/** A table that stays, with what is otherwise of it. */
export interface AlteredTable {
  readonly table: SchemaTable;
  readonly found: CatalogueTable;
  readonly differences: readonly Difference[];
}

/** Encodings whose columns keep their length (Developer Guide, "ALTER TABLE"). */
const FIXED: ReadonlySet<string> = new Set(["bytedict", "runlength", "text255", "text32k"]);

/** Returns the columns that are added, a statement each, as the guide wants it; keys are added by themselves. */
export function addColumns({ table: { create }, differences }: AlteredTable): readonly string[] {
  return differences.flatMap((one) => {
    if (one.kind !== "missing column") return [];
    const syntax = create.elements.find(
      (element) => element.kind === "column_definition" && element.name.value === one.column.name,
    );
    if (syntax?.kind !== "column_definition") return [];
    const attributes = syntax.attributes.filter(({ kind }) => ADDED.has(kind));
    const change: TableChange = { kind: "add_column", column: { ...syntax, attributes }, span: syntax.span };
    return [
      printStatement({ kind: "alter_table", table: create.name, changes: [change], span: syntax.span }),
    ];
  });
}

/** What stands with a column that is added. */
const ADDED: ReadonlySet<string> = new Set(["default", "encode", "not_null", "null"]);

/** Returns the columns that the file lets go. */
export function droppedColumns({ table, differences }: AlteredTable): readonly string[] {
  return differences.flatMap((one) =>
    one.kind === "extra column" && table.drops.includes(one.found.name) ? [one.found.name] : [],
  );
}

/** Returns the columns whose length changes. */
export function lengthened({ differences }: Pick<AlteredTable, "differences">): readonly string[] {
  return differences.flatMap((one) => (one.kind === "type" ? [one.column.name] : []));
}

/** Whether the length of a column can change while it is encoded as it is. */
export function isFixed(encoding: string): boolean {
  return FIXED.has(told(encoding));
}

/**
 * Returns what runs outside a transaction, in this order: the sort key, since a table with an interleaved one takes no other change, the
 * distribution, lengths, encodings (Developer Guide, "ALTER TABLE"). A column is dropped from these keys before it is dropped. A column
 * that comes into the sort key is not compressed any more, and gets its encoding back; one whose encoding fixes its length has another one meanwhile.
 */
export function aloneStatements(altered: AlteredTable): readonly string[] {
  const { table, found, differences } = altered;
  const { definition } = table;
  const alter = (change: string): string => `alter table ${definition.name} ${change}`;
  const going = droppedColumns(altered);
  const sort = sortChange(altered, going);
  const before = new Map(found.columns.map(({ name, layout }) => [name, layout?.encoding ?? ""]));
  const sorted = sort === undefined ? [] : definition.sortKey;
  const now = new Map(before);
  for (const name of sorted) if (!sortKeyOf(found).columns.includes(name)) now.set(name, "none");
  const lengths: string[] = [];
  for (const one of differences) {
    if (one.kind !== "type") continue;
    const { name, type } = one.column;
    if (isFixed(now.get(name) ?? "")) {
      lengths.push(alter(`alter column ${spellTableName([name])} encode zstd`));
      now.set(name, "zstd");
    }
    lengths.push(alter(`alter column ${spellTableName([name])} type ${renderDataType(type)}`));
  }
  return [
    ...(sort === undefined ? [] : [alter(sort)]),
    ...distChanges(altered, going).map(alter),
    ...lengths,
    ...encodings(definition.columns, before, now).map(alter),
  ];
}

function sortChange(
  { table, found, differences }: AlteredTable,
  going: readonly string[],
): string | undefined {
  const { sortStyle, sortKey } = table.definition;
  const holds = sortKeyOf(found).columns.some((name) => going.includes(name));
  if (!holds && !differences.some(({ kind }) => kind === "sort key")) return undefined;
  return sortStyle === "compound" ? `alter compound sortkey ${listed(sortKey)}` : "alter sortkey none";
}

function distChanges(
  { table, found, differences }: AlteredTable,
  going: readonly string[],
): readonly string[] {
  const { distStyle, distKey } = table.definition;
  if (!differences.some(({ kind }) => kind === "distribution")) return [];
  if (distKey !== undefined) return [`alter distkey ${spellTableName([distKey])}`];
  // AUTO would keep the key of a large table ("ALTER TABLE", ALTER DISTSTYLE AUTO).
  const held = going.includes(distKeyOf(found) ?? "");
  return [...(held && distStyle === "auto" ? ["alter diststyle even"] : []), `alter diststyle ${distStyle}`];
}

/** One statement of all, which takes less time than one each. */
function encodings(
  columns: readonly ColumnDefinition[],
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly string[] {
  const changes = columns.flatMap(({ name, encode }) => {
    const is = now.get(name);
    if (is === undefined) return [];
    // What the file leaves to the cluster is as it was.
    const wanted = told(encode ?? before.get(name) ?? "");
    const isFree = encode === undefined && is !== "zstd";
    if (wanted === told(is) || wanted === "" || isFree) return [];
    return [`alter column ${spellTableName([name])} encode ${wanted === "none" ? "raw" : wanted}`];
  });
  return changes.length === 0 ? [] : [changes.join(", ")];
}

/** Returns names of columns as a list in brackets. */
export function listed(names: readonly string[]): string {
  return `(${names.map((name) => spellTableName([name])).join(", ")})`;
}
