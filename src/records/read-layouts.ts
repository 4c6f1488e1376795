/** How the catalogue says that tables are spread, sorted, encoded and filled in. */
import { spellQualifiedName } from "../dialect/table-name.ts";
import { queryRows } from "../warehouse/query-rows.ts";
import type { Session } from "../warehouse/warehouse.ts";

/** Where to look: lists of literals for `in ( … )`. */
export interface Wanted {
  readonly schemas: string;
  readonly names: string;
}

/** What a column has beside its type. */
export interface ColumnLayout {
  /** Its number in the table, which keys tell it by; columns that were dropped leave gaps. */
  readonly number: string;
  /** As PG_TABLE_DEF tells it: "none" for RAW. */
  readonly encoding: string;
  readonly isDistKey: boolean;
  /** From 1, in an interleaved key negative at every other one; 0 outside the sort key (Developer Guide, "PG_TABLE_DEF"). */
  readonly sortPlace: number;
  /** The default as the catalogue writes it, an identity too. */
  readonly defaultText: string | undefined;
}

/** A column of a table of the user's own; its type as `renderDataType` writes one. */
export interface OwnColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly layout: ColumnLayout;
}

/** How a table is spread, and its columns in their order. */
export interface TableLayout {
  /** Its number in the catalogue. */
  readonly oid: string;
  /** AUTO whatever the cluster has chosen. */
  readonly distStyle: "auto" | "even" | "key" | "all";
  readonly columns: readonly OwnColumn[];
}

/**
 * Reads the columns and the layout of the tables, by their names with schemas. PG_TABLE_DEF tells of the search path alone and SVV_TABLE_INFO of no empty
 * table (Developer Guide), so that this asks what these are made of: PG_CLASS_INFO, which tells a user of their own tables, and the columns
 * of PG_ATTRIBUTE that AWS's `v_generate_tbl_ddl` reads (awslabs/amazon-redshift-utils). @throws as `Session.execute` does.
 */
export async function readLayouts(
  session: Session,
  { schemas, names }: Wanted,
): Promise<ReadonlyMap<string, TableLayout>> {
  const rows = await queryRows(
    session,
    `select c.reloid as oid, n.nspname as table_schema, c.relname as table_name, c.reldiststyle as style, a.attnum as number, a.attname as name,
     format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
     format_encoding(a.attencodingtype::integer) as encoding, a.attisdistkey as distkey, a.attsortkeyord as sortkey, d.adsrc as filled
     from pg_class_info as c
     inner join pg_namespace as n on n.oid = c.relnamespace
     inner join pg_attribute as a on a.attrelid = c.reloid
     left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and n.nspname in (${schemas}) and c.relname in (${names})
     order by 2, 3, 5`,
  );
  const layouts = new Map<string, TableLayout>();
  for (const row of rows) {
    const table = spellQualifiedName({ schema: row["table_schema"] ?? "", name: row["table_name"] ?? "" });
    const column: OwnColumn = {
      name: row["name"] ?? "",
      type: row["type"] ?? "",
      notNull: /^t/i.test(row["required"] ?? ""),
      layout: {
        number: row["number"] ?? "",
        encoding: (row["encoding"] ?? "").trim(),
        isDistKey: /^t/i.test(row["distkey"] ?? ""),
        sortPlace: Number(row["sortkey"] ?? 0),
        defaultText: row["filled"] ?? undefined,
      },
    };
    layouts.set(table, {
      oid: row["oid"] ?? "",
      distStyle: STYLES[row["style"] ?? ""] ?? "auto",
      columns: [...(layouts.get(table)?.columns ?? []), column],
    });
  }
  return layouts;
}

/** Developer Guide, "PG_CLASS_INFO": what is none of these is automatic, and RELEFFECTIVEDISTSTYLE has what the cluster chose. */
const STYLES: Readonly<Record<string, TableLayout["distStyle"]>> = { 0: "even", 1: "key", 8: "all" };
