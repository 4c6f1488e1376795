/** What a CREATE TABLE declares; the shape that the catalogue, COPY and the ERD share. */
import type { DataType } from "./types.ts";

export interface ColumnDefinition {
  readonly name: string;
  readonly type: DataType;
  readonly notNull: boolean;
  /** The default expression as Redshift SQL. */
  readonly defaultSql?: string;
  readonly identity?: { readonly seed: number; readonly step: number; readonly byDefault: boolean };
  readonly encode?: string;
  /** The comment at the end of the column's line in the source, if any. */
  readonly comment?: string;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  /** The other table, as table-name.ts spells it. */
  readonly table: string;
  readonly references: readonly string[];
}

export interface TableDefinition {
  /** As table-name.ts spells it, with the schema that the statement gives. */
  readonly name: string;
  readonly temporary: boolean;
  readonly ifNotExists: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly primaryKey: readonly string[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly distStyle: "auto" | "even" | "key" | "all";
  readonly distKey: string | undefined;
  readonly sortStyle: "auto" | "compound" | "interleaved" | "none";
  readonly sortKey: readonly string[];
  /** The sentence above the CREATE TABLE in the source, if any. */
  readonly comment?: string;
}
