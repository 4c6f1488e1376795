/** ALTER TABLE. DuckDB alters no CHECK and refuses much beside one, so a table whose columns change is recreated. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { MAX_COLUMNS } from "../../dialect/limits.ts";
import type { ColumnDefinition, TableDefinition } from "../../dialect/table-definition.ts";
import { parseTableName, spellQualifiedName } from "../../dialect/table-name.ts";
import { WarehouseError } from "../../errors.ts";
import type { Result } from "../warehouse.ts";
import { tablesOn } from "./dependents.ts";
import { isReferenced, stillNeeded, withConstraints } from "./alter-constraints.ts";
import { commandResult } from "./command-result.ts";
import { createTable } from "./ddl.ts";
import { DEFAULT_SCHEMA, localSpelling } from "./default-schema.ts";
import { withoutColumn } from "./drop-column.ts";
import { duckLiteral, duckName, duckTable } from "./quote.ts";
import { redeclared } from "./redeclare.ts";
import type { ChangePlan, Defaults } from "./statement/plan.ts";
import type { TableContext } from "./table-context.ts";
import { renameUnderViews, viewsOfColumn } from "./views-above.ts";

type Alteration = Exclude<ChangePlan, { readonly kind: "drop" | "append" }>;

/** What DuckDB knows nothing of. */
const ONLY_DECLARED: ReadonlySet<Alteration["kind"]> = new Set([
  "redeclare",
  "add constraint",
  "drop constraint",
]);

/** Changes a table and what is known of it. @throws WarehouseError for a change that Redshift does not make. */
export async function alterTable(
  { connection, catalogue }: TableContext,
  change: Alteration,
): Promise<Result> {
  if (change.kind === "rename table" && (await renamedView({ connection, catalogue }, change)))
    return commandResult("ALTER TABLE");
  const before = await catalogue.get(change.table);
  if (change.kind === "drop constraint") {
    const [other] = isReferenced(before, change.name) ? await tablesOn(connection, change.table) : [];
    if (other !== undefined) throw stillNeeded(change.name, other);
  }
  const after =
    change.kind === "drop column"
      ? await withoutColumn({ connection, catalogue }, before, change)
      : altered(before, change);
  if (change.kind === "rename column" && !before.temporary) await refuseUnderViews(connection, change);
  if (change.kind === "rename table") {
    await connection.run(`ALTER TABLE ${duckTable(change.table)} RENAME TO ${duckName(change.to)}`);
    if (!before.temporary) await renameUnderViews(connection, change.table, change.to);
  } else if (!ONLY_DECLARED.has(change.kind)) {
    await rebuild(connection, before, after, change);
  }
  await catalogue.replace(before, after);
  return commandResult("ALTER TABLE");
}

/** Renames a view, where the name is that of one ("ALTER TABLE": a view is renamed with it too). */
async function renamedView(
  { connection, catalogue }: TableContext,
  { table, to }: Extract<Alteration, { readonly kind: "rename table" }>,
): Promise<boolean> {
  const { schema = DEFAULT_SCHEMA, name } = table;
  if (catalogue.isTemporary(localSpelling(table))) return false;
  const relation = await catalogue.relation({ schema, name });
  if (relation === undefined || relation.kind === "table") return false;
  const what = relation.kind === "view" ? "VIEW" : "TABLE";
  if (relation.late === undefined)
    await connection.run(`ALTER ${what} ${duckTable({ schema, name })} RENAME TO ${duckName(to)}`);
  await renameUnderViews(connection, { schema, name }, to);
  await catalogue.renameView({ schema, name }, to);
  return true;
}

/** A view would go on telling the column by its old name, which is not done here. */
async function refuseUnderViews(
  connection: DuckDBConnection,
  { table, from }: Extract<Alteration, { readonly kind: "rename column" }>,
): Promise<void> {
  const [view] = await viewsOfColumn(connection, table, from);
  if (view === undefined) return;
  throw new WarehouseError(
    `renaming column ${from} under the view ${view.name} is not supported on the local warehouse`,
    { sqlState: "0A000", next: "drop the view, rename the column, and create the view again" },
  );
}

/** The definition after a change. @throws WarehouseError for a change that Redshift does not make. */
function altered(
  table: TableDefinition,
  change: Exclude<Alteration, { readonly kind: "drop column" }>,
): TableDefinition {
  switch (change.kind) {
    case "rename table":
      return renamed(table, change.to);
    case "add column":
      if (table.columns.some(({ name }) => name === change.column.name)) {
        const { name: relation } = parseTableName(table.name);
        const what = `column "${change.column.name}" of relation "${relation}" already exists`;
        throw new WarehouseError(what, { sqlState: "42701" });
      }
      if (table.columns.length >= MAX_COLUMNS) {
        const what = `tables can have at most ${String(MAX_COLUMNS)} columns`;
        throw new WarehouseError(what, { sqlState: "54011" });
      }
      return { ...table, columns: [...table.columns, change.column] };
    case "rename column":
      return withColumn(table, change.from, (column) => ({ ...column, name: change.to }));
    case "retype column":
      return withColumn(table, change.column, (column) => {
        refuseFixed(table, column);
        if (column.type.name === "varchar" && change.type.name === "varchar")
          return { ...column, type: change.type };
        throw new WarehouseError("ALTER COLUMN TYPE changes only the length of a varchar column", {
          sqlState: "0A000",
          next: "add a column of the type, fill it with UPDATE, drop the old one and rename",
        });
      });
    case "add constraint":
    case "drop constraint":
      return withConstraints(table, change);
    case "redeclare":
      return redeclared(table, change);
  }
}

