/** The columns of a table as PG_TABLE_DEF tells them (Developer Guide, "PG_TABLE_DEF"). */
import type { ColumnDefinition, TableDefinition } from "../../dialect/table-definition.ts";
import { renderDataType } from "../../dialect/types.ts";

/** One column. */
export interface ToldColumn {
  readonly name: string;
  readonly type: string;
  /** "none" for RAW. */
  readonly encoding: string;
  readonly distkey: boolean;
  /** The place in the sort key, from 1; negative at every other one of an interleaved key, 0 outside. */
  readonly sortkey: number;
  readonly notnull: boolean;
}

/** Types whose columns are AZ64 where no encoding is declared. */
const AZ64: ReadonlySet<string> = new Set(
  "smallint integer bigint decimal date time timetz timestamp timestamptz".split(" "),
);

/** Returns them, in order. */
export function toldColumns(table: TableDefinition): readonly ToldColumn[] {
  return table.columns.map((column) => ({
    name: column.name,
    type: renderDataType(column.type),
    encoding: toldEncoding(column, table.sortKey),
    distkey: table.distKey === column.name,
    sortkey: toldPlace(table, column.name),
    notnull: column.notNull,
  }));
}

/** What is declared, and what Redshift assigns where nothing is ("Compression encodings"; "ALTER TABLE" has the types with a time). */
function toldEncoding({ name, type, encode }: ColumnDefinition, sortKey: readonly string[]): string {
  if (encode !== undefined) return encode === "raw" ? "none" : encode;
  if (sortKey.includes(name)) return "none";
  if (AZ64.has(type.name)) return "az64";
  return type.name === "char" || type.name === "varchar" ? "lzo" : "none";
}

function toldPlace({ sortKey, sortStyle }: TableDefinition, name: string): number {
  const place = sortKey.indexOf(name) + 1;
  return sortStyle === "interleaved" && place % 2 === 1 ? -place : place;
}
