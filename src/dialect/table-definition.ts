/** What a CREATE TABLE declares; the shape that the catalogue, COPY and the ERD share. */
import type { ColumnType } from "./types.ts";

/** A column as it is declared; its name is folded and without quotes. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull: boolean;
  /** The default expression as Redshift SQL. */
  readonly defaultSql?: string;
  readonly identity?: { readonly seed: number; readonly step: number; readonly byDefault: boolean };
  readonly encode?: string;
  /** The comment at the end of the column's line in the source, if any. */
  readonly comment?: string;
}

/** A foreign key: columns of the table, and as many of the other one, or none for its primary key. */
export interface ForeignKey {
  readonly columns: readonly string[];
  /** The other table, as table-name.ts spells it. */
  readonly table: string;
  readonly references: readonly string[];
}

/** A table as it is declared. Keys, `distKey` and `sortKey` name columns of it. */
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
