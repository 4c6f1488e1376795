/** The types of columns of system tables and views. */
import type { DuckDBType } from "@duckdb/node-api";
import { NAME, type DataType } from "../../../dialect/types.ts";
import { typeFromDuck } from "./from-duck.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Columns of type `name` in PostgreSQL 8.0, "System Catalogs", and on the pages of PG_CLASS_INFO, PG_TABLE_DEF and PG_USER_INFO. */
const NAMES = words(
  `amname attname collname column conname datname enumlabel extname groname lanname nspname proname relname rolname rulename schemaname spcname
  tablename tableowner tablespace tgname typname usename viewname viewowner`,
);

/** Those of type "char". */
const CHARS = words(
  `amtype castcontext castmethod attgenerated attidentity attstorage confdeltype confmatchtype confupdtype contype defaclobjtype deptype ev_enabled ev_type provolatile relkind
  relpersistence relreplident tgenabled typalign typcategory typdelim typstorage typtype`,
);

/** Returns the type of a column. @param relation the name of its table or view in the catalogue of PostgreSQL or of Redshift */
export function typeOfSystemColumn(relation: string, column: string, duck: DuckDBType): DataType {
  const type = typeFromDuck(duck);
  if (type.name !== "varchar" || !relation.startsWith("pg_")) return type;
  if (NAMES.has(column)) return NAME;
  return CHARS.has(column) ? { name: '"char"', length: 1 } : type;
}