/** Encodings whose columns keep their length ("ALTER TABLE"). */
const FIXED: ReadonlySet<string | undefined> = new Set(["bytedict", "runlength", "text255", "text32k"]);

/** @throws WarehouseError 0A000 for a column whose type ALTER COLUMN does not change. */
function refuseFixed(
  { primaryKey, uniqueKeys, foreignKeys }: TableDefinition,
  { name, encode, defaultSql }: ColumnDefinition,
): void {
  const keys = [primaryKey, ...uniqueKeys, ...foreignKeys.map(({ columns }) => columns)];
  const why = FIXED.has(encode)
    ? `it is encoded as ${encode ?? ""}`
    : defaultSql !== undefined
      ? "it has a default"
      : keys.some((key) => key.includes(name))
        ? "it is in a primary, foreign or unique key"
        : undefined;
  if (why === undefined) return;
  throw new WarehouseError(`cannot alter the type of column ${name}: ${why}`, {
    sqlState: "0A000",
    next: "add a column of the type, fill it with UPDATE, drop the old one and rename",
  });
}

/** The table under another name, in its schema. */
function renamed(table: TableDefinition, name: string): TableDefinition {
  return { ...table, name: spellQualifiedName({ ...parseTableName(table.name), name }) };
}

function withColumn(
  table: TableDefinition,
  name: string,
  change: (column: ColumnDefinition) => ColumnDefinition,
): TableDefinition {
  columnOf(table, name);
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === name ? change(column) : column)),
  };
}

function columnOf(table: TableDefinition, name: string): ColumnDefinition {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  throw new WarehouseError(
    `column "${name}" of relation "${parseTableName(table.name).name}" does not exist`,
    {
      sqlState: "42703",
      next: `its columns: ${table.columns.map((one) => one.name).join(", ")}`,
    },
  );
}

/** Puts a new table in the place of the old one, with its rows; identity values go on where they were. */
async function rebuild(
  connection: DuckDBConnection,
  before: TableDefinition,
  after: TableDefinition,
  change: Alteration,
): Promise<void> {
  const { schema = DEFAULT_SCHEMA, name: target } = parseTableName(before.name);
  const anew = `${target} anew`;
  const old = (column: ColumnDefinition): string =>
    change.kind === "rename column" && column.name === change.to ? change.from : column.name;
  const kept = after.columns.filter((column) => before.columns.some(({ name }) => name === old(column)));
  const inSchema = (name: string): string => (after.temporary ? duckName(name) : duckTable({ schema, name }));
  const known = await defaultsOf(connection, before);
  const added: Defaults = change.kind === "add column" ? change.defaults : new Map();
  const defaults = new Map(
    after.columns.flatMap((column) => {
      const text = added.get(column.name) ?? known.get(old(column));
      return text === undefined ? [] : [[column.name, text] as const];
    }),
  );
  for (const statement of [
    ...createTable({ ...renamed(after, anew), ifNotExists: false }, defaults),
    `INSERT INTO ${inSchema(anew)} (${kept.map(({ name }) => duckName(name)).join(", ")})
      SELECT ${kept.map((column) => duckName(old(column))).join(", ")} FROM ${inSchema(target)}`,
    `DROP TABLE ${inSchema(target)}`,
    `ALTER TABLE ${inSchema(anew)} RENAME TO ${duckName(target)}`,
  ])
    await connection.run(statement);
}

/** DuckDB's texts of the defaults of a table, those that give identity columns their values among them. */
async function defaultsOf(
  connection: DuckDBConnection,
  { name: spelling, temporary }: TableDefinition,
): Promise<Defaults> {
  const { schema = DEFAULT_SCHEMA, name } = parseTableName(spelling);
  const where = temporary ? "database_name = 'temp'" : `schema_name = ${duckLiteral(schema)}`;
  const found = await connection.runAndReadAll(
    `SELECT column_name, column_default FROM duckdb_columns() WHERE ${where} AND table_name = ${duckLiteral(name)}`,
  );
  const rows = found.getRows() as [string, string | null][];
  return new Map(rows.flatMap(([column, text]) => (text !== null ? [[column, text] as const] : [])));
}

/** ALTER TABLE APPEND: moves all rows. @throws WarehouseError when the columns do not fit. */
export async function appendTable(
  { connection, catalogue }: TableContext,
  { table, source, extra }: Extract<ChangePlan, { readonly kind: "append" }>,
): Promise<Result> {
  const target = await catalogue.get(table);
  const from = await catalogue.get(source);
  const names = (one: TableDefinition): readonly string[] => one.columns.map(({ name }) => name);
  const surplus = names(from).filter((name) => !names(target).includes(name));
  const lacking = names(target).filter((name) => !names(from).includes(name));
  if ((surplus.length > 0 && extra !== "ignoreextra") || (lacking.length > 0 && extra !== "filltarget")) {
    throw new WarehouseError(
      `ALTER TABLE APPEND needs the same columns; only one table has ${[...surplus, ...lacking].join(", ")}`,
      {
        sqlState: "0A000",
        next: "IGNOREEXTRA skips columns that only the source has, FILLTARGET fills columns that only the target has",
      },
    );
  }
  const columns = names(target)
    .filter((name) => names(from).includes(name))
    .map(duckName)
    .join(", ");
  const moved = `INSERT INTO ${duckTable(table)} (${columns}) SELECT ${columns} FROM ${duckTable(source)}`;
  await connection.run(moved);
  await connection.run(`DELETE FROM ${duckTable(source)}`);
  return commandResult("ALTER TABLE APPEND");
}
