/** What the catalogue says of tables: their columns, and the views on them. */
import { quoteLiteral } from "../dialect/quote.ts";
import { spellQualifiedName, type QualifiedName } from "../dialect/table-name.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { queryFirstRow, queryRows } from "../warehouse/query-rows.ts";

/** A column as the catalogue tells it; its type as `renderDataType` writes one. */
export interface CatalogueColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
}

/** A view, and the table that it reads; both with their schemas, as table-name.ts spells them. */
export interface Dependent {
  readonly view: string;
  readonly table: string;
}

/** What the catalogue knows of some tables. */
export interface Definitions {
  /** The schema that a bare name means. */
  readonly schema: string;
  /** By the table's name with its schema; a table that is not there, or that the user may not see, has none. */
  readonly columns: ReadonlyMap<string, readonly CatalogueColumn[]>;
  readonly dependents: readonly Dependent[];
}

/**
 * The views on every table: the query that the Developer Guide, "DROP TABLE", calls FIND_DEPEND. The guide joins by `relfilenode`,
 * PostgreSQL's manual says `oid`; they differ once a table was rewritten, so that either counts.
 */
const DEPENDENTS = `select distinct n_p.nspname as on_schema, c_p.relname as on_name, n_c.nspname as view_schema, c_c.relname as view_name
  from pg_class as c_p
  inner join pg_depend as d_p on d_p.refobjid in (c_p.oid, c_p.relfilenode)
  inner join pg_depend as d_c on d_p.objid = d_c.objid
  inner join pg_class as c_c on d_c.refobjid in (c_c.oid, c_c.relfilenode)
  left join pg_namespace as n_p on c_p.relnamespace = n_p.oid
  left join pg_namespace as n_c on c_c.relnamespace = n_c.oid
  where d_c.deptype = 'i' and c_c.relkind = 'v' and c_p.oid <> c_c.oid
  order by 1, 2, 3, 4`;

/** Reads the columns of the tables, and which views depend on which table. @throws as `Session.execute` does. */
export async function readDefinitions(
  session: Session,
  tables: readonly QualifiedName[],
): Promise<Definitions> {
  const { schema } = await queryFirstRow(session, "select current_schema() as schema");
  const bare = schema ?? "public";
  const names = tables.map(({ name }) => quoteLiteral(name)).join(", ");
  const schemas = tables.map((table) => quoteLiteral(table.schema ?? bare)).join(", ");
  const rows = await queryRows(
    session,
    `select table_schema, table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable
     from svv_columns where table_schema in (${schemas}) and table_name in (${names}) order by table_schema, table_name, ordinal_position`,
  );
  const columns = new Map<string, CatalogueColumn[]>();
  for (const row of rows) {
    const table = spellQualifiedName({ schema: row["table_schema"] ?? "", name: row["table_name"] ?? "" });
    const column = {
      name: row["column_name"] ?? "",
      type: typeOf(row),
      notNull: row["is_nullable"] === "NO",
    };
    columns.set(table, [...(columns.get(table) ?? []), column]);
  }
  const dependents = await queryRows(session, DEPENDENTS);
  return {
    schema: bare,
    columns,
    dependents: dependents.map((row) => ({
      view: spellQualifiedName({ schema: row["view_schema"] ?? "", name: row["view_name"] ?? "" }),
      table: spellQualifiedName({ schema: row["on_schema"] ?? "", name: row["on_name"] ?? "" }),
    })),
  };
}

/** Developer Guide, "SVV_COLUMNS": the length stands beside the type; integers have a precision too, which is not theirs to declare. */
function typeOf(row: Readonly<Record<string, string | null>>): string {
  const type = row["data_type"] ?? "";
  if (type === "numeric") return `numeric(${row["numeric_precision"] ?? ""},${row["numeric_scale"] ?? ""})`;
  const length = row["character_maximum_length"];
  return length === null || length === undefined || !type.startsWith("character")
    ? type
    : `${type}(${length})`;
}
