/** Makes views, and lets the catalogue know of them. */
import { WarehouseError } from "../../errors.ts";
import type { Result } from "../warehouse.ts";
import { commandResult } from "./command-result.ts";
import { DEFAULT_SCHEMA } from "./default-schema.ts";
import { duckTable } from "./quote.ts";
import { renderDataType } from "../../dialect/types.ts";
import type { Relation, RelationColumn } from "./bind/relation.ts";
import type { CreateViewPlan } from "./statement/plan.ts";
import type { TableContext } from "./table-context.ts";

/**
 * Makes the view; what it reads cannot be dropped from under it, unless it is a late binding one. Returns CREATE VIEW's result.
 * @throws WarehouseError 3F000 for a schema that a late binding view names and that is not there, 42P07 where there is a relation of the name that is not put aside, 42P16 for a view with other columns than the one
 * in whose place it is put ("CREATE VIEW": "the identical set of columns").
 */
export async function makeView(
  { connection, catalogue }: TableContext,
  plan: CreateViewPlan,
): Promise<Result> {
  const { schema = DEFAULT_SCHEMA, name } = plan.view;
  await schemasMustExist(connection, plan.schemas);
  const before = await catalogue.relation({ schema, name });
  const replaced = plan.replaces && before?.kind === "view";
  if (before !== undefined && !replaced) {
    throw new WarehouseError(`Relation "${name}" already exists`, {
      sqlState: "42P07",
      next: "drop it first, or take another name",
    });
  }
  if (replaced && before.late === undefined && plan.form === "view") refuseOtherColumns(before, plan);
  if (replaced && before.late === undefined) await connection.run(`DROP VIEW ${duckTable({ schema, name })}`);
  for (const statement of plan.statements) await connection.run(statement);
  await catalogue.forgetView(plan.view);
  await catalogue.rememberView(plan);
  return commandResult(plan.form === "materialized view" ? "CREATE MATERIALIZED VIEW" : "CREATE VIEW");
}

/** "The schema must exist when the view is created, even if the referenced table doesn't exist" ("CREATE VIEW"). */
async function schemasMustExist(
  connection: TableContext["connection"],
  schemas: readonly string[],
): Promise<void> {
  if (schemas.length === 0) return;
  const reader = await connection.runAndReadAll(
    "SELECT DISTINCT schema_name FROM duckdb_schemas() WHERE database_name = current_database()",
  );
  const known = new Set(["pg_catalog", "information_schema", ...reader.getRows().map(([name]) => name)]);
  const missing = schemas.find((schema) => !known.has(schema));
  if (missing === undefined) return;
  throw new WarehouseError(`schema "${missing}" does not exist`, {
    sqlState: "3F000",
    next: "create schema makes it",
  });
}

function refuseOtherColumns({ name, columns: before }: Relation, { columns }: CreateViewPlan): void {
  const told = (some: readonly RelationColumn[]): string =>
    some.map((column) => `${column.name} ${renderDataType(column.type)}`).join(", ");
  if (told(before) === told(columns)) return;
  throw new WarehouseError(`cannot change the columns of the view ${name}`, {
    sqlState: "42P16",
    next: `its columns are ${told(before)}: drop the view, and create it again`,
  });
}
