/** What the catalogue says of tables: how they are declared, and what depends on them. */
import { quoteLiteral } from "../dialect/quote.ts";
import { spellQualifiedName, type QualifiedName } from "../dialect/table-name.ts";
import { queryFirstRow, queryRows } from "../warehouse/query-rows.ts";
import type { Session } from "../warehouse/warehouse.ts";
import { readKeys, type CatalogueKey } from "./read-keys.ts";
import { readLayouts, type ColumnLayout, type TableLayout, type Wanted } from "./read-layouts.ts";
import { splitArray } from "../text/split-array.ts";

/** A column as the catalogue tells it; its type as `renderDataType` writes one. */
export interface CatalogueColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Undefined where the user does not own the table. */
  readonly layout: ColumnLayout | undefined;
}

/** A table as the catalogue tells it; names of tables have their schemas, and are spelled as table-name.ts does. */
export interface CatalogueTable {
  readonly columns: readonly CatalogueColumn[];
  readonly distStyle: TableLayout["distStyle"] | undefined;
  readonly keys: readonly CatalogueKey[];
}

/** A view that reads a table, or another table's foreign key into it; with schemas, as table-name.ts spells them. */
export interface Dependent {
  readonly what: "view" | "foreign key";
  /** The view, or the table that has the foreign key. */
  readonly name: string;
  readonly table: string;
}

/** What the catalogue knows of some tables. */
export interface Definitions {
  /** That of the session. */
  readonly database: string;
  /** The schemas that a bare name is looked for in, in this order; at least one. */
  readonly searchPath: readonly string[];
  /** By the table's name with its schema; a table that is not there, or that the user may not see, is not among them. */
  readonly tables: ReadonlyMap<string, CatalogueTable>;
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

/**
 * Reads how the tables are declared, and which views and foreign keys depend on which table. A bare name stands for the tables of that
 * name in every schema of the search path. @throws as `Session.execute` does.
 */
export async function readDefinitions(
  session: Session,
  tables: readonly QualifiedName[],
): Promise<Definitions> {
  const definitions = await readTables(session, tables);
  const views = await queryRows(session, DEPENDENTS);
  const dependents = views.map((row) => ({
    what: "view" as const,
    name: spellQualifiedName({ schema: row["view_schema"] ?? "", name: row["view_name"] ?? "" }),
    table: spellQualifiedName({ schema: row["on_schema"] ?? "", name: row["on_name"] ?? "" }),
  }));
  return { ...definitions, dependents: [...dependents, ...definitions.dependents] };
}

/**
 * Reads the same without the views, which takes longer than all the rest. The catalogue tells a user of their own tables whole, in one
 * answer; SVV_COLUMNS is asked for what is not among them. @throws as `Session.execute` does.
 */
export async function readTables(session: Session, tables: readonly QualifiedName[]): Promise<Definitions> {
  const { path, database } = await queryFirstRow(
    session,
    "select current_schemas(false) as path, current_database() as database",
  );
  const found = splitArray(path ?? "");
  const searchPath = found.length > 0 ? found : ["public"];
  const schemasOf = ({ schema }: QualifiedName): readonly string[] =>
    schema === undefined ? searchPath : [schema];
  const wanted = { schemas: list(tables.flatMap(schemasOf)), names: list(tables.map(({ name }) => name)) };
  const layouts = await readLayouts(session, wanted);
  const { keys, foreign } = await readKeys(session, layouts);
  const own = [...layouts].map(([name, { columns, distStyle }]): [string, CatalogueTable] => [
    name,
    { columns, distStyle, keys: keys.get(name) ?? [] },
  ]);
  const missing = tables.filter(
    (table) =>
      !schemasOf(table).some((schema) => layouts.has(spellQualifiedName({ schema, name: table.name }))),
  );
  const others = await readOthers(session, {
    schemas: wanted.schemas,
    names: list(missing.map(({ name }) => name)),
  });
  return {
    database: database ?? "",
    searchPath,
    tables: new Map([...others, ...own]),
    dependents: foreign.map((one) => ({ what: "foreign key" as const, ...one })),
  };
}

/** The columns of what belongs to somebody else, as far as the user may see it. */
async function readOthers(
  session: Session,
  { schemas, names }: Wanted,
): Promise<ReadonlyMap<string, CatalogueTable>> {
  const columns = new Map<string, CatalogueColumn[]>();
  if (names === "") return new Map();
  const rows = await queryRows(
    session,
    `select table_schema, table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable
     from svv_columns where table_schema in (${schemas}) and table_name in (${names}) order by table_schema, table_name, ordinal_position`,
  );
  for (const row of rows) {
    const table = spellQualifiedName({ schema: row["table_schema"] ?? "", name: row["table_name"] ?? "" });
    const notNull = row["is_nullable"] === "NO";
    const column = { name: row["column_name"] ?? "", type: typeOf(row), notNull, layout: undefined };
    columns.set(table, [...(columns.get(table) ?? []), column]);
  }
  return new Map([...columns].map(([name, its]) => [name, { columns: its, distStyle: undefined, keys: [] }]));
}

function list(names: readonly string[]): string {
  return [...new Set(names)].map(quoteLiteral).join(", ");
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
